"""Memory twins of the agents' desk: the roster, offers, and wake-ups."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from domain.desk.agents import AgentProfile, AgentStatus, Presence
from domain.desk.assignment import assign
from domain.desk.claims import has_room
from domain.desk.presence import available_until, effective_presence, next_lapse
from domain.desk.settings import DeskSettings
from domain.desk.snapshot import (
    LET_PASS,
    MISSES,
    Decisions,
    DeskSnapshot,
    OfferOutcome,
    StandingOffer,
    TeamMember,
    WaitingHandoff,
)
from domain.errors import Conflict, DependencyUnavailable, NotFound
from domain.handoffs import Handoff, HandoffStatus
from infra.memory.database import MemoryDatabase, MemoryOffer

_RESERVED_FOR = timedelta(seconds=15)


class MemoryAgentRoster:
    """Implements `AgentRoster` within one process."""

    def __init__(self) -> None:
        self._profiles: dict[tuple[str, str], AgentProfile] = {}
        self._statuses: dict[tuple[str, str], AgentStatus] = {}
        self.watched: dict[tuple[str, str], tuple[tuple[str, ...], datetime]] = {}

    async def profiles(self, tenant_id: str) -> list[AgentProfile]:
        return [each for (tenant, _), each in sorted(self._profiles.items()) if tenant == tenant_id]

    async def profile(self, tenant_id: str, agent: str) -> AgentProfile:
        return self._profiles.get((tenant_id, agent), AgentProfile(agent=agent))

    async def write_profile(self, tenant_id: str, profile: AgentProfile) -> None:
        self._profiles[tenant_id, profile.agent] = profile

    async def statuses(self, tenant_id: str) -> list[AgentStatus]:
        return [each for (tenant, _), each in sorted(self._statuses.items()) if tenant == tenant_id]

    async def choose(
        self, tenant_id: str, agent: str, presence: Presence, *, at: datetime, lasts: timedelta
    ) -> AgentStatus:
        before = self._statuses.get((tenant_id, agent))
        goes_on = before is not None and before.chosen is presence and before.heard_until >= at
        status = AgentStatus(
            agent=agent,
            chosen=presence,
            since=before.since if before and goes_on else at,
            heard_until=at + lasts,
            idle_since=at,
        )
        self._statuses[tenant_id, agent] = status
        return status

    def set_away(self, tenant_id: str, agent: str, *, at: datetime) -> None:
        """As the desk does with whoever answers no offer."""
        away = {"chosen": Presence.AWAY, "since": at}
        status = self._statuses[tenant_id, agent]
        self._statuses[tenant_id, agent] = status.model_copy(update=away)

    async def hear(
        self, tenant_id: str, agent: str, *, at: datetime, lasts: timedelta, touched: bool
    ) -> AgentStatus | None:
        before = self._statuses.get((tenant_id, agent))
        if before is None:
            return None
        heard = before.model_copy(
            update={
                "since": before.since if before.heard_until >= at else at,
                "heard_until": max(before.heard_until, at + lasts),
                "idle_since": at if touched else before.idle_since,
            }
        )
        self._statuses[tenant_id, agent] = heard
        return heard

    async def note_lapses(
        self, tenant_id: str, away_after: timedelta, *, at: datetime
    ) -> datetime | None:
        return next_lapse(await self.statuses(tenant_id), at, away_after)

    async def watch(
        self, tenant_id: str, agent: str, conversations: Collection[str], *, until: datetime
    ) -> None:
        self.watched[tenant_id, agent] = (tuple(conversations), until)


class MemoryHandoffOffers:
    """Implements `HandoffOffers`. Nothing here awaits between reading and writing."""

    def __init__(self, database: MemoryDatabase, roster: MemoryAgentRoster) -> None:
        self._handoffs, self._offers = database.handoffs, database.offers
        self._roster = roster
        self._reserved: dict[tuple[str, str], dict[str, tuple[str, datetime]]] = {}

    async def snapshot(
        self, tenant_id: str, settings: DeskSettings, *, at: datetime
    ) -> DeskSnapshot:
        return await self._snapshot(tenant_id, settings, at)

    async def assign(self, tenant_id: str, settings: DeskSettings, *, now: datetime) -> Decisions:
        decisions = assign(await self._snapshot(tenant_id, settings, now), settings, now)
        for over in decisions.over:
            self._end(self._handoffs[tenant_id, over.handoff_id], over.outcome, now)
        for made in decisions.offers:
            handoff = self._handoffs[tenant_id, made.handoff_id]
            handoff.offered_to, handoff.offer_expires_at = made.agent, made.expires_at
            self._of(handoff).append(MemoryOffer(made.agent))
        for agent in decisions.gone:
            self._roster.set_away(tenant_id, agent, at=now)
        return decisions

    async def decline(self, tenant_id: str, handoff_id: str, agent: str, *, at: datetime) -> None:
        handoff = self._handoffs.get((tenant_id, handoff_id))
        if handoff is None:
            raise NotFound(f"there is no handoff {handoff_id}")
        if handoff.offered_to == agent:
            self._end(handoff, OfferOutcome.DECLINED, at)
            return
        mine = [each for each in self._of(handoff) if each.agent == agent]
        if not mine or mine[-1].outcome is not OfferOutcome.DECLINED:
            raise Conflict("This handoff is not offered to you.").because("not-offered")

    async def workloads(self, tenant_id: str, *, at: datetime) -> dict[str, dict[str, int]]:
        found: dict[str, Counter[str]] = {}
        for each in self._all(tenant_id, HandoffStatus.CLAIMED):
            is_snoozed = each.snoozed_until is not None and each.snoozed_until > at
            is_counted = each.merged_into is None and not is_snoozed
            if each.assigned_agent is not None and is_counted:
                found.setdefault(each.assigned_agent, Counter())[each.channel] += 1
        return {agent: dict(channels) for agent, channels in found.items()}

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
        taken = Counter((await self.workloads(tenant_id, at=at)).get(profile.agent, {}))
        mine = self._reserved.setdefault((tenant_id, profile.agent), {})
        for other, (of_channel, until) in mine.items():
            is_settled = any(
                h.status is HandoffStatus.CLAIMED
                or (h.ended_at is not None and h.ended_at >= until - _RESERVED_FOR)
                for h in self._all(tenant_id)
                if h.conversation_id == other
            )
            if other != conversation_id and until > at and not is_settled:
                taken[of_channel] += 1
        load = settings.load(dict(taken))
        if not has_room(profile, settings, channel, load):
            return load
        mine[conversation_id] = (channel, at + _RESERVED_FOR)
        return None

    async def taken_since(self, tenant_id: str, queue: str, since: datetime) -> list[datetime]:
        return sorted(
            each.claimed_at
            for each in self._all(tenant_id)
            if each.queue == queue and each.claimed_at is not None and each.claimed_at >= since
        )

    async def _snapshot(
        self, tenant_id: str, settings: DeskSettings, now: datetime
    ) -> DeskSnapshot:
        loads = await self.workloads(tenant_id, at=now)
        profiles = {each.agent: each for each in await self._roster.profiles(tenant_id)}
        statuses = {each.agent: each for each in await self._roster.statuses(tenant_id)}
        team = tuple(
            TeamMember(
                profile=profiles.get(name, AgentProfile(agent=name)),
                presence=effective_presence(statuses.get(name), now, settings.away_after),
                available_until=available_until(statuses[name], settings.away_after)
                if name in statuses
                else None,
                load=settings.load(loads.get(name, {})),
                missed=self._missed(tenant_id, name, statuses.get(name)),
                idle_since=self._last_change(tenant_id, statuses.get(name)),
                ignores=self._ignores(tenant_id, name, statuses.get(name)),
            )
            for name in sorted(profiles.keys() | statuses.keys())
        )
        waiting = [
            self._waiting(each)
            for each in self._all(tenant_id, HandoffStatus.WAITING)
            if each.merged_into is None
        ]
        return DeskSnapshot(tuple(waiting), team)

    def _missed(self, tenant_id: str, agent: str, status: AgentStatus | None) -> int:
        ended = sorted(
            (each.ended_at, each.outcome)
            for (tenant, _), offers in self._offers.items()
            for each in offers
            if (tenant, each.agent) == (tenant_id, agent)
            and each.ended_at is not None
            and each.outcome not in {None, OfferOutcome.WITHDRAWN}
        )
        return sum(
            outcome is OfferOutcome.EXPIRED and status is not None and at > status.since
            for at, outcome in ended[-(MISSES - 1) :]
        )

    def _last_change(self, tenant_id: str, status: AgentStatus | None) -> datetime | None:
        if status is None:
            return None
        mine = [h for h in self._all(tenant_id) if h.assigned_agent == status.agent]
        changes = [at for h in mine for at in (h.claimed_at, h.ended_at) if at is not None]
        return max([status.since, *changes])

    def _ignores(self, tenant_id: str, agent: str, status: AgentStatus | None) -> bool:
        ended = [
            (each.ended_at, each.outcome)
            for (tenant, _), offers in self._offers.items()
            for each in offers
            if (tenant, each.agent) == (tenant_id, agent)
            and each.ended_at is not None
            and each.outcome is not OfferOutcome.WITHDRAWN
        ]
        at, outcome = max(ended, key=lambda each: each[0], default=(None, None))
        is_since = at is not None and status is not None and at > status.since
        return is_since and outcome is OfferOutcome.EXPIRED

    def _waiting(self, handoff: Handoff) -> WaitingHandoff:
        offer = None
        if handoff.offered_to is not None and handoff.offer_expires_at is not None:
            offer = StandingOffer(handoff.offered_to, handoff.offer_expires_at)
        return WaitingHandoff(
            handoff_id=handoff.handoff_id,
            queue=handoff.queue,
            opened_at=handoff.opened_at,
            priority=handoff.priority,
            escalated=handoff.escalated,
            skills=handoff.skills,
            locale=handoff.locale,
            channel=handoff.channel,
            preferred_agent=handoff.preferred_agent,
            passed_to=handoff.passed_to,
            snoozed_until=handoff.snoozed_until,
            offer=offer,
            passed={
                each.agent: each.ended_at
                for each in self._of(handoff)
                if each.ended_at is not None and each.outcome in LET_PASS
            },
        )

    def _all(self, tenant_id: str, status: HandoffStatus | None = None) -> list[Handoff]:
        return [
            each
            for (tenant, _), each in self._handoffs.items()
            if tenant == tenant_id and status in (None, each.status)
        ]

    def _of(self, handoff: Handoff) -> list[MemoryOffer]:
        return self._offers.setdefault((handoff.tenant_id, handoff.handoff_id), [])

    def _end(self, handoff: Handoff, outcome: OfferOutcome, at: datetime) -> None:
        handoff.offered_to = handoff.offer_expires_at = None
        self._of(handoff)[-1].ended_at, self._of(handoff)[-1].outcome = at, outcome


class MemoryDeskWakes:
    """Implements `DeskWakes` by noting who was woken; can be made to fail."""

    def __init__(self) -> None:
        self.woken: list[str] = []
        self.is_down = False

    async def wake(self, tenant_id: str) -> None:
        if self.is_down:
            raise DependencyUnavailable("Temporal does not answer")
        self.woken.append(tenant_id)

    async def revive(self, tenant_id: str) -> None:
        await self.wake(tenant_id)
