"""What is said: messages in, messages out, and what goes with them."""

import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from domain.identifiers import ConversationId, MessageId, TenantId

MAX_TEXT = 4_000
"""Characters a customer may send in one message."""


class Channel(StrEnum):
    WEB = "web"
    SLACK = "slack"
    SMS = "sms"
    VOICE = "voice"
    MOBILE = "mobile"
    TEAMS = "teams"


class Role(StrEnum):
    CUSTOMER = "customer"
    BOT = "bot"
    HUMAN_AGENT = "human_agent"
    SYSTEM = "system"


class Frozen(BaseModel):
    """A value: compared by what it holds, never changed in place."""

    model_config = ConfigDict(frozen=True, extra="forbid")


_CONTROLS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def _printable(text: str) -> str:
    """Such values go into headers, logs and pages, and are compared: what cannot be seen in them
    makes two customers look like one."""
    if any(unicodedata.category(char) in _CONTROLS for char in text):
        raise ValueError("must hold no control or invisible characters")
    return text


Printable = Annotated[str, AfterValidator(_printable)]


class VerifiedCustomer(Frozen):
    """A customer for whom the tenant's own site has vouched with a signed token."""

    customer_id: Printable = Field(min_length=1, max_length=128)
    email: Printable | None = Field(default=None, max_length=254)
    name: Printable | None = Field(default=None, max_length=128)


class InboundMessage(BaseModel):
    """One message of a customer, normalised by its channel."""

    model_config = ConfigDict(frozen=True)

    message_id: MessageId
    tenant_id: TenantId
    conversation_id: ConversationId
    channel: Channel
    text: str = Field(min_length=1, max_length=MAX_TEXT)
    customer: VerifiedCustomer | None = None
    received_at: AwareDatetime
    trace_id: str = ""
    languages: tuple[Annotated[str, Field(max_length=35)], ...] = Field(default=(), max_length=5)
    """What the customer's browser or app asks for, best first, such as "de-AT"."""
    unchecked: bool = False
    """Accepted while it could not be checked whether its session still held: the turn's commit
    does that."""


class Citation(Frozen):
    """Where in the tenant's knowledge a sentence stands."""

    document_id: str
    title: str
    heading: str = ""
    url: str | None = None


class Reply(Frozen):
    """Something to be said to the customer, before it has an id and a place in the transcript."""

    text: str
    quick_replies: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    response: str | None = None
    """The name of the tenant's sentence that this is, where it is one."""


class TranscriptMessage(BaseModel):
    """One line of a conversation's transcript, as stored and as shown."""

    message_id: str
    role: Role
    text: str
    sent_by: str | None = None
    """The human agent's name, for their messages."""
    turn: str | None = None
    intent: str | None = None
    quick_replies: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    seq: int
    """The number of the event with which the message entered the conversation."""
    at: datetime
