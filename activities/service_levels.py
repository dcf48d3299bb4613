"""The clock of service levels: one round over what has become due at a tenant's desks."""

from datetime import datetime

from pydantic import AwareDatetime, BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from domain.bot.model import Bot
from domain.bot.service_levels import calendar_of, escalates, service_level_of
from domain.desk.service_rounds import ServiceMark, TimedHandoff
from domain.ports import Bots
from domain.ports.service_clocks import ServiceClocks

AT_ONCE = 500
"""Handoffs in one round; what is over it comes in the next, which begins at once."""


class ServiceCheck(BaseModel):
    """Whose desks, and what the time is for whoever asks."""

    tenant_id: str
    now: AwareDatetime


class ServiceRound(BaseModel):
    """What a round has done, and when to come again."""

    looked_at: int = 0
    escalated: int = 0
    """How many now go first: the order of the queue has changed."""
    next_at: AwareDatetime | None = None


class ServiceLevelActivities:
    """A round may be repeated, or come late: it says what follows from the facts."""

    def __init__(self, clocks: ServiceClocks, bots: Bots) -> None:
        self._clocks = clocks
        self._bots = bots

    @activity.defn
    async def check_service_levels(self, check: ServiceCheck) -> ServiceRound:
        """Show what is due, warn and escalate. Fails with NotFound for an unknown tenant."""
        with as_application_errors():
            bot = await self._bots.current(check.tenant_id)
            found = await self._clocks.due(
                check.tenant_id, now=check.now, revision=bot.revision, limit=AT_ONCE
            )
            marks = [mark_of(bot, handoff, check.now) for handoff in found]
            escalated = await self._clocks.mark(check.tenant_id, marks, revision=bot.revision)
            is_done = len(found) < AT_ONCE
            next_at = await self._clocks.next_look(check.tenant_id) if is_done else check.now
        return ServiceRound(looked_at=len(found), escalated=escalated, next_at=next_at)


def mark_of(bot: Bot, handoff: TimedHandoff, now: datetime) -> ServiceMark:
    """What a handoff shows at this moment, by the hours and targets of its queue."""
    return ServiceMark.of(
        handoff,
        service_level_of(bot, handoff.queue),
        calendar_of(bot, handoff.queue),
        now,
        escalates=escalates(bot, handoff.queue),
    )
