"""Opening hours of a queue of human agents: its own, else the tenant's."""

from collections.abc import Collection
from datetime import date, datetime

from domain import business_hours
from domain.bot.model import Bot
from domain.tenant_settings import BusinessHours

OPENS = "opens"
"""In sentences and waits: when the tenant, or `opens.queue` of it, opens next."""


def hours_of(bot: Bot, queue: str = "") -> tuple[BusinessHours, Collection[date]]:
    """The hours of this queue (of the tenant without a name) and the days on which it is closed."""
    own = bot.tenant.queues.get(queue)
    if own is None:
        return bot.tenant.business_hours, bot.holidays
    if not own.closed_on_holidays:
        return own.hours, ()
    closed = (*own.hours.closed, *bot.tenant.business_hours.closed)
    return own.hours.model_copy(update={"closed": closed}), bot.holidays


def is_open(bot: Bot, at: datetime, queue: str = "") -> bool:
    """Whether somebody is there at this moment."""
    return business_hours.is_open(at, *hours_of(bot, queue))


def next_opening(bot: Bot, at: datetime, queue: str = "") -> datetime | None:
    """The moment itself while open; None where nothing opens within a year."""
    return business_hours.next_opening(at, *hours_of(bot, queue))


def closing_reason(bot: Bot, at: datetime, queue: str = "") -> str | None:
    """Why it is closed on this day, in the tenant's own words; None where they gave none."""
    hours, _ = hours_of(bot, queue)
    closing = business_hours.closing_on(at.astimezone(business_hours.zone_of(hours)).date(), hours)
    return closing.reason if closing else None


def queues_of(bot: Bot) -> frozenset[str]:
    """The queues that the tenant's files name, and those that were made on the desk's page."""
    return frozenset(bot.tenant.queues) | {rule.queue for rule in bot.handoffs.values()}
