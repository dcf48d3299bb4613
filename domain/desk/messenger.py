"""A desk within a messenger: handoffs as threads of one of its channels."""

from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime, Field

from domain.channel_addresses import PersonKey
from domain.desk.context import SummaryLine
from domain.handoffs import Handoff
from domain.identifiers import MessageId
from domain.messages import MAX_TEXT
from domain.values import Frozen

MESSAGE_PREFIX: Final = "desk-"
"""How ids begin of what agents write there: it is not shown there again."""
DONE: Final = "resolved"
"""The disposition of what is ended by the button, where the tenant's own do not forbid it."""


class DeskAction(StrEnum):
    """What a button of a handoff's card does."""

    CLAIM = "claim"
    RETURN = "return"
    RESOLVE = "resolve"
    """Ends the session too."""
    SNOOZE = "snooze"
    """For an hour."""
    REQUEUE = "requeue"
    """Back to the queue from which it was claimed."""


class DeskPress(Frozen):
    """Somebody has pressed a button of a card."""

    action: DeskAction
    handoff_id: str
    account: str
    channel: str
    thread: str
    user: str = Field(repr=False)
    """As the messenger names them: to answer them alone."""
    person: PersonKey
    trigger: str = Field(default="", max_length=200, repr=False)
    """What a form is opened with, for some seconds; "" where the messenger opens none."""


class DeskWrapUp(DeskPress):
    """Somebody has said, in a form, how a talk has ended."""

    disposition: str = Field(default="", max_length=200)
    note: str = Field(default="", max_length=1_000)


class DispositionChoice(Frozen):
    """A disposition, as a form offers it."""

    name: str
    label: str
    note_required: bool = False


class WrapUpQuestion(Frozen):
    """What a form asks before a talk ends. Without `choices` any words are a disposition."""

    action: DeskAction
    handoff_id: str
    channel: str
    thread: str
    choices: tuple[DispositionChoice, ...] = ()
    is_required: bool = False
    language: str = "en"


class DeskWord(Frozen):
    """Somebody has written in a thread; whether it is a handoff's, the gateway knows."""

    account: str
    channel: str
    thread: str
    user: str = Field(repr=False)
    person: PersonKey
    message_id: MessageId
    text: str = Field(max_length=MAX_TEXT)


class DeskThread(Frozen):
    """Where a handoff stands in the messenger."""

    handoff_id: str
    conversation_id: str
    account: str
    channel: str
    thread: str
    begun_at: AwareDatetime


class FollowedDesk(Frozen):
    """How far a follower has shown the desk's events."""

    seq: int
    doing: int | None = None
    """Its showing has begun: it may have reached the provider."""
    doing_since: AwareDatetime | None = None


class DeskCard(Frozen):
    """A handoff as the channel shows it, made anew from each of its events."""

    handoff: Handoff
    is_open: bool
    summary: tuple[SummaryLine, ...] = ()
    written: str = ""
    """The same by a hosted model, where it has come by now."""
    language: str = "en"


def message_id_of(message_id: str) -> str:
    """The id, at the desk, of what was written in the messenger."""
    return f"{MESSAGE_PREFIX}{message_id}"[:64]
