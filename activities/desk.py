"""One round of a tenant's desk: everything that is due there, step by step."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from domain.bot.model import Bot
from domain.errors import DuralogueError
from domain.ports import Bots
from domain.ports.desk import AgentRoster, DeskStep, DeskWakes, HandoffOffers

_log = logging.getLogger(__name__)

_BELL_RESTS: Final = timedelta(seconds=1)
"""Between two wake-ups for what people write: a busy desk has many messages a second."""


class DeskRound(BaseModel):
    """Whose desk."""

    tenant_id: str


class RoundDone(BaseModel):
    """What the desk's clock has to know of a round. Steps that need more add fields with
    defaults."""

    wake_in: timedelta | None = None
    """How long it may sleep; None: until somebody wakes it."""


class PresenceStep:
    """Tells the desks who has fallen silent or idle. Implements `DeskStep`."""

    def __init__(self, roster: AgentRoster) -> None:
        self._roster = roster

    async def run(self, bot: Bot, now: datetime) -> datetime | None:
        tenant = bot.tenant
        return await self._roster.note_lapses(tenant.tenant, tenant.desk.away_after, at=now)


class OfferStep:
    """Offers waiting handoffs to agents. Implements `DeskStep`."""

    def __init__(self, offers: HandoffOffers) -> None:
        self._offers = offers

    async def run(self, bot: Bot, now: datetime) -> datetime | None:
        settings, tenant_id = bot.tenant.desk, bot.tenant.tenant
        decisions = await self._offers.assign(tenant_id, settings, now=now)
        return decisions.next_at


class DeskActivities:
    """`dispatch` may run at any time, and again: each step looks at how things are now."""

    def __init__(self, bots: Bots, steps: Sequence[DeskStep]) -> None:
        """They are run in this order."""
        self._bots = bots
        self._steps = tuple(steps)

    @activity.defn
    async def dispatch(self, desk: DeskRound) -> RoundDone:
        """Run every step, also those after one that fails; then fail as the first of these."""
        # The server's clock, and that of this attempt: one that waited must not decide as of then.
        now = activity.info().started_time
        with as_application_errors():
            bot = await self._bots.current(desk.tenant_id)
            # One after the other; of whatever kind its failure is, a step holds up no other: what
            # a clock of service levels cannot read must not keep customers from being offered.
            ends = [
                (await asyncio.gather(step.run(bot, now), return_exceptions=True))[0]
                for step in self._steps
            ]
            for end in ends:
                if isinstance(end, BaseException):
                    raise end
        due = [moment for moment in ends if isinstance(moment, datetime)]
        return RoundDone(wake_in=max(min(due) - now, timedelta()) if due else None)


class DeskBell:
    """Wakes a tenant's desk, and lets nothing else fail or wait for it."""

    def __init__(self, wakes: DeskWakes | None, *, rests: timedelta = _BELL_RESTS) -> None:
        """Without any it is silent."""
        self._wakes = wakes
        self._rests = rests
        self._ringing: set[asyncio.Task[None]] = set()
        self._resting: set[str] = set()
        self._asked_again: set[str] = set()

    def ring_soon(self, tenant_id: str) -> None:
        """The same beside what is under way, for those who must not wait."""
        self._beside(self.ring(tenant_id))

    def ring_for_words(self, tenant_id: str) -> None:
        """Somebody has written: at once, and again after a rest for all that came meanwhile."""
        if tenant_id in self._resting:
            self._asked_again.add(tenant_id)
            return
        self._resting.add(tenant_id)
        self._beside(self._ring_and_rest(tenant_id))

    async def ring(self, tenant_id: str) -> None:
        """A wake-up that is lost is made good: by the desk's own timer while anybody waits."""
        if self._wakes is None:
            return
        try:
            await self._wakes.wake(tenant_id)
        except DuralogueError as error:
            _log.warning("desk_not_woken", extra={"tenant_id": tenant_id, "reason": str(error)})

    async def _ring_and_rest(self, tenant_id: str) -> None:
        try:
            while True:
                self._asked_again.discard(tenant_id)
                await self.ring(tenant_id)
                await asyncio.sleep(self._rests.total_seconds())
                if tenant_id not in self._asked_again:
                    return
        finally:
            self._resting.discard(tenant_id)

    def _beside(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._ringing.add(task)  # the loop itself holds tasks weakly
        task.add_done_callback(self._ringing.discard)
