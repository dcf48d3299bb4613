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
    field_validator,
)

from api.visitor_sessions import VisitorSession
from domain.channel_addresses import (
    Channel,
)
from domain.customer_text import readable
from domain.files import FileId
from domain.forms import FormAnswers
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


def not_beginning_with(*reserved: str) -> AfterValidator:
    """For ids made by clients, where the product knows things of its own by how theirs begin."""

    def unreserved(made: str) -> str:
        if made.startswith(reserved):
            raise ValueError(f"must not begin with any of: {', '.join(reserved)}")
        return made

    return AfterValidator(unreserved)


def _unless_sent(*fields: str) -> AfterValidator:
    """For a text that stands below the `fields` that may be sent instead. What is wrong in these
    is named itself, and alone."""

    def readable_or_empty(text: str, others: ValidationInfo) -> str:
        if text:
            return readable(text)
        if all(not others.data.get(field, "wrong") for field in fields):
            instead = " or ".join(fields)
            raise ValueError(f"must hold at least 1 character, or {instead} must be sent")
        return text

    return AfterValidator(readable_or_empty)


_Text = Annotated[
    str,
    Field(
        max_length=MAX_TEXT,
        description="Plain text: no control characters except line breaks and tabs. Empty only "
        "where something else is sent.",
        examples=["Where is my order A100001?"],
        validate_default=True,
    ),
]
Words = Annotated[_Text, _unless_sent("attachments")]
"""Of a message that may have files."""
WordsOrForm = Annotated[_Text, _unless_sent("attachments", "form")]
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
    form: FormAnswers | None = Field(
        default=None,
        description="Answers to a form of the bot's, instead of a text: by the names of its "
        "fields, each as it was written.",
    )
    attachments: FileIds = ()
    text: WordsOrForm = ""
    """Below what may be sent instead, since it may be empty only beside that."""

    @field_validator("form")
    @classmethod
    def _is_readable(cls, form: FormAnswers | None) -> FormAnswers | None:
        """Raise ValueError, naming the field, for what may not be written in a text either."""
        if form is None:
            return None
        values = {name: _readable_value(name, value) for name, value in form.values.items()}
        return form.model_copy(update={"values": values})


def _readable_value(name: str, value: str) -> str:
    try:
        return readable(value)
    except ValueError as error:
        raise ValueError(f"values.{name}: {error}") from error


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
        form=posted.form,
        customer=session.customer,
        received_at=received_at,
        trace_id=trace_id,
        languages=asked[:_MOST_LANGUAGES],
        unchecked=unchecked,
        attachments=attachments,
    )
