"""The way in: a signed POST of one message, one edit or one deletion."""

import re
from datetime import datetime
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from channels.webhook.connection import ACCOUNT, keys
from channels.webhook.signature import require_signed
from domain.channel_addresses import AccountName, Channel, ChannelAddress, conversation_id_of
from domain.channels import (
    ChannelChange,
    ChannelConnection,
    MessageChange,
    MessageDeleted,
    MessageEdited,
    ParsedWebhook,
    WebhookRequest,
)
from domain.customer_text import readable
from domain.errors import InvalidInput, NotFound
from domain.identifiers import MessageId
from domain.messages import (
    MAX_ATTACHMENTS,
    MAX_TEXT,
    Attachment,
    ButtonPress,
    InboundMessage,
    SecureAddress,
)
from domain.values import Printable

_PATH = re.compile(rf"({ACCOUNT})/messages")
_Words = Annotated[str, Field(min_length=1, max_length=MAX_TEXT), AfterValidator(readable)]
_ID_ALLOWED = "1 to 64 visible ASCII characters"
_IDS = frozenset({"id", "edited", "deleted"})


class PostedFile(Attachment):
    """A file of the customer's, which lies at an address of the tenant's own."""

    url: SecureAddress


class PostedEvent(BaseModel):
    """What the tenant's server posts. `edited` or `deleted` names the message that was changed;
    `id` is then the id of the change, so that a repeat of it is recognised."""

    model_config = ConfigDict(extra="forbid")

    id: MessageId
    sender: AccountName
    thread: Annotated[Printable, Field(max_length=200)] = ""
    text: _Words | None = None
    attachments: Annotated[tuple[PostedFile, ...], Field(max_length=MAX_ATTACHMENTS)] = ()
    button: Annotated[str, Field(max_length=300), AfterValidator(readable)] | None = None
    edited: MessageId | None = None
    deleted: MessageId | None = None
    at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        has_content = self.text is not None or self.button is not None or bool(self.attachments)
        if self.deleted is not None and (self.edited is not None or has_content):
            raise ValueError("a deletion holds nothing beside id, sender, thread, deleted and at")
        if self.edited is not None and (self.text is None or self.button or self.attachments):
            raise ValueError("an edit holds the new text, and no button or attachments")
        if self.text is not None and self.button is not None:
            raise ValueError("a message holds text or the button that was pressed, not both")
        if self.deleted is None and not has_content:
            raise ValueError("a message holds text, a button that was pressed, or attachments")
        return self

    def address(self, account: str) -> ChannelAddress:
        """Where the conversation's replies go."""
        return ChannelAddress(
            channel=Channel.WEBHOOK, account=account, recipient=self.sender, thread=self.thread
        )


class WebhookReceiver:
    """Implements `ChannelReceiver` for `POST …/channels/webhook/{account}/messages`."""

    content_types = frozenset({"application/json"})
    largest_body = 64 * 1024

    def account_of(self, request: WebhookRequest) -> str:
        found = _PATH.fullmatch(request.path)
        if found is None:
            raise NotFound("There is nothing at this address: it ends in /{account}/messages.")
        return found[1]

    def verify(self, request: WebhookRequest, connection: ChannelConnection) -> None:
        require_signed(keys(connection), request.headers, request.body, now=request.received_at)

    async def parse(
        self, request: WebhookRequest, connection: ChannelConnection, *, tenant_id: str, key: bytes
    ) -> ParsedWebhook:
        posted = _read(request.body)
        return inbound(
            posted, connection.account, tenant_id=tenant_id, key=key, at=request.received_at
        )


def inbound(
    posted: PostedEvent, account: str, *, tenant_id: str, key: bytes, at: datetime
) -> ParsedWebhook:
    """One message, or one change, of whom the tenant's server names; `at` is when it came."""
    address = posted.address(account)
    conversation_id = conversation_id_of(tenant_id, address, key)
    change = _change(posted, at)
    if change is not None:
        changed = ChannelChange(
            tenant_id=tenant_id,
            conversation_id=conversation_id,
            channel=Channel.WEBHOOK,
            change=change,
        )
        return ParsedWebhook(changes=(changed,))
    message = InboundMessage(
        message_id=posted.id,
        tenant_id=tenant_id,
        conversation_id=conversation_id,
        channel=Channel.WEBHOOK,
        text=posted.text or "",
        attachments=tuple(Attachment(**each.model_dump()) for each in posted.attachments),
        button=ButtonPress(payload=posted.button) if posted.button else None,
        received_at=at,
        address=address,
    )
    return ParsedWebhook(messages=(message,))


def _read(body: bytes) -> PostedEvent:
    try:
        return PostedEvent.model_validate_json(body)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in found["loc"]) or "body"
    match found["type"]:
        case "json_invalid":
            allowed = "must be well-formed JSON in UTF-8"
        case "string_pattern_mismatch" if field in _IDS:
            allowed = f"must be {_ID_ALLOWED}"
        case "timezone_aware" | "datetime_parsing" | "datetime_from_date_parsing" | "datetime_type":
            allowed = "must be a moment with its zone, such as 2026-12-01T09:30:00Z"
        case _:
            allowed = found["msg"].removeprefix("Value error, ")
    raise InvalidInput(field, allowed)


def _change(posted: PostedEvent, came: datetime) -> MessageChange | None:
    at = posted.at or came
    if posted.deleted is not None:
        return MessageDeleted(event_id=posted.id, message_id=posted.deleted, at=at)
    if posted.edited is not None and posted.text is not None:
        return MessageEdited(event_id=posted.id, message_id=posted.edited, text=posted.text, at=at)
    return None
