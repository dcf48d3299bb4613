"""Entries that a turn adds to a conversation's transcript and event stream.

Pure, so that every store writes the same; a store adds numbers, ledger states and `in_reply_to`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from domain.channel_addresses import ChannelAddress
from domain.channels import MessageChange, MessageEdited
from domain.conversations import ConversationEventKind, ConversationStatus, Owner, TurnOutcome
from domain.dialogue.commands import (
    AskApproval,
    CancelApproval,
    CancelHandoff,
    CloseConversation,
    Command,
    HandOff,
    Say,
)
from domain.forms import Form
from domain.handoffs import AgentMessage, ApprovalStatus, HandoffStatus
from domain.messages import (
    MAX_TEXT,
    Attachment,
    Card,
    ChoiceList,
    Citation,
    InboundMessage,
    Role,
)
from domain.turns import CommitTurn

HOLDING = "holding"
"""The response that says only that it takes longer: a note of the system, not an answer."""
ON_HOLD, OFF_HOLD = "handoff_on_hold", "handoff_off_hold"
"""What is said for a person who serves the customer: notes of the system as well."""
_NOTES = {HOLDING, ON_HOLD, OFF_HOLD}
RATING = "csat"
"""The response that asks for a rating; its quick replies go from worst to best."""

_RATED = "csat_thanks"
"""The response to a rating; the event that brings it says which."""

_DRAWN = {"cards", "lists", "attachments", "form", "asks_rating", "rating"}


class RecordedMessage(BaseModel):
    """A line of the transcript, before it has a number."""

    message_id: str
    role: Role
    text: str
    session: int
    turn: str | None = None
    sent_by: str | None = None
    intent: str | None = None
    confidence: float | None = None
    quick_replies: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    cards: tuple[Card, ...] = ()
    lists: tuple[ChoiceList, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    form: Form | None = None
    asks_rating: bool = False
    rating: int | None = None
    trace_id: str = ""


class Entry(BaseModel):
    """One event; `message` and `delivery_id` where it brings a line and a send with it."""

    kind: ConversationEventKind
    data: dict[str, Any]
    at: datetime
    message: RecordedMessage | None = None
    delivery_id: str | None = None


def entries_of(request: CommitTurn) -> list[Entry]:
    """What one step of a turn adds, in the order in which the customer sees it."""
    entries = [
        inbound_entry(
            message,
            is_withdrawn=request.ends is TurnOutcome.WITHDRAWN,
            session=request.session,
            turn=request.turn,
            at=request.at,
            intent=request.result.intent,
            confidence=request.result.confidence,
            form_text=request.result.form_text,
        )
        for message in request.inbound
    ]
    entries += [change_entry(change, request.at) for change in request.changes]
    said = 0
    for command in request.result.commands:
        if isinstance(command, Say):
            entries.append(_reply_entry(request, command, said))
            said += 1
        else:
            entries += _command_entries(command, request.at)
    typing = _typing(request, said)
    if typing is not None:
        data = {"on": typing}
        entries.append(Entry(kind=ConversationEventKind.TYPING, data=data, at=request.at))
    return entries


def inbound_entry(
    message: InboundMessage,
    *,
    session: int,
    turn: str,
    at: datetime,
    intent: str | None = None,
    confidence: float | None = None,
    form_text: str = "",
    is_withdrawn: bool = False,
) -> Entry:
    """A customer's words, so that their other windows see them too; of a withdrawn message that
    it was there, so that a repeat of it is none. `form_text` is what a form's answers say."""
    return _message_entry(
        RecordedMessage(
            message_id=message.message_id,
            role=Role.CUSTOMER,
            text="" if is_withdrawn else _words_of(message, form_text),
            session=session,
            turn=turn,
            intent=intent,
            attachments=message.attachments,
            confidence=confidence,
            trace_id=message.trace_id,
        ),
        at,
    )


def agent_entry(message: AgentMessage, *, conversation_id: str, session: int) -> Entry:
    """A human agent's words, to be delivered."""
    recorded = RecordedMessage(
        message_id=message.message_id,
        role=Role.HUMAN_AGENT,
        text=message.text,
        session=session,
        sent_by=message.agent.name,
        attachments=message.attachments,
    )
    return _message_entry(
        recorded, message.sent_at, delivery_id=delivery_id_of(conversation_id, recorded)
    )


def owner_entry(
    *, owner: Owner, status: ConversationStatus, agent: str | None, at: datetime
) -> Entry:
    """Who speaks with the customer now; a `status` event where the conversation has closed."""
    if status is ConversationStatus.CLOSED:
        data: dict[str, Any] = {"status": status, "reason": ""}
        return Entry(kind=ConversationEventKind.STATUS, data=data, at=at)
    if owner is Owner.HUMAN_AGENT:
        shown = HandoffStatus.CLAIMED
    elif status is ConversationStatus.WAITING_FOR_HUMAN:
        shown = HandoffStatus.WAITING
    else:
        shown = HandoffStatus.RETURNED
    data = {"status": shown, "owner": owner, "agent": agent}
    return Entry(kind=ConversationEventKind.HANDOFF, data=data, at=at)


