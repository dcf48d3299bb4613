"""Promises to those who wait: which edits on the desk's page move them."""

from datetime import UTC, datetime, timedelta

import pytest

from activities.service_levels import mark_of
from domain.bot.defaults import default_handoffs
from domain.bot.model import Bot
from domain.bot.overlay import with_overrides
from domain.bot.overrides import (
    ALL_QUEUES,
    DeskOverride,
    Overrides,
    OverrideVersion,
    QueueOverride,
)
from domain.bot.unanswered_handoffs import Nobody
from domain.desk.service_clock import ServiceFacts
from domain.desk.service_rounds import TimedHandoff
from domain.desk.settings import AssignmentPolicy
from domain.patience import Patience
from domain.tenant_settings import Branding, BusinessHours, Queue, TenantConfig

NOW = datetime(2026, 1, 26, 10, 0, tzinfo=UTC)
SOON = Patience(lasts=timedelta(minutes=1))
LONG = Patience(lasts=timedelta(hours=1))
CLOSED_TODAY = BusinessHours(days={"tue": ("09:00-17:00",)})


def edited(override: QueueOverride | DeskOverride, *, business: bool = False) -> Bot:
    """Two rules lead into the queue; what was promised to whoever waits in it was the longer."""
    general = default_handoffs()["general"]
    soon = SOON.model_copy(update={"business": business})
    vip = general.model_copy(update={"name": "vip", "first_reply": soon})
    bot = Bot(
        revision="0" * 12,
        tenant=TenantConfig(tenant="acme", branding=Branding(name="Ava")),
        intents={},
        slots={},
        tools={},
        flows={},
        responses={},
        handoffs={"general": general, "vip": vip},
    )
    queue = ALL_QUEUES if isinstance(override, DeskOverride) else "support"
    edit = OverrideVersion(
        queue=queue,
        version=1,
        override=override,
        written_by="Sue",
        written_at=NOW + timedelta(seconds=30),
    )
    return with_overrides(bot, Overrides(versions={queue: edit}))


def waiting(*, is_repromised: bool = False) -> TimedHandoff:
    facts = ServiceFacts(opened_at=NOW, first_reply_due=NOW + timedelta(minutes=5))
    return TimedHandoff(
        handoff_id="h-1", queue="support", facts=facts, version=1, is_repromised=is_repromised
    )


@pytest.mark.parametrize(
    "override",
    [
        DeskOverride(capacity=2),
        DeskOverride(assignment=AssignmentPolicy.PUSH, next_reply=LONG),
        QueueOverride(),
        QueueOverride(nobody=Nobody(times=1), resolution=LONG),
        QueueOverride(hours=None, first_reply=SOON),
        DeskOverride(business_hours=CLOSED_TODAY),
        QueueOverride(hours=Queue(hours=CLOSED_TODAY)),
    ],
)
def test_an_edit_of_something_else_moves_no_promise(
    override: QueueOverride | DeskOverride,
) -> None:
    """
    Nor one that says again what held already, nor hours where time is counted by the clock: else
    a capacity would break what was promised.
    """
    mark = mark_of(edited(override), waiting(), NOW + timedelta(minutes=2))

    assert (mark.first_reply_due, mark.breached_at) == (None, None)


def test_an_edit_of_the_target_moves_it() -> None:
    mark = mark_of(edited(QueueOverride(first_reply=LONG)), waiting(), NOW + timedelta(seconds=40))

    assert mark.first_reply_due == NOW + LONG.lasts


@pytest.mark.parametrize(
    "override",
    [
        DeskOverride(business_hours=CLOSED_TODAY),
        QueueOverride(hours=Queue(hours=CLOSED_TODAY)),
    ],
)
def test_an_edit_of_hours_moves_it_where_they_count(override: QueueOverride | DeskOverride) -> None:
    """
    By the shortest of the rules, since nothing says which of them it was.
    """
    bot = edited(override, business=True)

    mark = mark_of(bot, waiting(), NOW + timedelta(seconds=40))

    assert mark.first_reply_due == datetime(2026, 1, 27, 9, 1, tzinfo=UTC)


def test_what_an_edit_has_moved_the_way_back_moves_too() -> None:
    mark = mark_of(edited(QueueOverride()), waiting(is_repromised=True), NOW)

    assert mark.first_reply_due == NOW + SOON.lasts
