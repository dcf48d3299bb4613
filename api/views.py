"""Views for visitors: messages and events without their internals."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final, Literal

from pydantic import BaseModel, Field

from api.drafts import ShownWords
from domain.conversations import ConversationEvent, ConversationEventKind
from domain.forms import Form
from domain.messages import Attachment, Card, ChoiceList, Citation, Role, TranscriptMessage

_SHOWN: Final[dict[ConversationEventKind, dict[str, str]]] = {
    ConversationEventKind.MESSAGE: {
        "message_id": "message_id",
        "role": "role",
        "text": "text",
        "sent_by": "sent_by",
        "in_reply_to": "in_reply_to",
        "quick_replies": "quick_replies",
        "citations": "citations",
        "cards": "cards",
        "lists": "lists",
        "attachments": "attachments",
        "form": "form",
        "asks_rating": "asks_rating",
    },
    ConversationEventKind.TYPING: {"on": "active"},
    ConversationEventKind.HANDOFF: {"status": "status", "agent": "agent", "owner": "owner"},
    ConversationEventKind.APPROVAL: {"status": "status"},
    ConversationEventKind.STATUS: {"status": "status"},
    ConversationEventKind.MESSAGE_CHANGED: {
        "message_id": "message_id",
        "change": "change",
        "text": "text",
    },
}
"""Which recorded fields leave the house, and under which name; see docs/reference/events.md."""


class ShownAttachment(Attachment):
    """A file with where it is to be had."""

    link: str = Field(
        default="",
        description="Where to fetch it, from the gateway's root on; it expires within a day. "
        "Empty for a file that is kept elsewhere.",
    )


class ShownMessage(BaseModel):
    """One line of the conversation."""

    message_id: str
    seq: int = Field(description="The number of the event with which it came.")
    role: Role
    text: str
    sent_by: str | None = Field(default=None, description="The human agent's name.")
    quick_replies: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    cards: tuple[Card, ...] = Field(default=(), description="Things shown with the text.")
    lists: tuple[ChoiceList, ...] = Field(default=(), description="More to choose from.")
    attachments: tuple[ShownAttachment, ...] = Field(
        default=(), description="Files of whoever spoke, with links to them."
    )
    form: Form | None = Field(
        default=None, description="What is asked, and what is asked next, to be filled at once."
    )
    asks_rating: bool = Field(
        default=False, description="Whether the quick replies are a scale, from worst to best."
    )
    at: str = Field(description="When it was stored, ISO 8601.")


class ShownEvent(BaseModel):
    """One numbered event, as it stands in the stream's `data`."""

    seq: int
    kind: ConversationEventKind
    data: dict[str, Any]
    at: str


class ShownNotice(BaseModel):
    """What the gateway says by itself. It has no number, and nobody will ever read it again."""

    seq: None = None
    kind: Literal["notice"] = "notice"
    data: dict[str, str | None]
    at: str


class DraftData(BaseModel):
    """Words of an answer that is being made."""

    draft_id: str = Field(description="Another id: the words before are of the past.")
    status: Literal["writing", "withdrawn"] = Field(
        description="Withdrawn: it will not be the answer. Take it away, visibly."
    )
    start: int = Field(description="0: put the text in place of what you show. Else: append it.")
    text: str = Field(
        description="Plain text, not yet checked as a whole: show no links and no markup of it."
    )


class ShownDraft(BaseModel):
    """Words on the way. They have no number; the message that follows takes their place."""

    seq: None = None
    kind: Literal["draft"] = "draft"
    data: DraftData


def show_draft(words: ShownWords) -> ShownDraft:
    return ShownDraft(data=DraftData(**asdict(words)))


class ShownTyping(BaseModel):
    """That the agent in charge is typing, or no longer. Of the moment, and so without a number."""

    seq: None = None
    kind: Literal["typing"] = "typing"
    data: dict[str, bool]
    at: str


def show_typing(*, active: bool, at: datetime) -> ShownTyping:
    return ShownTyping(data={"active": active}, at=at.isoformat())


def show_notice(status: str, text: str, *, message_id: str | None, at: datetime) -> ShownNotice:
    data = {"status": status, "text": text, "message_id": message_id}
    return ShownNotice(data=data, at=at.isoformat())


def show_message(message: TranscriptMessage) -> ShownMessage:
    return ShownMessage(
        message_id=message.message_id,
        seq=message.seq,
        role=message.role,
        text=message.text,
        sent_by=message.sent_by,
        quick_replies=message.quick_replies,
        citations=message.citations,
        cards=message.cards,
        lists=message.lists,
        form=message.form,
        asks_rating=message.asks_rating,
        attachments=tuple(ShownAttachment(**one.model_dump()) for one in message.attachments),
        at=message.at.isoformat(),
    )


def show_event(event: ConversationEvent) -> ShownEvent:
    names = _SHOWN[event.kind]
    shown = {names[name]: value for name, value in event.data.items() if name in names}
    return ShownEvent(seq=event.seq, kind=event.kind, data=shown, at=event.at.isoformat())
