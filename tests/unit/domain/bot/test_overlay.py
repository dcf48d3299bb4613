"""Edits of the desk's page, laid over a published bot."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.bot import queue_hours
from domain.bot.compiler import revision_of
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
from domain.bot.service_levels import service_level_of
from domain.bot.unanswered_handoffs import Nobody
from domain.desk.callbacks import plan
from domain.desk.settings import AssignmentPolicy, DeskSettings, ServiceTargets
from domain.patience import Patience
from domain.tenant_settings import Branding, BusinessHours, ClosingDay, Queue, TenantConfig
from domain.understanding.values.regions import country_of_tenant

MONDAY = datetime(2026, 1, 26, 10, 0, tzinfo=UTC)
OFFICE = BusinessHours(days={"mon": ("09:00-17:00",)}, holidays="de-BE")
NIGHT = Queue(hours=BusinessHours(days={"sun": ("22:00-06:00",)}))
TEN = Patience(lasts=timedelta(minutes=10))
HOUR = Patience(lasts=timedelta(hours=1))


def a_bot(**tenant: Any) -> Bot:
    settings = {"business_hours": OFFICE, "queues": {"night": NIGHT}, **tenant}
    bot = Bot(
        revision="",
        tenant=TenantConfig(tenant="acme", branding=Branding(name="Ava"), **settings),
        intents={},
        slots={},
        tools={},
        flows={},
        responses={},
        handoffs=default_handoffs(),
    )
    return bot.model_copy(update={"revision": revision_of(bot)})


def laid_over(bot: Bot, **overrides: QueueOverride | DeskOverride | None) -> Bot:
    versions = {
        name if name != "all" else ALL_QUEUES: OverrideVersion(
            queue=name if name != "all" else ALL_QUEUES,
            version=number,
            override=override,
            written_by="Sue",
            written_at=MONDAY + timedelta(hours=number),
        )
        for number, (name, override) in enumerate(overrides.items(), start=1)
    }
    return with_overrides(bot, Overrides(versions=versions))


def test_without_an_edit_it_is_the_very_bot() -> None:
    bot = a_bot()

    assert with_overrides(bot, Overrides()) is bot
    assert bot.configured_as == bot.revision


def test_the_revision_stays_and_what_holds_has_another_name() -> None:
    """
    Conversations are pinned to the content; clocks look anew when the settings change.
    """
    bot = a_bot()
    configured = laid_over(bot, support=QueueOverride(first_reply=TEN))

    assert configured.revision == bot.revision == revision_of(configured.as_published)
    assert "overlay" not in configured.as_content()
    assert configured.configured_as == f"{bot.revision}+1"
    assert configured.as_published is bot


def test_hours_of_a_queue() -> None:
    """
    Its own replace those of the files; set to nothing, the tenant's hold.
    """
    bot = a_bot()
    always = laid_over(bot, support=QueueOverride(hours=Queue()))
    tenants = laid_over(bot, night=QueueOverride(hours=None))
    other = laid_over(bot, night=QueueOverride(first_reply=TEN))

    midnight = MONDAY.replace(hour=23)
    assert not queue_hours.is_open(bot, midnight, "support")
    assert queue_hours.is_open(always, midnight, "support")
    assert not queue_hours.is_open(bot, MONDAY, "night")
    assert queue_hours.is_open(tenants, MONDAY, "night")
    assert other.tenant.queues["night"] == NIGHT


def test_the_tenants_closing_days_hold_for_a_queue_that_follows_it() -> None:
    hours = OFFICE.model_copy(
        update={"closed": (ClosingDay(date=MONDAY.date(), reason="Stocktaking"),)}
    )
    bot = laid_over(
        a_bot(), all=DeskOverride(business_hours=hours), night=QueueOverride(hours=None)
    )

    assert not queue_hours.is_open(bot, MONDAY, "night")
    assert queue_hours.closing_reason(bot, MONDAY, "night") == "Stocktaking"


@pytest.mark.parametrize(
    ("override", "first", "following", "resolution"),
    [
        (QueueOverride(), timedelta(minutes=5), HOUR, None),
        (QueueOverride(first_reply=TEN, next_reply=TEN), TEN.lasts, TEN, None),
        (QueueOverride(next_reply=None, resolution=HOUR), timedelta(minutes=5), HOUR, HOUR),
    ],
)
def test_targets(
    override: QueueOverride, first: timedelta, following: Patience, resolution: Patience | None
) -> None:
    """
    What is not said follows the files; no target of the queue's own means the tenant's.
    """
    desk = DeskSettings(service=ServiceTargets(next_reply=HOUR))
    level = service_level_of(laid_over(a_bot(desk=desk), support=override), "support")

    assert level.first_reply is not None
    assert level.first_reply.lasts == first
    assert (level.next_reply, level.resolution) == (following, resolution)


def test_what_holds_for_all_queues() -> None:
    """
    Hours with the days of their calendar, assignment, capacity, targets: also to have none.
    """
    desk = DeskSettings(service=ServiceTargets(next_reply=HOUR), capacity=9)
    override = DeskOverride(
        business_hours=BusinessHours(days={"tue": ("09:00-10:00",)}, holidays="de-BY"),
        holidays=(date(2026, 1, 27),),
        assignment=AssignmentPolicy.PUSH,
        next_reply=None,
        warn_before=timedelta(minutes=1),
    )
    bot = laid_over(a_bot(desk=desk), all=override)

    settings = bot.tenant.desk
    assert (settings.assignment, settings.capacity) == (AssignmentPolicy.PUSH, 9)
    assert (settings.service.next_reply, settings.service.warn_before) == (
        None,
        timedelta(minutes=1),
    )
    tuesday = MONDAY + timedelta(hours=23, minutes=30)
    assert not queue_hours.is_open(bot, tuesday, "support"), "a holiday of the new calendar"
    assert queue_hours.is_open(bot, tuesday + timedelta(days=7), "support")


def test_how_numbers_are_read_does_not_follow_the_calendar_of_the_desk() -> None:
    """
    The country of the files' calendar stays, whatever holidays the desk keeps.
    """
    bot = a_bot()
    hours = BusinessHours(days={"tue": ("09:00-10:00",)}, holidays="us")

    configured = laid_over(bot, all=DeskOverride(business_hours=hours))
    assert country_of_tenant(configured.tenant, "en") == country_of_tenant(bot.tenant, "en")


def test_a_queue_that_no_file_names() -> None:
    """
    Customers can be passed on to it, wait by its own times, and are called back in its hours.
    """
    nobody = Nobody(offer=("callback",))
    override = QueueOverride(hours=NIGHT, first_reply=TEN, nobody=nobody)
    bot = laid_over(a_bot(), sales=override, bare=QueueOverride())

    assert {"sales", "bare"} <= queue_hours.queues_of(bot)
    [rule] = [each for each in bot.handoffs.values() if each.queue == "sales"]
    assert (rule.first_reply, rule.nobody) == (TEN, nobody)
    assert plan(bot, "sales", MONDAY).call_at == datetime(2026, 2, 1, 22, 0, tzinfo=UTC)
    assert queue_hours.is_open(bot, MONDAY, "bare")
    level = service_level_of(bot, "bare").first_reply
    assert level is not None, "as the rule `general`"
    assert level.lasts == timedelta(minutes=5)


def test_a_queue_that_the_files_name_no_more_stays_while_it_is_edited() -> None:
    bot = a_bot(queues={})

    assert "night" in queue_hours.queues_of(laid_over(bot, night=QueueOverride(hours=NIGHT)))
    assert "night" not in queue_hours.queues_of(laid_over(bot, night=None))


def test_the_last_edit_that_a_queue_feels() -> None:
    """
    Its own, or one of all queues; a way back is an edit too.
    """
    overlay = laid_over(a_bot(), all=DeskOverride(capacity=2), support=None).overlay

    assert overlay is not None
    assert overlay.version == 3
    assert overlay.last_change("support") == MONDAY + timedelta(hours=2)
    assert overlay.last_change("night") == MONDAY + timedelta(hours=1)
