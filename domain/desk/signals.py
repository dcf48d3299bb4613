"""Signals between desks: of the moment, without numbers, kept by nobody."""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from domain.values import Frozen

MOST_WATCHED: Final = 20
"""Conversations that one agent's desk has open, as a signal names them."""


class AgentLooks(Frozen):
    """What an agent has open and where they type, from now until they say it anew."""

    kind: Literal["looking"] = "looking"
    agent: str
    watching: tuple[str, ...] = Field(default=(), max_length=MOST_WATCHED)
    typing: str | None = None
    """A conversation."""


class CustomerTypes(Frozen):
    """Whether a customer is writing just now."""

    kind: Literal["customer_typing"] = "customer_typing"
    conversation_id: str
    typing: bool


DeskSignal = Annotated[AgentLooks | CustomerTypes, Field(discriminator="kind")]
DESK_SIGNAL: Final[TypeAdapter[AgentLooks | CustomerTypes]] = TypeAdapter(DeskSignal)
