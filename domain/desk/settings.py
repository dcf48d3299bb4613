"""Settings of a tenant's human agents: `desk` in tenant.yaml."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.bot.short_forms import PATIENCE, OrShort
from domain.durations import AwayTime, Duration, OfferTime
from domain.patience import WaitingTime
from domain.values import Strict

_Target = Annotated[WaitingTime, OrShort((PATIENCE,))]
_Label = Annotated[str, Field(min_length=1, max_length=80)]


class MessengerDesk(Strict):
    """A channel of a messenger in which handoffs appear, and agents take them."""

    account: Annotated[str, Field(pattern=r"^[TE][A-Z0-9]{2,30}$")]
    """The connected workspace."""
    channel: Annotated[str, Field(pattern=r"^[CG][A-Z0-9]{2,30}$")]
    language: Annotated[str, Field(pattern=r"^([a-z]{2,3})?$")] = ""
    """In which cards and forms speak; the tenant's first where nothing is said."""


class AssignmentPolicy(StrEnum):
    """How a waiting customer and an agent find each other."""

    PULL = "pull"
    """Agents take from the queue what they like."""
    PUSH = "push"
    """The next one is offered to whoever has been free the longest; nobody picks."""


class ServiceTargets(Strict):
    """By when customers hear from a person. The first reply is a handoff rule's own."""

    next_reply: _Target | None = None
    """After each message of the customer that waits for an answer."""
    resolution: _Target | None = None
    """From the handoff on; waiting for the customer does not count."""
    warn_before: Duration = timedelta(minutes=2)


class Disposition(Strict):
    """A way in which a talk can end, as agents choose it."""

    label: _Label
    note_required: bool = False


class DeskSettings(Strict):
    """Assignment, presence, service levels, wrap-up, and the desk in Slack."""

    assignment: AssignmentPolicy = AssignmentPolicy.PULL
    offer_for: OfferTime = timedelta(seconds=30)
    """How long an offer stands before the next agent gets it."""
    capacity: int = Field(default=4, ge=1, le=100)
    """In points, for agents whose profile says nothing."""
    weights: dict[str, Annotated[int, Field(ge=1, le=100)]] = Field(default_factory=dict)
    """Channel → how many points one of its conversations takes; 1 where nothing is said."""
    away_after: AwayTime = timedelta(minutes=10)
    """Without a touch of their desk for so long an available agent gets no more offers."""
    passes_back: bool = True
    """Customers who wait for the answer of an agent who is offline go back to their queue, with
    their place by age."""
    pass_back_after: AwayTime | None = None
    """How long such an agent is waited for; as long as `away_after` where nothing is said."""
    abandoned_after: AwayTime = timedelta(minutes=5)
    """So long a waiting customer of the web chat may be neither seen nor heard."""
    service: ServiceTargets = ServiceTargets()
    dispositions: dict[str, Disposition] = Field(default_factory=dict, max_length=50)
    """By their ids; with none, agents may write what they like."""
    disposition_required: bool = False
    slack: MessengerDesk | None = None
    """None: handoffs do not appear in Slack."""

    def weight(self, channel: str) -> int:
        """The points that one conversation of this channel takes."""
        return self.weights.get(channel, 1)

    def load(self, channels: Mapping[str, int]) -> int:
        """The points that so many conversations of each channel take."""
        return sum(self.weight(channel) * count for channel, count in channels.items())
