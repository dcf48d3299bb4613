"""Settings that have no effect yet are named; every other one is read by somebody."""

import ast
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, Field

from domain.bot.lint_settings import settings_without_effect
from domain.tenant_settings import NO_EFFECT_YET, TenantConfig
from tests.house_rules import OURS, ROOT, python_files
from tests.unit.domain.bots import errors_of, warnings_of
from tests.unit.domain.dialogue.small_bot import FILES

WITHOUT_EFFECT = {
    "branding.tone": "branding: {name: Tiny, tone: warm}",
    "branding.signature": "branding: {name: Tiny, signature: {en: Yours}}",
    "features": "features: {beta: true}",
    "privacy.redact": "privacy: {redact: [iban]}",
    "privacy.retention": "privacy: {retention: 30d}",
}
REFERENCE = ROOT / "docs" / "reference" / "bot-format.md"


def described(schema: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The paths of all settings in a JSON schema, down to those that hold no others."""
    for name, value in schema["properties"].items():
        inner = schema.get("$defs", {}).get(value.get("$ref", "").rpartition("/")[2])
        if inner is not None and "properties" in inner:
            yield from ((name, *path) for path in described({**schema, **inner}))
        else:
            yield (name,)


def names_read() -> set[str]:
    """Every attribute that the product's code reads from something."""
    return {
        node.attr
        for file in python_files(*OURS)
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


def unread(model: type[BaseModel]) -> set[str]:
    known = names_read()
    return {
        ".".join(path)
        for path in described(model.model_json_schema())
        if path not in set(settings_without_effect(model)) and path[-1] not in known
    }


def test_every_setting_has_an_effect_or_says_that_it_has_none() -> None:
    """
    A promise that nothing keeps is a defect: a new setting is read, or marked.
    """
    assert not unread(TenantConfig)


def test_a_new_setting_that_nobody_reads_is_found() -> None:
    """
    The rule can fail, also for what lies within another.
    """

    class Inner(BaseModel):
        colour_of_the_moon: str = "pale"
        marked: str = Field(default="", description=NO_EFFECT_YET)

    class Promising(TenantConfig):
        inner: Inner = Inner()
        weather_of_tomorrow: str = "fine"

    assert unread(Promising) == {"inner.colour_of_the_moon", "weather_of_tomorrow"}


def test_the_settings_without_effect_are_these() -> None:
    """
    The issue that gives one a meaning takes away its mark, its line here and in the reference.
    """
    listed = {".".join(path) for path in settings_without_effect()}

    assert listed == set(WITHOUT_EFFECT)
    [line] = [line for line in REFERENCE.read_text().splitlines() if "have no effect yet" in line]
    assert all(f"`{name}`" in line for name in listed)


@pytest.mark.parametrize("setting", WITHOUT_EFFECT)
def test_check_warns_where_a_file_sets_one(setting: str) -> None:
    """
    Nobody relies on what has no effect; who does not set it is not bothered.
    """
    [tenant] = [line for line in FILES["tenant.yaml"].splitlines() if line.startswith("tenant:")]
    others = "" if setting.startswith("branding") else "\nbranding: {name: Tiny}"
    changed = FILES | {"tenant.yaml": f"{tenant}{others}\n{WITHOUT_EFFECT[setting]}\n"}

    found = [line for line in warnings_of(changed) if "has no effect yet" in line]

    assert len(found) == 1
    assert setting in found[0]
    assert not any("has no effect yet" in line for line in warnings_of(FILES))


@pytest.mark.parametrize("plan", ["gold", "Premium"])
def test_a_plan_that_is_none_is_named(plan: str) -> None:
    """
    It counts as the default one; nobody must find that out by being refused.
    """
    changed = {**FILES, "tenant.yaml": FILES["tenant.yaml"] + f"\nlimits: {{plan: {plan}}}\n"}

    assert any("default, authenticated or premium" in line for line in warnings_of(changed))
    assert not any("premium" in line for line in warnings_of(FILES))


def test_a_weight_of_no_channel_is_refused() -> None:
    """
    A misspelt channel would weigh 1, and nobody would know why; the close name is shown.
    """
    changed = FILES | {
        "tenant.yaml": FILES["tenant.yaml"] + "\ndesk: {capacity: 2, weights: {wbe: 2, voice: 3}}\n"
    }

    assert any("channel 'wbe'" in line for line in errors_of(changed))
    assert any("voice weighs more" in line for line in warnings_of(changed))
