"""Fifty agents who come and go, and customers who wait for them: a simulation without a clock."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from random import Random

from domain.desk.agents import AgentProfile, AgentStatus, Presence
from domain.desk.assignment import assign
from domain.desk.presence import HEARD_FOR, available_until, effective_presence
from domain.desk.settings import AssignmentPolicy, DeskSettings
from domain.desk.snapshot import (
    LET_PASS,
    Decisions,
    DeskSnapshot,
    OfferOutcome,
    StandingOffer,
    TeamMember,
    WaitingHandoff,
)

START = datetime(2026, 3, 2, tzinfo=UTC)
SETTINGS = DeskSettings(assignment=AssignmentPolicy.PUSH, weights={"phone": 3, "sms": 1})
QUEUES, SKILLS, LANGUAGES = ("sales", "returns", "support"), ("billing", "legal"), ("en", "de")
CHANNELS = ("web", "web", "sms", "phone")


@dataclass
class Worker:
    """An agent of the simulation, and what they have."""

    profile: AgentProfile
    status: AgentStatus | None = None
    has: dict[str, int] = field(default_factory=dict)
    idle_since: datetime | None = None

    @property
    def capacity(self) -> int:
        return SETTINGS.capacity if self.profile.capacity is None else self.profile.capacity


Check = Callable[["SimulatedDesk", DeskSnapshot, Decisions], None]


class SimulatedDesk:
    """Time jumps from one happening to the next; after each the queue is decided anew."""

    def __init__(self, seed: int, check: Check) -> None:
        self.random, self._check = Random(seed), check  # noqa: S311 - a simulation
        self.now = START
        self.waiting: dict[str, WaitingHandoff] = {}
        self.owned: dict[str, str] = {}
        """Handoff → the agent who took it."""
        self.arrived = 0
        self._order = count()
        self._happenings: list[tuple[datetime, int, Callable[[], None]]] = []
        self.team = {each.agent: Worker(each) for each in map(self._profile, range(50))}

    def run(self, days: int) -> None:
        """Simulate so many days, and then a last one on which everybody is there."""
        until = START + timedelta(days=days)
        at = START
        while at < until:
            at += timedelta(minutes=self.random.expovariate(1 / 15))
            self.plan(at, self._arrive)
        for name in self.team:
            for day in range(days):
                self._plan_shift(name, START + timedelta(days=day))
        self._until(until)
        self._happenings = [each for each in self._happenings if each[0] < until + HEARD_FOR]
        for name in self.team:
            self.plan(until, partial(self._appear, name, until + timedelta(days=9)))
        self._until(until + timedelta(days=9))

    def plan(self, at: datetime, what: Callable[[], None]) -> None:
        heapq.heappush(self._happenings, (at, next(self._order), what))

    def snapshot(self) -> DeskSnapshot:
        return DeskSnapshot(tuple(self.waiting.values()), tuple(map(self._member, self.team)))

    def presence(self, name: str) -> Presence:
        return effective_presence(self.team[name].status, self.now, SETTINGS.away_after)

    def _until(self, end: datetime) -> None:
        while self._happenings and self._happenings[0][0] <= end:
            self.now, _, happens = heapq.heappop(self._happenings)
            happens()
            if self.waiting:
                self._decide()

    def _decide(self) -> None:
        before = self.snapshot()
        decisions = assign(before, SETTINGS, self.now)
        self._check(self, before, decisions)
        for over in decisions.over:
            self._end_offer(over.handoff_id, over.outcome)
        for made in decisions.offers:
            offer = StandingOffer(made.agent, made.expires_at)
            self.waiting[made.handoff_id] = replace(self.waiting[made.handoff_id], offer=offer)
            self._plan_answer(made.handoff_id, offer)
        if decisions.next_at and (decisions.offers or decisions.over):
            self.plan(decisions.next_at, lambda: None)

    def _end_offer(self, handoff_id: str, outcome: OfferOutcome) -> None:
        handoff = self.waiting[handoff_id]
        assert handoff.offer is not None
        passed = dict(handoff.passed)
        if outcome in LET_PASS:
            passed[handoff.offer.agent] = self.now
        self.waiting[handoff_id] = replace(handoff, offer=None, passed=passed)

    def _plan_answer(self, handoff_id: str, offer: StandingOffer) -> None:
        """Most are taken within seconds, some are declined, some are not seen at all."""
        at = self.now + timedelta(seconds=self.random.uniform(1, 40))
        draw = self.random.random()
        if draw < 0.75:
            self.plan(at, lambda: self._claim(handoff_id, offer))
        elif draw < 0.85:
            self.plan(at, lambda: self._decline(handoff_id, offer))

    def _claim(self, handoff_id: str, offer: StandingOffer) -> None:
        handoff = self.waiting.get(handoff_id)
        if handoff is None or handoff.offer != offer or not self._is_here(offer.agent):
            return
        assert handoff_id not in self.owned, "owned twice"
        del self.waiting[handoff_id]
        worker = self.team[offer.agent]
        self.owned[handoff_id] = offer.agent
        worker.has[handoff_id] = min(SETTINGS.weight(handoff.channel), worker.capacity)
        worker.idle_since = self.now
        hours = timedelta(hours=self.random.uniform(0.2, 4))
        self.plan(self.now + hours, lambda: self._finish(offer.agent, handoff_id))

    def _decline(self, handoff_id: str, offer: StandingOffer) -> None:
        handoff = self.waiting.get(handoff_id)
        if handoff is not None and handoff.offer == offer:
            self._end_offer(handoff_id, OfferOutcome.DECLINED)

    def _finish(self, name: str, handoff_id: str) -> None:
        del self.team[name].has[handoff_id]
        self.team[name].idle_since = self.now

    def _is_here(self, name: str) -> bool:
        return self.presence(name) is Presence.AVAILABLE

    def _arrive(self) -> None:
        self.arrived += 1
        handoff_id = f"h-{self.arrived}"
        pick = self.random.choice
        self.waiting[handoff_id] = WaitingHandoff(
            handoff_id=handoff_id,
            queue=pick(QUEUES),
            opened_at=self.now,
            priority=pick((1, 3, 3, 3, 5)),
            skills=pick(((), (), (), ("billing",), ("legal",))),
            locale=pick(("", "en", "de-AT")),
            channel=pick(CHANNELS),
            preferred_agent=pick((None, None, None, f"a{self.random.randrange(50)}")),
        )

    def _plan_shift(self, name: str, day: datetime) -> None:
        """Two days in three, some hours from the morning on; some only close their computer."""
        if self.random.random() < 1 / 3:
            return
        begin = day + timedelta(hours=self.random.uniform(6, 14))
        end = begin + timedelta(hours=self.random.uniform(2, 8))
        heard = end if self.random.random() < 0.5 else end + timedelta(hours=8)
        self.plan(begin, lambda: self._appear(name, heard))
        self.plan(end, lambda: self._choose(name, Presence.OFFLINE) if heard > end else None)
        if self.random.random() < 0.5:
            pause = begin + (end - begin) / 2
            chosen = self.random.choice((Presence.BUSY, Presence.AWAY))
            self.plan(pause, lambda: self._choose(name, chosen))
            self.plan(pause + timedelta(minutes=40), lambda: self._choose(name, Presence.AVAILABLE))

    def _appear(self, name: str, heard_until: datetime) -> None:
        self.team[name].status = AgentStatus(
            agent=name,
            chosen=Presence.AVAILABLE,
            since=self.now,
            heard_until=heard_until,
            idle_since=heard_until,
        )
        self.team[name].idle_since = self.now

    def _choose(self, name: str, presence: Presence) -> None:
        status = self.team[name].status
        assert status is not None
        self.team[name].status = status.model_copy(update={"chosen": presence})

    def _profile(self, number: int) -> AgentProfile:
        draw = self.random.random
        return AgentProfile(
            agent=f"a{number}",
            queues=tuple(each for each in QUEUES if draw() < 0.6),
            skills=tuple(each for each in SKILLS if draw() < 0.5),
            languages=tuple(each for each in LANGUAGES if draw() < 0.6),
            capacity=self.random.choice((None, 1, 2, 6)),
        )

    def _member(self, name: str) -> TeamMember:
        worker = self.team[name]
        status = worker.status
        return TeamMember(
            profile=worker.profile,
            presence=self.presence(name),
            available_until=available_until(status, SETTINGS.away_after) if status else None,
            load=sum(worker.has.values()),
            idle_since=worker.idle_since,
        )
