"""Channels that call the gateway."""

from domain.channel_addresses import Channel
from duralogue.wiring.called_channels import CALLED, FOLLOWED, INSTALLED, called_channels
from duralogue.wiring.channel_follow_ups import follow_ups
from duralogue.wiring.channels import installers, receivers
from infra.memory.bots import MemoryBots
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.channel_installs import MemoryChannelInstalls
from infra.memory.database import MemoryDatabase
from infra.memory.people import MemoryConversationPeople

_PORTS = (
    MemoryBots(),
    MemoryConversationPeople(MemoryDatabase()),
    MemoryChannelConnections(),
    MemoryChannelInstalls(),
)


def test_every_channel_with_a_way_in_is_named() -> None:
    """One that is not would have a receiver and no route to it."""
    assert set(CALLED) == set(receivers())
    assert set(INSTALLED) == set(installers())
    assert set(FOLLOWED) == set(follow_ups(*_PORTS))


def test_a_way_in_answers_as_the_channel_s_own() -> None:
    """Though it is loaded with its first call."""
    called = called_channels(*_PORTS)["receivers"]

    own = receivers()[Channel.SMS]
    assert called[Channel.SMS].content_types == own.content_types
    assert called[Channel.SMS].largest_body == own.largest_body
