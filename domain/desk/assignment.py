"""Assignment of waiting handoffs: a pure function of the queue, the team and the time.

Handoffs are looked at in their order, and each is offered to one agent who is available, serves
its queue, skills and language, and has room for it: the preferred one, else the longest idle.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from domain.desk.agents import Presence
from domain.desk.eligibility import Eligibility
from domain.desk.settings import AssignmentPolicy, DeskSettings
from domain.desk.snapshot import (
    MISSES,
    Decisions,
    DeskSnapshot,
    EndedOffer,
    NewOffer,
    OfferOutcome,
    TeamMember,
    WaitingHandoff,
)

LOOK_AGAIN: Final = timedelta(seconds=30)
"""While anybody waits: heals a wake-up that was lost."""
_EPOCH: Final = datetime.min.replace(tzinfo=UTC)


def assign(snapshot: DeskSnapshot, settings: DeskSettings, now: datetime) -> Decisions:
    """Decide which offers are over, which are made, and when to look again."""
    if settings.assignment is AssignmentPolicy.PULL:
        return Decisions(over=_withdrawn(snapshot.waiting))
    return _Round(snapshot, settings, now).decide()


def _withdrawn(waiting: Iterable[WaitingHandoff]) -> tuple[EndedOffer, ...]:
    """Offers that stand from before the tenant changed its policy."""
    return tuple(
        EndedOffer(each.handoff_id, each.offer.agent, OfferOutcome.WITHDRAWN)
        for each in waiting
        if each.offer is not None
    )


class _Round:
    """One pass over the queue; what it decides counts for the handoffs that follow."""

    def __init__(self, snapshot: DeskSnapshot, settings: DeskSettings, now: datetime) -> None:
        self._settings = settings
        self._now = now
        self._waiting = sorted(snapshot.waiting, key=lambda each: each.rank)
        self._eligibility = Eligibility(snapshot.team)
        self._available = {
            each.name: each for each in snapshot.team if each.presence is Presence.AVAILABLE
        }
        self._team = {each.name: each for each in snapshot.team}
        self._room = {each.name: self._capacity(each) - each.load for each in snapshot.team}
        self._able_to: dict[tuple[str, tuple[str, ...], str], list[TeamMember]] = {}
        self._offers: list[NewOffer] = []
        self._over: list[EndedOffer] = []
        self._gone: list[str] = []
        self._missed: Counter[str] = Counter()
        self._moments: list[datetime] = []
        """When something may be decided anew."""

    def decide(self) -> Decisions:
        lapsed = self._end_offers()
        for handoff in self._waiting:
            if not self._with_room():
                break
            if handoff.handoff_id not in self._standing and not handoff.is_snoozed(self._now):
                self._offer(handoff, lapsed.get(handoff.handoff_id))
        return Decisions(tuple(self._offers), tuple(self._over), self._next_at(), tuple(self._gone))

    def _capacity(self, member: TeamMember) -> int:
        own = member.profile.capacity
        return self._settings.capacity if own is None else own

    def _with_room(self) -> bool:
        return any(self._room[name] > 0 for name in self._available)

    def _end_offers(self) -> dict[str, str]:
        """End what stands no longer; return by whom each handoff was let pass just now."""
        self._standing: set[str] = set()
        lapsed = {}
        for handoff in self._waiting:
            if handoff.offer is None:
                continue
            agent = handoff.offer.agent
            outcome = self._outcome(handoff)
            if outcome is None:
                self._standing.add(handoff.handoff_id)
                self._take_room(handoff, self._available[agent])
                self._moments.append(handoff.offer.expires_at)
                continue
            self._over.append(EndedOffer(handoff.handoff_id, agent, outcome))
            if outcome is OfferOutcome.EXPIRED:
                lapsed[handoff.handoff_id] = agent
                self._missed[agent] += 1
        for agent, missed in self._missed.items():
            if missed + self._available[agent].missed >= MISSES:
                del self._available[agent]
                self._gone.append(agent)
                self._moments.append(self._now)  # what else they are offered is taken back
        return lapsed

    def _outcome(self, handoff: WaitingHandoff) -> OfferOutcome | None:
        """How the handoff's offer has ended; None while it stands."""
        offer = handoff.offer
        assert offer is not None  # noqa: S101 - asked for handoffs with an offer only
        member = self._available.get(offer.agent)
        if offer.expires_at <= self._now and member is not None:
            return OfferOutcome.EXPIRED
        is_theirs = (
            member is not None
            and (self._eligibility.serves(member, handoff) or self._named(handoff, {}) is member)
            and self._cost(handoff, member) <= self._room[offer.agent]
        )
        if handoff.is_snoozed(self._now) or not is_theirs:
            return OfferOutcome.WITHDRAWN
        return None

    def _offer(self, handoff: WaitingHandoff, lapsed_by: str | None) -> None:
        passed = handoff.passed if lapsed_by is None else {**handoff.passed, lapsed_by: self._now}
        named = self._named(handoff, passed)
        could = self._able(handoff) if named is None else [named]
        able = [
            each for each in could if self._room[each.name] > 0 and each.name in self._available
        ]
        roomy = [each for each in able if self._room[each.name] >= self._cost(handoff, each)]
        chosen = self._choice(handoff, roomy, passed)
        if chosen is None:
            self._hold_room([each for each in able if each.name not in passed])
            return
        expires_at = self._now + self._settings.offer_for
        self._offers.append(NewOffer(handoff.handoff_id, chosen.name, expires_at))
        self._take_room(handoff, chosen)
        self._moments.append(expires_at)

    def _named(self, handoff: WaitingHandoff, passed: Mapping[str, datetime]) -> TeamMember | None:
        """Somebody outside its queue to whom it was passed on: the queue's others are asked once
        they have let it pass or are gone, or where the customer has waited too long for them."""
        named = self._team.get(handoff.passed_to or "")
        if named is None or named.profile.serves(handoff.queue):
            return None
        is_there = named.presence in (Presence.AVAILABLE, Presence.BUSY)
        is_over = handoff.escalated or named.name in passed or named.name in self._gone
        return None if is_over or not is_there else named

    def _able(self, handoff: WaitingHandoff) -> list[TeamMember]:
        """Those who are there and can serve it. A long queue asks for the same few things."""
        wanted = (handoff.queue, handoff.skills, handoff.locale)
        if wanted not in self._able_to:
            self._able_to[wanted] = [
                each for each in self._available.values() if self._eligibility.serves(each, handoff)
            ]
        return self._able_to[wanted]

    def _choice(
        self, handoff: WaitingHandoff, able: list[TeamMember], passed: Mapping[str, datetime]
    ) -> TeamMember | None:
        """The one to ask; whoever has let it pass only after all others, and after a rest."""
        fresh = [each for each in able if each.name not in passed]
        if fresh:
            preferred = handoff.preferred_agent
            return min(fresh, key=lambda each: (each.name != preferred, self._idleness(each)))
        rested = {each.name: passed[each.name] + self._settings.offer_for for each in able}
        again = [each for each in able if rested[each.name] <= self._now]
        if not again:
            self._moments += rested.values()
            return None
        return min(again, key=lambda each: (rested[each.name], self._idleness(each)))

    def _hold_room(self, growing: list[TeamMember]) -> None:
        """Whoever has some room, and not enough yet for this one, gets nothing that came later:
        else what takes more than one point would be overtaken for ever."""
        if growing:
            held = max(growing, key=lambda each: (self._room[each.name], each.name))
            self._room[held.name] = 0

    def _take_room(self, handoff: WaitingHandoff, member: TeamMember) -> None:
        self._room[member.name] -= self._cost(handoff, member)

    def _idleness(self, member: TeamMember) -> tuple[bool, int, datetime, str]:
        """The smallest is the longest idle: who has least, offers counted, then by last change.
        Whoever answers no offers always has least: without the first, every customer would wait
        for them first."""
        used = self._capacity(member) - self._room[member.name]
        return (member.ignores, used, member.idle_since or _EPOCH, member.name)

    def _cost(self, handoff: WaitingHandoff, member: TeamMember) -> int:
        """Points; what weighs more than all that an agent can take, takes all of it."""
        return min(self._settings.weight(handoff.channel), self._capacity(member))

    def _next_at(self) -> datetime | None:
        """Also when a snooze ends, and when those who hold an offer would be found gone."""
        if not self._waiting:
            return None
        moments = [*self._moments, self._now + LOOK_AGAIN]
        moments += [
            each.snoozed_until
            for each in self._waiting
            if each.snoozed_until is not None and each.is_snoozed(self._now)
        ]
        moments += [
            each.available_until
            for each in self._available.values()
            if each.available_until is not None and each.available_until > self._now
        ]
        return min(moments)
