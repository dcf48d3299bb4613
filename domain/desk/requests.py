"""Requests of human agents beyond claiming, writing and giving back."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from domain.handoffs import Agent


class TakeOver(BaseModel):
    """A human agent takes a conversation, whoever has it: a handoff is opened where none is.

    Repeating it is safe. From another person only a supervisor takes it, and says so.
    """

    agent: Agent
    queue: str = Field(min_length=1, max_length=80)
    """Of the handoff that is opened."""
    from_person: bool = False


_Words = Annotated[str, Field(max_length=1_000)]


class TransferHandoff(BaseModel):
    """To a queue or a person, where the customer waits again; warm, it stays with the sender until
    the other person claims it. Exactly one of `to_queue` and `to_agent` is set."""

    handoff_id: str
    agent: Agent
    by_supervisor: bool = False
    to_queue: str | None = None
    to_agent: str | None = None
    warm: bool = False
    note: _Words = ""


class EndTransfer(BaseModel):
    """Ends a warm transfer: the person asked declines, or the sender keeps the conversation."""

    handoff_id: str
    agent: Agent
    by_supervisor: bool = False


class HoldHandoff(BaseModel):
    """The agent asks the customer for patience, or is back."""

    handoff_id: str
    agent: Agent
    by_supervisor: bool = False
    on: bool


class SnoozeHandoff(BaseModel):
    """Out of the agent's list until a moment, or until the customer writes; None wakes it now."""

    handoff_id: str
    agent: Agent
    by_supervisor: bool = False
    until: AwareDatetime | None = None
    seen: int | None = Field(default=None, ge=0)
    """The last event that the agent has seen: newer words than that hold it back."""
