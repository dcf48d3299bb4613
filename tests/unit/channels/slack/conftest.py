"""A sender of Slack's over a workspace in memory."""

import pytest

from channels.slack.connection import new_connection, new_workspace
from channels.slack.sender import SlackSender
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.channel_installs import MemoryChannelInstalls
from tests.unit.channels.slack.deliveries import TEAM
from tests.unit.channels.slack.memory_slack import BOT_ID, MemorySlack


@pytest.fixture
async def connections() -> MemoryChannelConnections:
    made = MemoryChannelConnections()
    app = new_connection(
        "support",
        app_id="A0123ABC",
        signing="8f742231b10e8888abcd99yyyzzz85a5",
        client_id="123.456",
        client="client-secret",
    )
    await made.connect("acme", app)
    await made.connect(
        "acme", new_workspace(TEAM, app="support", bot="xoxb-1-2-abc", bot_id=BOT_ID)
    )
    return made


@pytest.fixture
def installs() -> MemoryChannelInstalls:
    return MemoryChannelInstalls()


@pytest.fixture
def slack() -> MemorySlack:
    return MemorySlack()


@pytest.fixture
def sender(
    connections: MemoryChannelConnections, installs: MemoryChannelInstalls, slack: MemorySlack
) -> SlackSender:
    return SlackSender(connections, installs, calls=slack)
