"""Channels by name, and the addresses at which customers are reached on them."""

import hashlib
import hmac
import json
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from domain.identifiers import ConversationId, TenantId
from domain.values import Frozen, Printable

_LONGEST_PART = 200
_KEY_CHARACTERS = 32
AccountName = Annotated[Printable, Field(min_length=1, max_length=_LONGEST_PART)]


class Channel(StrEnum):
    WEB = "web"
    SLACK = "slack"
    SMS = "sms"
    WEBHOOK = "webhook"
    VOICE = "voice"
    MOBILE = "mobile"
    TEAMS = "teams"


class ChannelAddress(Frozen):
    """Where a conversation's replies go. It names a person: sealed at rest, never logged, and in
    Temporal only within encrypted payloads."""

    model_config = ConfigDict(hide_input_in_errors=True)

    channel: Channel
    account: AccountName
    """Ours at the provider: a Slack team, a phone number, the name of a webhook connection."""
    recipient: AccountName = Field(repr=False)
    """Theirs: a Slack user or channel, a phone number, an id of the tenant's own."""
    thread: Annotated[Printable, Field(max_length=_LONGEST_PART, repr=False)] = ""
    """The thread within the recipient, where the channel has threads."""


PersonKey = Annotated[str, Field(pattern=r"^([a-z]+-[0-9a-f]{32})?$")]
"""Whoever writes, as the product knows them: `sms-` and a keyed hash. "" where nobody is known."""


def person_key_of(tenant_id: TenantId, kind: str, person: str, key: bytes) -> str:
    """The person of a tenant's, on all of its accounts: nobody can tell the number or the name
    from it.

    `kind` is in small letters and says what `person` is, such as "phone" for "+4915112345678", or
    "slack" for a team and a user as JSON. `key` is that of `conversation_id_of`.
    """
    parts = json.dumps(["person", tenant_id, kind, person])
    digest = hmac.new(key, parts.encode(), hashlib.sha256).hexdigest()
    return f"{kind}-{digest[:_KEY_CHARACTERS]}"


def conversation_id_of(tenant_id: TenantId, address: ChannelAddress, key: bytes) -> ConversationId:
    """The conversation at an address: always the same one, and nobody can tell the address from it.

    `key` (32 bytes) belongs to the installation and never changes: with another one every address
    would begin a new conversation. Without a key, phone numbers could be guessed from their hashes.
    """
    parts = [tenant_id, address.account, address.recipient, address.thread]
    digest = hmac.new(key, json.dumps(parts).encode(), hashlib.sha256).hexdigest()
    return f"{address.channel.value}-{digest[:_KEY_CHARACTERS]}"
