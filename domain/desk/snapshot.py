"""A tenant's queue and team at one moment, and what is decided on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.desk.agents import AgentProfile, Presence


class OfferOutcome(StrEnum):
    """How an offer ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    """Nobody answered in time."""
    WITHDRAWN = "withdrawn"
    """It was no longer theirs to answer: they left, or the handoff did."""


MISSES = 3
"""After so many offers in a row without an answer an agent counts as absent."""
LET_PASS = frozenset({OfferOutcome.DECLINED, OfferOutcome.EXPIRED})
"""After these the next agent is asked first."""


@dataclass(frozen=True, slots=True)
class StandingOffer:
    """An offer that nobody has answered yet."""

    agent: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingHandoff:
    """A handoff that nobody has claimed."""

    handoff_id: str
    queue: str
    opened_at: datetime
    priority: int = 3
    escalated: bool = False
    skills: tuple[str, ...] = ()
    locale: str = ""
    channel: str = ""
    preferred_agent: str | None = None
    passed_to: str | None = None
    """Somebody to whom a colleague has passed it on, of whichever queue."""
    snoozed_until: datetime | None = None
    offer: StandingOffer | None = None
    passed: Mapping[str, datetime] = field(default_factory=dict)
    """Agent → when they last let it pass."""

    @property
    def rank(self) -> tuple[bool, int, datetime, str]:
        """Escalated first, then by priority, then the longest waiting."""
        return (not self.escalated, self.priority, self.opened_at, self.handoff_id)

    def is_snoozed(self, now: datetime) -> bool:
        """Whether it waits for its own time and not for an agent."""
        return self.snoozed_until is not None and self.snoozed_until > now


@dataclass(frozen=True, slots=True)
class TeamMember:
    """An agent as the queue sees them at that moment."""

    profile: AgentProfile
    presence: Presence = Presence.AVAILABLE
    available_until: datetime | None = None
    """When their presence lapses unless more is heard of them."""
    load: int = 0
    """Points of the conversations that they have; offers are not counted here."""
    idle_since: datetime | None = None
    """When they last became available, took a conversation or ended one. None: never."""
    missed: int = 0
    """How many offers in a row, until now, they have left without an answer."""

    ignores: bool = False
    """Whether they let their last offer expire without a word, and have chosen nothing since."""

    @property
    def name(self) -> str:
        """The agent's name."""
        return self.profile.agent


@dataclass(frozen=True, slots=True)
class DeskSnapshot:
    """Everybody who waits, and everybody who could take them."""

    waiting: tuple[WaitingHandoff, ...] = ()
    team: tuple[TeamMember, ...] = ()
    """Also those who are not there: what they can do says which skills exist at all."""


@dataclass(frozen=True, slots=True)
class NewOffer:
    """To be offered now."""

    handoff_id: str
    agent: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class EndedOffer:
    """Stands no longer."""

    handoff_id: str
    agent: str
    outcome: OfferOutcome


@dataclass(frozen=True, slots=True)
class Decisions:
    """What changes, and when it must be looked at again at the latest."""

    offers: tuple[NewOffer, ...] = ()
    over: tuple[EndedOffer, ...] = ()
    next_at: datetime | None = None
    """None: not before something changes."""
    gone: tuple[str, ...] = ()
    """Agents who count as absent from now on, since they answer no offer."""
