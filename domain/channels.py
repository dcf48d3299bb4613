"""Channels: what may come in, and how an account of a tenant is connected."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, Field, SecretStr

from domain.channel_addresses import AccountName, Channel
from domain.identifiers import ConversationId, MessageId, TenantId
from domain.messages import MAX_TEXT, InboundMessage
from domain.values import Frozen


class MessageEdited(Frozen):
    """The customer has changed what they said. What waits is read as changed; what was answered
    stays answered, and the change is shown to people."""

    kind: Literal["edited"] = "edited"
    event_id: MessageId
    """Tells a repeat from another edit."""
    message_id: MessageId
    text: str = Field(max_length=MAX_TEXT)
    """All of it, as it is now; empty where only files are left."""
    at: AwareDatetime


class MessageDeleted(Frozen):
    """The customer has taken back what they said. What waits is not answered any more."""

    kind: Literal["deleted"] = "deleted"
    event_id: MessageId
    message_id: MessageId
    at: AwareDatetime


MessageChange = Annotated[MessageEdited | MessageDeleted, Field(discriminator="kind")]


class ChannelChange(Frozen):
    """An edit or a deletion, for the conversation that holds the message."""

    tenant_id: TenantId
    conversation_id: ConversationId
    channel: Channel
    change: MessageChange


class ConnectionEnded(Frozen):
    """The provider says that the account may no longer be used: uninstalled, or revoked."""

    account: AccountName
    reason: str = Field(max_length=300)


class WebhookRequest(Frozen):
    """One call of a provider, exactly as it came: what is signed is the raw body."""

    path: str
    """What follows `/v1/tenants/{tenant}/channels/{channel}/`, such as "support/messages"."""
    url: str
    """The whole address as the provider knows it: some sign it."""
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    received_at: AwareDatetime


class WebhookResponse(Frozen):
    """What the provider is answered once everything that it brought is kept."""

    status: int = Field(default=200, ge=200, le=299)
    content_type: str = "application/json"
    body: str = "{}"


class ParsedWebhook(Frozen):
    """What one call brings, in its own order. Nothing in it is a well-formed answer, too: a
    provider's handshake, or an event of no interest."""

    messages: tuple[InboundMessage, ...] = Field(default=(), max_length=100)
    changes: tuple[ChannelChange, ...] = Field(default=(), max_length=100)
    ended: tuple[ConnectionEnded, ...] = Field(default=(), max_length=10)
    response: WebhookResponse = WebhookResponse()


class ChannelConnection(Frozen):
    """An account of a tenant on a channel, with what it takes to use it. Sealed as a whole."""

    channel: Channel
    account: AccountName
    settings: dict[str, str] = Field(default_factory=dict)
    """What may be shown, such as the address to which replies are posted."""
    secrets: dict[str, SecretStr] = Field(default_factory=dict)
    """What may not: signing secrets and tokens, by their names."""


class ConnectionListing(BaseModel):
    """What may be shown of a connection: never a secret."""

    channel: Channel
    account: str
    settings: dict[str, str]
    secrets: tuple[str, ...]
    """Their names."""
    connected_at: datetime
