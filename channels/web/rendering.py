"""What a visitor may see of their conversation: messages and events without the inside of it."""

from typing import Any, Final

from pydantic import BaseModel, Field

from domain.conversations import ConversationEvent, ConversationEventKind
from domain.messages import Citation, Role, TranscriptMessage

_SHOWN: Final[dict[ConversationEventKind, frozenset[str]]] = {
    ConversationEventKind.MESSAGE: frozenset(
        {"message_id", "role", "text", "sent_by", "quick_replies", "citations"}
    ),
    ConversationEventKind.TYPING: frozenset({"role", "active", "sent_by"}),
    ConversationEventKind.HANDOFF: frozenset({"owner", "status", "agent"}),
    ConversationEventKind.APPROVAL: frozenset({"status"}),
    ConversationEventKind.STATUS: frozenset({"status"}),
}
"""Fields of an event that leave the house; docs/reference/events.md explains each."""


class ShownMessage(BaseModel):
    """One line of the conversation."""

    message_id: str
    seq: int = Field(description="The number of the event with which it came.")
    role: Role
    text: str
    sent_by: str | None = Field(default=None, description="The human agent's name.")
    quick_replies: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    at: str = Field(description="When it was stored, ISO 8601.")


class ShownEvent(BaseModel):
    """One numbered event, as it stands in the stream's `data`."""

    seq: int
    kind: ConversationEventKind
    data: dict[str, Any]
    at: str


def show_message(message: TranscriptMessage) -> ShownMessage:
    return ShownMessage(
        message_id=message.message_id,
        seq=message.seq,
        role=message.role,
        text=message.text,
        sent_by=message.sent_by,
        quick_replies=message.quick_replies,
        citations=message.citations,
        at=message.at.isoformat(),
    )


def show_event(event: ConversationEvent) -> ShownEvent:
    shown = {name: value for name, value in event.data.items() if name in _SHOWN[event.kind]}
    return ShownEvent(seq=event.seq, kind=event.kind, data=shown, at=event.at.isoformat())