def change_entry(change: MessageChange, at: datetime) -> Entry:
    """The customer has edited or deleted what they said. The line itself stays as it was read."""
    data = {
        "event_id": change.event_id,
        "message_id": change.message_id,
        "change": change.kind,
        "text": change.text if isinstance(change, MessageEdited) else None,
    }
    return Entry(kind=ConversationEventKind.MESSAGE_CHANGED, data=data, at=at)


def approval_entry(approval_id: str, status: ApprovalStatus, at: datetime) -> Entry:
    """What has become of an approval: decided, expired, cancelled."""
    data = {"approval_id": approval_id, "status": status}
    return Entry(kind=ConversationEventKind.APPROVAL, data=data, at=at)


def customer_of(messages: Sequence[InboundMessage]) -> str | None:
    """The verified customer's id, as the latest of the messages has it."""
    known = [message.customer.customer_id for message in messages if message.customer]
    return known[-1] if known else None


def address_of(messages: Sequence[InboundMessage]) -> ChannelAddress | None:
    """Where replies go, as the first of the messages that says it has it; None on the web."""
    return next((message.address for message in messages if message.address), None)


def delivery_id_of(conversation_id: str, message: RecordedMessage) -> str:
    """The ledger's id of one message: `{conversation}/{role}/{message}`."""
    return f"{conversation_id}/{message.role}/{message.message_id}"


def _words_of(message: InboundMessage, form_text: str) -> str:
    """A form in lines that people can read: who joins the conversation has not seen its fields."""
    if message.form is None or message.text:
        return message.words
    return (form_text or message.form.in_lines())[:MAX_TEXT]


def _reply_entry(request: CommitTurn, command: Say, number: int) -> Entry:
    message = RecordedMessage(
        message_id=f"{request.turn}.{request.step}.{number}",
        role=Role.SYSTEM if command.reply.response in _NOTES else Role.BOT,
        text=command.reply.text,
        session=request.session,
        turn=request.turn,
        quick_replies=command.reply.quick_replies,
        citations=command.reply.citations,
        cards=command.reply.cards,
        lists=command.reply.lists,
        attachments=command.reply.attachments,
        form=command.reply.form,
        asks_rating=command.reply.response == RATING,
        rating=_rating_of(request) if command.reply.response == _RATED else None,
        trace_id=request.trace_id,
    )
    delivery_id = delivery_id_of(request.conversation.conversation_id, message)
    return _message_entry(message, request.at, delivery_id=delivery_id)


def _rating_of(request: CommitTurn) -> int | None:
    rating = request.result.state.slots.get(RATING)
    return rating if isinstance(rating, int) else None


def _message_entry(
    message: RecordedMessage, at: datetime, *, delivery_id: str | None = None
) -> Entry:
    data: dict[str, Any] = {
        "message_id": message.message_id,
        "role": message.role,
        "text": message.text,
        "sent_by": message.sent_by,
        "turn": message.turn,
        "in_reply_to": None,
        "quick_replies": list(message.quick_replies),
        "citations": [citation.model_dump() for citation in message.citations],
    }
    drawn = message.model_dump(mode="json", include=_DRAWN)
    data |= {name: value for name, value in drawn.items() if value}
    return Entry(
        kind=ConversationEventKind.MESSAGE,
        data=data,
        at=at,
        message=message,
        delivery_id=delivery_id,
    )


def _command_entries(command: Command, at: datetime) -> Iterator[Entry]:
    match command:
        case AskApproval():
            data = {
                "approval_id": command.approval_id,
                "name": command.name,
                "status": ApprovalStatus.WAITING,
            }
            yield Entry(kind=ConversationEventKind.APPROVAL, data=data, at=at)
        case CancelApproval():
            yield approval_entry(command.approval_id, ApprovalStatus.CANCELLED, at)
        case HandOff(taken_by=None):  # else the change of the owner tells it
            data = {
                "handoff_id": command.handoff_id,
                "queue": command.queue,
                "status": HandoffStatus.WAITING,
            }
            yield Entry(kind=ConversationEventKind.HANDOFF, data=data, at=at)
        case CancelHandoff():
            data = {"handoff_id": command.handoff_id, "status": HandoffStatus.CANCELLED}
            yield Entry(kind=ConversationEventKind.HANDOFF, data=data, at=at)
        case CloseConversation():
            closed = {"status": ConversationStatus.CLOSED, "reason": command.reason}
            yield Entry(kind=ConversationEventKind.STATUS, data=closed, at=at)


def _typing(request: CommitTurn, said: int) -> bool | None:
    """On while something slow is left to do; off where the turn ends without another word."""
    if request.ends is None:
        slow = request.result.awaited() is not None
        return True if slow else None
    return False if request.step > 0 and said == 0 else None
