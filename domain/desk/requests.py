"""What human agents ask of a conversation beyond claiming, writing and giving back."""

from pydantic import BaseModel, Field

from domain.handoffs import Agent


class TakeOver(BaseModel):
    """A human agent takes a conversation, whoever has it: a handoff is opened where none is.

    Repeating it is safe. From another person only a supervisor takes it, and says so.
    """

    agent: Agent
    queue: str = Field(min_length=1, max_length=80)
    """Of the handoff that is opened."""
    from_person: bool = False
