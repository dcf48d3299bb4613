"""One call of Slack's: for which tenant and workspace it is, and how its ids are made."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.slack.payloads import DIRECT
from domain.channel_addresses import (
    Channel,
    ChannelAddress,
    conversation_id_of,
    person_key_of,
)
from domain.messages import InboundMessage

_ID_CHARACTERS = 24


@dataclass(frozen=True)
class Scene:
    """Whatever all that one call brings has in common."""

    tenant_id: str
    account: str
    """The workspace's team id, or an organisation's enterprise id."""
    key: bytes
    received_at: datetime
    app_id: str = ""
    bot_user: str | None = None
    """Ourselves in this workspace, where Slack says it."""

    def address(self, channel: str, thread: str) -> ChannelAddress:
        return ChannelAddress(
            channel=Channel.SLACK, account=self.account, recipient=channel, thread=thread
        )

    def conversation_id(self, address: ChannelAddress) -> str:
        return conversation_id_of(self.tenant_id, address, self.key)

    def person(self, user: str) -> str:
        parts = json.dumps([self.account, user])
        return person_key_of(self.tenant_id, "slack", parts, self.key)

    def message_id(self, ts: str, *parts: str) -> str:
        """The same for each event about one message: an edit names its channel and `ts`, and not
        the event with which it came. A direct channel names a person, so it is hashed."""
        named = json.dumps(["message", self.tenant_id, self.account, *parts]).encode()
        digest = hmac.new(self.key, named, hashlib.sha256).hexdigest()
        return f"{ts}-{digest[:_ID_CHARACTERS]}"

    def message(
        self, message_id: str, address: ChannelAddress, user: str, **content: Any
    ) -> InboundMessage:
        return InboundMessage(
            message_id=message_id,
            tenant_id=self.tenant_id,
            conversation_id=self.conversation_id(address),
            channel=Channel.SLACK,
            received_at=self.received_at,
            address=address,
            person=self.person(user),
            **{"text": "", **content},
        )


def is_direct(channel: str, channel_type: str | None) -> bool:
    """Whether it is between the person and the bot alone."""
    return channel_type == "im" or DIRECT.fullmatch(channel) is not None


def thread_of(channel: str, channel_type: str | None, ts: str, thread_ts: str | None) -> str:
    """In a channel each message begins a thread of its own; a direct message does not."""
    return thread_ts or ("" if is_direct(channel, channel_type) else ts)
