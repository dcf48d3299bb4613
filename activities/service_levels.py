"""The clock of service levels: a step of each round of a tenant's desk."""

from datetime import datetime, timedelta

from domain.bot.model import Bot
from domain.bot.service_levels import (
    calendar_of,
    escalates,
    promises_changed_at,
    service_level_of,
)
from domain.desk.service_rounds import ServiceMark, TimedHandoff
from domain.ports.service_clocks import ServiceClocks

AT_ONCE = 500
"""Handoffs in one round; what is over it comes in the next, which begins at once."""
LOOKS_AGAIN = timedelta(seconds=30)
"""While any handoff is open: so long may a change stay unseen of which no wake-up told."""


class ServiceLevelStep:
    """Shows what is due, warns and escalates. Implements `DeskStep`.

    It may be repeated, or come late: what it shows follows from the facts.
    """

    def __init__(self, clocks: ServiceClocks) -> None:
        self._clocks = clocks

    async def run(self, bot: Bot, now: datetime) -> datetime | None:
        # Not the revision alone: an edit on the desk's page changes what is due as a new one does.
        tenant_id, revision = bot.tenant.tenant, bot.configured_as
        found = await self._clocks.due(tenant_id, now=now, revision=revision, limit=AT_ONCE)
        marks = [mark_of(bot, handoff, now) for handoff in found]
        await self._clocks.mark(tenant_id, marks, revision=revision)
        if len(found) == AT_ONCE:
            return now
        open_ones, soonest = await self._clocks.next_look(tenant_id)
        if not open_ones:
            return None
        return min(soonest or now + LOOKS_AGAIN, now + LOOKS_AGAIN)


def mark_of(bot: Bot, handoff: TimedHandoff, now: datetime) -> ServiceMark:
    """What a handoff shows at this moment, by the hours and targets of its queue."""
    level, calendar = service_level_of(bot, handoff.queue), calendar_of(bot, handoff.queue)
    changed_at = promises_changed_at(bot, handoff.queue, is_moved=handoff.is_repromised)
    return ServiceMark.of(
        handoff.promised_anew(level, calendar, changed_at),
        level,
        calendar,
        now,
        escalates=escalates(bot, handoff.queue),
    )
