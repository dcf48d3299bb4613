"""Channels that call the gateway: the way in of each is loaded with its first call."""

from functools import partial
from typing import Final, TypedDict

from domain.channel_addresses import Channel
from domain.ports import (
    Bots,
    ChannelConnections,
    ChannelFollowUps,
    ChannelInstaller,
    ChannelInstalls,
    ChannelReceiver,
    ConversationPeople,
)
from duralogue.wiring.on_demand import port_on_demand

CALLED: Final = (Channel.SLACK, Channel.WEBHOOK, Channel.SMS)
"""Those with a receiver in `duralogue/wiring/channels.py`."""
INSTALLED: Final = (Channel.SLACK,)
"""Those with an installer there."""
FOLLOWED: Final = (Channel.SLACK,)
"""Those with follow-ups, in `duralogue/wiring/channel_follow_ups.py`."""


class CalledChannels(TypedDict):
    """By the names of `GatewayPorts`."""

    receivers: dict[Channel, ChannelReceiver]
    installers: dict[Channel, ChannelInstaller]
    follow_ups: dict[Channel, ChannelFollowUps]


def called_channels(
    bots: Bots,
    people: ConversationPeople,
    connections: ChannelConnections,
    installs: ChannelInstalls,
) -> CalledChannels:
    def shown(channel: Channel) -> ChannelFollowUps:
        from duralogue.wiring.channel_follow_ups import follow_ups

        return follow_ups(bots, people, connections, installs)[channel]

    return {
        "receivers": {each: port_on_demand(partial(_receiver, each)) for each in CALLED},
        "installers": {each: port_on_demand(partial(_installer, each)) for each in INSTALLED},
        "follow_ups": {each: port_on_demand(partial(shown, each)) for each in FOLLOWED},
    }


def _receiver(channel: Channel) -> ChannelReceiver:
    from duralogue.wiring.channels import receivers

    return receivers()[channel]


def _installer(channel: Channel) -> ChannelInstaller:
    from duralogue.wiring.channels import installers

    return installers()[channel]
