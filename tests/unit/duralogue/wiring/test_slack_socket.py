"""Calls over Socket Mode: kept as the gateway's route keeps them."""

from typing import Any

import pytest

from api.dependencies import Gateway, open_gateway
from api.metrics import GatewayMetrics
from channels.slack.connection import new_connection, new_workspace
from channels.slack.receiver import SlackReceiver
from domain.channel_addresses import Channel
from domain.channel_settings import ChannelSettings, SlackChannel
from domain.channels import ChannelConnection, FollowUp
from domain.errors import ConfigurationError, DependencyUnavailable, InvalidInput, NotFound
from duralogue.wiring.slack_socket import SocketCalls, _connected
from tests.unit.api.doubles import SETTINGS, Doubles, a_bot
from tests.unit.channels.slack.recorded_calls import event_of

APP = new_connection(
    "support", app_id="A0FFV41KK", signing="8f742231b10e8888", app_token="xapp-1-abcdefgh"
)
TEAM = new_workspace("T0MJRM1A7", app="support", bot="xoxb-1-2-abcdef")


class _Steps:
    def __init__(self) -> None:
        self.taken: list[str] = []

    async def follow(self, tenant_id: str, connection: ChannelConnection, step: FollowUp) -> None:
        self.taken.append(step.kind)


async def a_gateway(doubles: Doubles, *connections: ChannelConnection) -> Gateway:
    for connection in connections:
        await doubles.connections.connect("acme", connection)
    return open_gateway(doubles.as_ports(), SETTINGS, GatewayMetrics())


def calls(gateway: Gateway) -> SocketCalls:
    return SocketCalls(gateway, "acme", "support", SlackReceiver())


async def test_a_call_is_kept_and_answered() -> None:
    """The same message that a signed call would bring, and what follows it."""
    steps = _Steps()
    doubles = Doubles(follow_ups={Channel.SLACK: steps})
    gateway = await a_gateway(doubles, APP, TEAM)
    async with gateway.follow_ups:
        said = await calls(gateway).keep(event_of("direct_message"))
        await calls(gateway).keep(event_of("home_opened"))

    assert (said.status, said.body) == (200, "")
    [message] = doubles.conversations.delivered
    assert message.text == "Where is my order A100001 & the mug?"


async def test_what_could_not_be_kept_is_not_answered() -> None:
    """So that Slack sends it again; nor is what cannot be read, or for a closed channel."""
    doubles = Doubles()
    gateway = await a_gateway(doubles, APP, TEAM)
    doubles.conversations.failure = doubles.spool.failure = DependencyUnavailable("down")
    with pytest.raises(DependencyUnavailable):
        await calls(gateway).keep(event_of("direct_message"))
    with pytest.raises(InvalidInput):
        await calls(gateway).keep({"event": 1})

    closed: Any = Doubles()
    closed.bots.put(a_bot(channels=ChannelSettings(slack=SlackChannel(enabled=False))))
    with pytest.raises(NotFound):
        await calls(await a_gateway(closed, APP, TEAM)).keep(event_of("direct_message"))
    assert closed.conversations.calls == []


async def test_a_workspace_that_is_not_connected_is_not_heard() -> None:
    """Over Socket Mode as by webhook."""
    doubles = Doubles()
    gateway = await a_gateway(doubles, APP)
    assert (await calls(gateway).keep(event_of("direct_message"))).status == 200
    assert doubles.conversations.calls == []


@pytest.mark.parametrize(
    "connection", [None, TEAM, new_connection("support", app_id="A0FFV41KK", signing="8f742231")]
)
async def test_an_app_without_a_token_is_named(connection: ChannelConnection | None) -> None:
    """And so is one that is not connected, or no app."""
    gateway = await a_gateway(Doubles(), *([connection] if connection else []))
    with pytest.raises(ConfigurationError, match="xapp-"):
        await _connected(gateway, "acme", connection.account if connection else "support")
