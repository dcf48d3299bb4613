"""The work of a tenant's human agents: `desk` in tenant.yaml."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

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
    """Assignment, presence, service levels and wrap-up."""

    assignment: AssignmentPolicy = AssignmentPolicy.PULL
    capacity: int = Field(default=4, ge=1, le=100)
    """In points, for agents whose profile says nothing."""
    dispositions: dict[str, Disposition] = Field(default_factory=dict, max_length=50)
    disposition_required: bool = False
