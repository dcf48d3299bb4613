"""A default has one home, and the reference names it."""

from datetime import timedelta

import pytest
from pydantic import BaseModel

from domain.bot import model, schema
from domain.bot.unanswered_handoffs import Nobody
from domain.rate_limits import RATES, GatewayLimits
from domain.tenant_settings import (
    Branding,
    ConversationPolicy,
    Idle,
    Limits,
    NeverSilent,
    TenantConfig,
)
from tests.house_rules import ROOT

REFERENCE = (ROOT / "docs" / "reference" / "bot-format.md").read_text()
COMPILED: dict[type[BaseModel], type[BaseModel]] = {
    schema.HandoffSource: model.HandoffRule,
    schema.NobodySource: Nobody,
    schema.SlotSource: model.Slot,
    schema.ToolSource: model.Tool,
}
"""By what is written: what it is compiled to, with the same defaults."""


def row(key: str) -> str:
    """The reference's line on one key of tenant.yaml."""
    [line] = [line for line in REFERENCE.splitlines() if line.startswith(f"| `{key}` |")]
    return line


def written(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    for unit, length in (("h", 3_600), ("m", 60)):
        if seconds > length and seconds % length == 0:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def test_a_conversation_is_as_patient_as_its_tenant_by_default() -> None:
    """
    The holding notice's seconds would else be two values that drift apart.
    """
    tenant = TenantConfig(tenant="acme", branding=Branding(name="Acme"))

    assert ConversationPolicy() == ConversationPolicy.of(tenant)


@pytest.mark.parametrize("source", COMPILED)
def test_what_is_not_written_is_compiled_to_the_same_default(source: type[BaseModel]) -> None:
    """
    The schema that an author's editor shows and the bot that runs say the same.
    """
    for field, compiled in COMPILED[source].model_fields.items():
        as_written = source.model_fields.get(field)
        if as_written is None or as_written.is_required() or compiled.is_required():
            continue
        of_source, of_bot = (
            each.get_default(call_default_factory=True) for each in (as_written, compiled)
        )
        if isinstance(of_source, BaseModel):
            of_source, of_bot = of_source.model_dump(), of_bot.model_dump()
        assert of_source == of_bot or not (of_source or of_bot), f"{source.__name__}.{field}"


def test_the_reference_names_the_tenants_defaults() -> None:
    """
    Whoever looks up a default reads the one that holds.
    """
    limits, silent, idle = Limits(), NeverSilent(), Idle()

    assert row("limits").endswith(
        f"| `{limits.plan}`; as the plan has it; {limits.tenant_messages_per_minute},"
        f" {limits.tenant_burst}; a quarter |"
    )
    patience = f"| {written(silent.holding_after)}, {written(silent.failure_after)} |"
    assert row("never_silent").endswith(patience)
    assert idle.nudge_after is not None
    quiet = f"| {written(idle.nudge_after)}, {written(idle.close_after)} |"
    assert row("idle").endswith(quiet)


def test_the_reference_names_what_each_plan_allows() -> None:
    """
    And so that nobody need look for the numbers in the code.
    """
    page = (ROOT / "docs" / "reference" / "http-api.md").read_text()

    for plan, rate in RATES.items():
        assert f"| `{plan.value}` | {rate.per_minute} | {rate.burst} |" in page


def test_a_gateways_limits_are_for_many_people_behind_one_address() -> None:
    """
    An office shares an address: what one visitor may do is a small part of it.
    """
    limits = GatewayLimits()

    assert limits.streams_per_visitor * 10 <= limits.streams_per_address
    assert limits.sessions_burst <= limits.sessions_per_minute
