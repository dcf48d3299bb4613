"""Settings of a tenant's human agents: `desk` in tenant.yaml."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.durations import AwayTime, OfferTime
from domain.values import Strict

_Label = Annotated[str, Field(min_length=1, max_length=80)]


class AssignmentPolicy(StrEnum):
    """How a waiting customer and an agent find each other."""

    PULL = "pull"
    """Agents take from the queue what they like."""
    PUSH = "push"
    """The next one is offered to whoever has been free the longest; nobody picks."""


class Disposition(Strict):
    """A way in which a talk can end, as agents choose it."""

    label: _Label
    note_required: bool = False


class DeskSettings(Strict):
    """Assignment, presence and wrap-up."""

    assignment: AssignmentPolicy = AssignmentPolicy.PULL
    offer_for: OfferTime = timedelta(seconds=30)
    """How long an offer stands before the next agent gets it."""
    capacity: int = Field(default=4, ge=1, le=100)
    """In points, for agents whose profile says nothing."""
    weights: dict[str, Annotated[int, Field(ge=1, le=100)]] = Field(default_factory=dict)
    """Channel → how many points one of its conversations takes; 1 where nothing is said."""
    away_after: AwayTime = timedelta(minutes=10)
    """Without a touch of their desk for so long an available agent gets no more offers."""

    dispositions: dict[str, Disposition] = Field(default_factory=dict, max_length=50)
    disposition_required: bool = False

    def weight(self, channel: str) -> int:
        """The points that one conversation of this channel takes."""
        return self.weights.get(channel, 1)

    def load(self, channels: Mapping[str, int]) -> int:
        """The points that so many conversations of each channel take."""
        return sum(self.weight(channel) * count for channel, count in channels.items())
