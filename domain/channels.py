"""Channels: what may come in, and how an account of a tenant is connected."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, Field, SecretStr

from domain.channel_addresses import AccountName, Channel, ChannelAddress, PersonKey
from domain.deliveries import DeliveryReport
from domain.desk.messenger import DeskPress, DeskWord, DeskWrapUp
from domain.identifiers import ConversationId, MessageId, TenantId
from domain.messages import MAX_TEXT, InboundMessage
from domain.values import Frozen

MOST_CONNECTIONS = 1_000
"""Of one tenant, on all channels: an app of Slack's may be installed in many workspaces."""
LONGEST_REASON = 300
MOST_REPLAYED = 100
"""Deliveries that are handed to a conversation at once."""


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


class ReplayDeliveries(Frozen):
    """Deliveries of one conversation that were given up, to be sent all the same, in order."""

    delivery_ids: tuple[str, ...] = Field(min_length=1, max_length=MOST_REPLAYED)


class ConnectionEnded(Frozen):
    """The provider says that the account may no longer be used: uninstalled, or revoked."""

    account: AccountName
    reason: str = Field(max_length=LONGEST_REASON)
    at: AwareDatetime | None = None
    """When it did, by its own clock: whoever has connected the account since then is not meant,
    though the word comes late."""


class ConsentChange(Frozen):
    """A person wants no more messages from the tenant, or wants them again. It holds on every
    number of the tenant's."""

    event_id: MessageId
    person: PersonKey = Field(min_length=1)
    is_opted_out: bool
    reason: str = Field(max_length=LONGEST_REASON)
    """Such as "the person wrote STOP"."""
    at: AwareDatetime


class FollowUp(Frozen):
    """Something that a channel does at its provider once the call is answered: open a form, show
    that somebody is at work. It may fail, and nothing of the conversation depends on it."""

    kind: str = Field(pattern=r"^[a-z][a-z_]{0,39}$")
    """The channel's own name for it."""
    conversation_id: ConversationId | None = None
    data: dict[str, str] = Field(default_factory=dict, max_length=20, repr=False)


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
    consents: tuple[ConsentChange, ...] = Field(default=(), max_length=10)
    reports: tuple[DeliveryReport, ...] = Field(default=(), max_length=100)
    desk_presses: tuple[DeskPress, ...] = ()
    """Buttons of cards of handoffs."""
    desk_wrap_ups: tuple[DeskWrapUp, ...] = ()
    """Forms that say how talks ended."""
    desk_words: tuple[DeskWord, ...] = ()
    """What was written in threads, which may be those of handoffs."""
    ended: tuple[ConnectionEnded, ...] = Field(default=(), max_length=10)
    follow_ups: tuple[FollowUp, ...] = Field(default=(), max_length=10)
    account: AccountName | None = None
    """Whose call it is, where another account has signed it: an app for a workspace. Nothing is
    kept unless that account is connected, and its setting `app` names the one that signed."""
    only_if_known: frozenset[ConversationId] = Field(default=frozenset(), max_length=100)
    """Conversations that the call does not begin: what it brings for them is kept only where they
    have begun."""
    response: WebhookResponse = WebhookResponse()


class ChannelCall(Frozen):
    """One POST to a provider's server, or to a tenant's own."""

    tenant_id: TenantId
    url: str = Field(max_length=500)
    """As the operator has connected it, or the provider's own; never out of a message."""
    headers: Mapping[str, str]
    body: bytes
    content_type: str = "application/json"


class ChannelAnswer(Frozen):
    """What the server says, whatever its status."""

    status: int
    retry_after: timedelta | None = None
    """How long it asks to be left alone, an hour at most."""
    body: bytes = b""


_PartName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
_Setting = Annotated[str, Field(max_length=2_000)]
_Secret = Annotated[SecretStr, Field(min_length=1, max_length=4_096)]


class ChannelConnection(Frozen):
    """An account of a tenant on a channel, with what it takes to use it. Sealed as a whole."""

    channel: Channel
    account: AccountName
    settings: dict[_PartName, _Setting] = Field(default_factory=dict, max_length=20)
    """What may be shown, such as the address to which replies are posted."""
    secrets: dict[_PartName, _Secret] = Field(default_factory=dict, max_length=10)
    """What may not: signing secrets and tokens, by their names. Without any it is nobody's
    connection: no call is verified by it."""


class ConnectionListing(BaseModel):
    """What may be shown of a connection: never a secret."""

    channel: Channel
    account: str
    settings: dict[str, str]
    secrets: tuple[str, ...]
    """Their names."""
    connected_at: datetime
    end_reason: str | None = None
    """Why the provider has ended it, where it has: it is of no use until it is connected anew."""


class ConversationGlimpse(BaseModel):
    """One of a person's conversations, as a list shows it."""

    conversation_id: str
    channel: Channel
    address: ChannelAddress | None = Field(default=None, repr=False)
    last_text: str
    """What was said last by anybody, at most 300 characters."""
    last_at: datetime
    is_open: bool
