"""Ports of the agents' desk: its event stream, and who is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection
    from datetime import datetime, timedelta

    from domain.bot.model import Bot
    from domain.desk.agents import AgentProfile, AgentStatus, Presence
    from domain.desk.events import DeskEvent
    from domain.desk.settings import DeskSettings
    from domain.desk.snapshot import Decisions, DeskSnapshot


class DeskEvents(Protocol):
    """A tenant's one numbered stream for all desks."""

    async def range_of(self, tenant_id: str) -> tuple[int, int]:
        """The numbers of the oldest event that is kept and of the latest; (1, 0) where none was
        ever."""
        ...

    async def after(self, tenant_id: str, seq: int, *, limit: int = 200) -> list[DeskEvent]:
        """At most `limit` events after the one numbered `seq`, in order, of every queue."""
        ...

    def follow(self, tenant_id: str, seq: int) -> AsyncIterator[DeskEvent]:
        """Every event after `seq`, in order, for ever; woken by NOTIFY, no polling loop."""
        ...

    async def forget(self, tenant_id: str, *, before: datetime) -> int:
        """Delete older events, a bounded number at once; returns how many."""
        ...


class AgentRoster(Protocol):
    """What agents can do, and whether they are there."""

    async def profiles(self, tenant_id: str) -> list[AgentProfile]:
        """Of those for whom one was written; everybody else is as `AgentProfile(agent=…)`."""
        ...

    async def profile(self, tenant_id: str, agent: str) -> AgentProfile:
        """The plain profile where none was written."""
        ...

    async def write_profile(self, tenant_id: str, profile: AgentProfile) -> None:
        """Replaces what was there."""
        ...

    async def statuses(self, tenant_id: str) -> list[AgentStatus]:
        """Of everybody who ever had a presence."""
        ...

    async def choose(
        self, tenant_id: str, agent: str, presence: Presence, *, at: datetime, lasts: timedelta
    ) -> AgentStatus:
        """The agent says what they are from now on; heard for `lasts`."""
        ...

    async def hear(
        self, tenant_id: str, agent: str, *, at: datetime, lasts: timedelta, touched: bool
    ) -> AgentStatus | None:
        """A heartbeat: what they chose stays. None where they have chosen nothing yet."""
        ...

    async def note_lapses(
        self, tenant_id: str, away_after: timedelta, *, at: datetime
    ) -> datetime | None:
        """Tell the desks of those who have fallen silent or idle since. Returns when somebody may
        do so next; None where nobody is there."""
        ...

    async def watch(
        self, tenant_id: str, agent: str, conversations: Collection[str], *, until: datetime
    ) -> None:
        """These conversations are open on the agent's desk until then; others that nobody of
        their devices has named for a minute are open no more."""
        ...


class HandoffOffers(Protocol):
    """The waiting handoffs of a tenant, and to whom they are offered."""

    async def snapshot(
        self, tenant_id: str, settings: DeskSettings, *, at: datetime
    ) -> DeskSnapshot:
        """Everybody who waits, and the team as it is at that moment."""
        ...

    async def assign(self, tenant_id: str, settings: DeskSettings, *, now: datetime) -> Decisions:
        """Decide on the snapshot and write what was decided, in one transaction; of two at once
        the second waits, and decides on what the first has written."""
        ...

    async def decline(self, tenant_id: str, handoff_id: str, agent: str, *, at: datetime) -> None:
        """The agent lets it pass; again is the same. Raise NotFound for an unknown handoff,
        Conflict where it is not offered to them."""
        ...

    async def workloads(self, tenant_id: str, *, at: datetime) -> dict[str, dict[str, int]]:
        """Agent → channel → how many conversations they have; those that are snoozed do not
        count."""
        ...

    async def reserve(
        self,
        tenant_id: str,
        profile: AgentProfile,
        settings: DeskSettings,
        *,
        conversation_id: str,
        channel: str,
        at: datetime,
    ) -> int | None:
        """Hold room for a conversation that the agent is about to take; again is the same. Returns
        None, or their load where there is no room: of claims at once it counts each."""
        ...

    async def taken_since(self, tenant_id: str, queue: str, since: datetime) -> list[datetime]:
        """When agents took handoffs of this queue, a bounded number of them."""
        ...


class DeskStep(Protocol):
    """One thing that is done each time a tenant's desk wakes up."""

    async def run(self, bot: Bot, now: datetime) -> datetime | None:
        """Safe to run again at any time. Returns when it must be run again at the latest; None:
        not before somebody wakes the desk."""
        ...


class DeskWakes(Protocol):
    """Waking the one workflow that watches over a tenant's desk."""

    async def wake(self, tenant_id: str) -> None:
        """Something has changed: let it look now, and start it where it does not run. Raise
        DependencyUnavailable; it then looks by itself within half a minute, if it runs."""
        ...

    async def revive(self, tenant_id: str) -> None:
        """Start it where it does not run, and else leave it alone. Raise DependencyUnavailable."""
        ...
