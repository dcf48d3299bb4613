"""Request fields of the web API, and the inbound message made of them."""

import re
from datetime import datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
)

from api.visitor_sessions import VisitorSession
from domain.channel_addresses import (
    Channel,
)
from domain.customer_text import readable
from domain.files import FileId
from domain.identifiers import MessageId
from domain.messages import (
    MAX_ATTACHMENTS,
    MAX_TEXT,
    Attachment,
    InboundMessage,
)

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")
_MOST_LANGUAGES = 5

OwnMessageId = Annotated[
    MessageId,
    Field(
        description="Made by the client, one for each message, so that a repeat is recognised.",
        examples=["5f0c2e9a-2f7e-4b57-9d3b-9a8a4c1f7f10"],
    ),
]


def _said_or_sent(text: str, others: ValidationInfo) -> str:
    """For a field that stands below `attachments`."""
    if not text and others.data.get("attachments"):
        return text
    if not text:
        raise ValueError("must hold at least 1 character, where no files are sent")
    return readable(text)


Words = Annotated[
    str,
    Field(
        max_length=MAX_TEXT,
        description="Plain text: no control characters except line breaks and tabs. Empty only "
        "where files are sent.",
        examples=["Where is my order A100001?"],
        validate_default=True,
    ),
    AfterValidator(_said_or_sent),
]
FileIds = Annotated[
    tuple[FileId, ...],
    Field(
        max_length=MAX_ATTACHMENTS,
        description="Files that were sent to the conversation before, by their `file_id`.",
    ),
]


class PostedMessage(BaseModel):
    """One message of the visitor's. Repeating it with the same id is always safe."""

    model_config = ConfigDict(extra="forbid")

    message_id: OwnMessageId
    attachments: FileIds = ()
    text: Words = ""


def read_message(
    posted: PostedMessage,
    session: VisitorSession,
    *,
    received_at: datetime,
    trace_id: str,
    languages: tuple[str, ...] = (),
    unchecked: bool = False,
    attachments: tuple[Attachment, ...] = (),
) -> InboundMessage:
    """`unchecked` says that nobody could look whether the session still held.

    Of the browser's `languages` the first few count, where they look like any.
    """
    asked = tuple(name for name in languages if _LANGUAGE.fullmatch(name))
    return InboundMessage(
        message_id=posted.message_id,
        tenant_id=session.tenant_id,
        conversation_id=session.conversation_id,
        channel=Channel.WEB,
        text=posted.text,
        customer=session.customer,
        received_at=received_at,
        trace_id=trace_id,
        languages=asked[:_MOST_LANGUAGES],
        unchecked=unchecked,
        attachments=attachments,
    )
