"""The channels, one line for each: its way in, where it is called by webhook, and its way out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from channels.slack.installer import SlackInstaller
from channels.slack.receiver import SlackReceiver
from channels.slack.sender import SlackSender
from channels.sms.receiver import SmsReceiver
from channels.sms.sender import SmsSender
from channels.web.sender import WebSender
from channels.webhook.receiver import WebhookReceiver
from channels.webhook.sender import WebhookSender
from domain.channel_addresses import Channel
from domain.ports import (
    Bots,
    ChannelCalls,
    ChannelConnections,
    ChannelInstaller,
    ChannelInstalls,
    ChannelReceiver,
    ChannelSender,
    ConversationEvents,
    ConversationPeople,
)


@dataclass(frozen=True)
class SenderPorts:
    """What a channel's sender may be made of."""

    events: ConversationEvents
    connections: ChannelConnections
    calls: ChannelCalls
    people: ConversationPeople
    bots: Bots
    public_url: str | None
    """The gateway's, where it has one."""
    address_key: bytes = field(repr=False)
    """That of `conversation_id_of` and `person_key_of`."""
    installs: ChannelInstalls


@dataclass(frozen=True)
class _Parts:
    sender: Callable[[SenderPorts], ChannelSender]
    receiver: ChannelReceiver | None = None


_CHANNELS: Mapping[Channel, _Parts] = {
    Channel.SLACK: _Parts(
        lambda ports: SlackSender(ports.connections, ports.installs), SlackReceiver()
    ),
    Channel.WEB: _Parts(lambda ports: WebSender(ports.events)),
    Channel.WEBHOOK: _Parts(
        lambda ports: WebhookSender(ports.connections, ports.calls), WebhookReceiver()
    ),
    Channel.SMS: _Parts(
        lambda ports: SmsSender(
            ports.connections,
            ports.people,
            ports.bots,
            public_url=ports.public_url,
            key=ports.address_key,
        ),
        SmsReceiver(),
    ),
}


def receivers() -> dict[Channel, ChannelReceiver]:
    """Of the channels that are called by webhook."""
    return {name: parts.receiver for name, parts in _CHANNELS.items() if parts.receiver}


def installers() -> dict[Channel, ChannelInstaller]:
    """Of the channels whose accounts are connected on a page of the provider's."""
    return {Channel.SLACK: SlackInstaller()}


def senders(ports: SenderPorts) -> dict[Channel, ChannelSender]:
    """Of all channels."""
    return {name: parts.sender(ports) for name, parts in _CHANNELS.items()}
