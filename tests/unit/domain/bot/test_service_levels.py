"""Targets of service levels, as a tenant writes them."""

from datetime import timedelta

import pytest

from domain.bot.service_levels import calendar_of, escalates, service_level_of
from domain.patience import Patience
from tests.unit.domain.bots import TENANT, a_bot, errors_of

DESK = "desk: {service: {next_reply: 15m business, resolution: 2d, warn_before: 5m}}\n"
HANDOFFS = """
general: {queue: support, first_reply: 5m business}
urgent:
  {queue: support, first_reply: 2m, next_reply: 5m, resolution: 8h business,
   on_breach: {escalate: supervisor}}
returns: {queue: returns, first_reply: 10m}
"""
FILES = {"tenant.yaml": TENANT + DESK, "handoff.yaml": HANDOFFS}


def _lasts(minutes: float, *, business: bool = False) -> Patience:
    return Patience(lasts=timedelta(minutes=minutes), business=business)


def test_a_rule_goes_before_the_tenants_own_targets() -> None:
    """Where two rules lead into one queue, the customer gets the shorter of both promises."""
    level = service_level_of(a_bot(FILES), "support")

    assert level.first_reply == _lasts(2)
    assert level.next_reply == _lasts(5)
    assert level.resolution == _lasts(480, business=True)
    assert level.warn_before == timedelta(minutes=5)


@pytest.mark.parametrize("queue", ["returns", "where_a_transfer_went"])
def test_a_queue_without_targets_has_the_tenants(queue: str) -> None:
    """Also one into which no rule leads."""
    level = service_level_of(a_bot(FILES), queue)

    assert level.next_reply == _lasts(15, business=True)
    assert level.resolution == _lasts(2 * 24 * 60)


def test_only_queues_whose_rule_says_so_escalate() -> None:
    """`on_breach` is a rule's own."""
    bot = a_bot(FILES)

    assert escalates(bot, "support")
    assert not escalates(bot, "returns")


def test_nothing_is_promised_that_nobody_wrote() -> None:
    """Without targets only the first reply has a clock."""
    level = service_level_of(a_bot({"handoff.yaml": HANDOFFS}), "returns")

    assert (level.next_reply, level.resolution) == (None, None)


def test_a_queue_has_its_own_hours() -> None:
    """By these its clocks run."""
    queues = 'queues: {support: {hours: {mon: ["10:00-12:00"]}}}\n'
    bot = a_bot(FILES | {"tenant.yaml": TENANT + queues})

    assert calendar_of(bot, "support").hours.days == {"mon": ("10:00-12:00",)}
    assert calendar_of(bot, "returns").hours.days == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("desk: {service: {next_reply: soon}}\n", "desk.service.next_reply"),
        ("desk: {service: {answer: 5m}}\n", "unknown key 'answer'; there are next_reply"),
        ("desk: {service: {warn_before: 5}}\n", "desk.service.warn_before"),
    ],
)
def test_a_mistake_is_named(line: str, said: str) -> None:
    """The field, by the name that the file has for it."""
    [error] = errors_of({"tenant.yaml": TENANT + line})

    assert said in error
