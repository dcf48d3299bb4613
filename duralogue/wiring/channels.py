"""The channels, one line for each: its way in, where it is called by webhook, and its way out."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from channels.web.sender import WebSender
from channels.webhook.receiver import WebhookReceiver
from channels.webhook.sender import WebhookSender
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection, ConnectionListing
from domain.errors import DependencyUnavailable
from domain.ports import (
    ChannelCalls,
    ChannelConnections,
    ChannelReceiver,
    ChannelSender,
    ConversationEvents,
)

_REMEMBERED_FOR = timedelta(seconds=10)
"""So long a change takes to reach every process; hardly a call waits for the database."""


@dataclass(frozen=True)
class SenderPorts:
    """What a channel's sender may be made of."""

    events: ConversationEvents
    connections: ChannelConnections
    calls: ChannelCalls


@dataclass(frozen=True)
class _Parts:
    sender: Callable[[SenderPorts], ChannelSender]
    receiver: ChannelReceiver | None = None


_CHANNELS: Mapping[Channel, _Parts] = {
    Channel.WEB: _Parts(lambda ports: WebSender(ports.events)),
    Channel.WEBHOOK: _Parts(
        lambda ports: WebhookSender(ports.connections, ports.calls), WebhookReceiver()
    ),
}


def receivers() -> dict[Channel, ChannelReceiver]:
    """Of the channels that are called by webhook."""
    return {name: parts.receiver for name, parts in _CHANNELS.items() if parts.receiver}


def senders(ports: SenderPorts) -> dict[Channel, ChannelSender]:
    """Of all channels."""
    return {name: parts.sender(ports) for name, parts in _CHANNELS.items()}


@dataclass
class RememberedConnections:
    """Implements `ChannelConnections` over a store: what was read is good for ten seconds, and
    while the store is down for as long as that lasts, so that messages can still be verified.

    What is not there is not remembered: whoever invents accounts must not fill our memory.
    """

    store: ChannelConnections
    remembered_for: timedelta = _REMEMBERED_FOR
    _known: dict[tuple[str, Channel, str], tuple[float, ChannelConnection]] = field(
        default_factory=dict
    )

    async def get(self, tenant_id: str, channel: Channel, account: str) -> ChannelConnection:
        place = (tenant_id, channel, account)
        known = self._known.get(place)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        self._known.pop(place, None)
        try:
            found = await self.store.get(tenant_id, channel, account)
        except DependencyUnavailable:
            if known is None:
                raise
            found = known[1]
        self._known[place] = (time.monotonic() + self.remembered_for.total_seconds(), found)
        return found

    async def connect(self, tenant_id: str, connection: ChannelConnection) -> None:
        await self.store.connect(tenant_id, connection)
        self._known.pop((tenant_id, connection.channel, connection.account), None)

    async def listed(self, tenant_id: str) -> list[ConnectionListing]:
        return await self.store.listed(tenant_id)

    async def end(self, tenant_id: str, channel: Channel, account: str, reason: str) -> None:
        await self.store.end(tenant_id, channel, account, reason)
        self._known.pop((tenant_id, channel, account), None)

    async def remove(self, tenant_id: str, channel: Channel, account: str) -> None:
        await self.store.remove(tenant_id, channel, account)
        self._known.pop((tenant_id, channel, account), None)
