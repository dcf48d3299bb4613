"""An app is installed into the double of Slack, and its token is exchanged when it ends."""

import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from channels.slack.connection import new_connection, secret_of
from channels.slack.installer import SlackInstaller
from channels.slack.workspaces import SlackWorkspaces
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection
from domain.errors import DependencyRejected
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.channel_installs import MemoryChannelInstalls
from provider_doubles import serving
from provider_doubles import slack as double
from tests.support import plain_http

BACK_TO = "https://bot.example/v1/tenants/acme/channels/slack/support/oauth"


async def _app(url: str, settings: Any) -> ChannelConnection:
    return new_connection(
        "support",
        app_id=settings.app_id,
        signing=settings.signing_secret,
        client_id=settings.client_id,
        client=settings.client_secret,
        api_url=f"{url}/api/",
    )


@pytest.fixture
def slack() -> Any:
    return double.create_slack_double(double.SlackSettings(rotates_tokens=True))


@pytest.fixture
async def app(slack: Any) -> AsyncIterator[ChannelConnection]:
    async with serving.running_double(slack) as url:
        yield await _app(url, slack.state.workspace.settings)


async def _code(app: ChannelConnection) -> str:
    """As a browser brings it back."""
    address = SlackInstaller().address(app, state="s" * 43, back_to=BACK_TO)
    async with plain_http(timeout=60) as browser:
        answer = await browser.get(address)
    back = urlsplit(answer.headers["location"])
    assert back._replace(query="").geturl() == BACK_TO
    asked = parse_qs(back.query)
    assert asked["state"] == ["s" * 43]
    return asked["code"][0]


async def test_a_code_becomes_a_workspace_once(app: ChannelConnection, slack: Any) -> None:
    """With its tokens, and who the bot is."""
    code = await _code(app)
    made = await SlackInstaller().complete(app, code=code, back_to=BACK_TO)

    settings = slack.state.workspace.settings
    assert made.account == settings.team_id
    assert made.settings["bot_id"] == settings.bot_id
    assert secret_of(made, "bot").startswith("xoxe.xoxb-")
    with pytest.raises(DependencyRejected, match="used already"):
        await SlackInstaller().complete(app, code=code, back_to=BACK_TO)


async def test_a_token_that_has_ended_is_exchanged_for_the_next(
    app: ChannelConnection, slack: Any
) -> None:
    """In the middle of a call, which goes out all the same, once."""
    made = await SlackInstaller().complete(app, code=await _code(app), back_to=BACK_TO)
    connections = MemoryChannelConnections()
    await connections.connect("acme", app)
    await connections.connect("acme", made)
    slack.state.workspace.tokens[secret_of(made, "bot")].expires_at = time.time() - 1
    workspaces = SlackWorkspaces(connections, MemoryChannelInstalls())
    dm = slack.state.workspace.direct_channel("U0ADA00001").id
    await workspaces.post("acme", made, "chat.postMessage", {"channel": dm, "text": "Hello"})

    stored = await connections.get("acme", Channel.SLACK, made.account)
    assert secret_of(stored, "bot") != secret_of(made, "bot")
    assert [each.text for each in slack.state.workspace.messages[dm].values()] == ["Hello"]
