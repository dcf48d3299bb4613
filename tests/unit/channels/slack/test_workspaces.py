"""Tokens that rotate: exchanged in time, by one process at a time, the old one good meanwhile."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.slack.connection import BOT, REFRESH, expires_at, new_workspace, secret_of
from channels.slack.workspaces import SlackWorkspaces
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection
from domain.errors import DependencyUnavailable, OutcomeUnknown, UndeliverableMessage
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.channel_installs import MemoryChannelInstalls
from tests.support import eventually
from tests.unit.channels.slack.deliveries import TEAM
from tests.unit.channels.slack.memory_slack import BOT_ID, MemorySlack

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
BODY: dict[str, Any] = {"channel": "D1", "text": "Hello"}
NEXT = {"access_token": "xoxe.xoxb-next", "refresh_token": "xoxe-1-next", "expires_in": 43_200}


class SlowSlack(MemorySlack):
    """Takes a refresh token at once, and answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.answers = asyncio.Event(), asyncio.Event()

    async def exchange(self, app: ChannelConnection, form: Mapping[str, str]) -> dict[str, Any]:
        self.asked.set()
        await self.answers.wait()
        return NEXT


@pytest.fixture
def workspaces(
    connections: MemoryChannelConnections, installs: MemoryChannelInstalls, slack: MemorySlack
) -> SlackWorkspaces:
    slack.exchanged = NEXT
    return SlackWorkspaces(connections, installs, calls=slack, clock=lambda: NOW)


async def _rotating(connections: MemoryChannelConnections, left: timedelta) -> ChannelConnection:
    made = new_workspace(
        TEAM, app="support", bot="xoxe.xoxb-old", refresh="xoxe-1-old", expires_at=NOW + left
    )
    await connections.connect("acme", made)
    return made


async def _post(workspaces: SlackWorkspaces) -> None:
    connection = await workspaces.connection("acme", TEAM)
    await workspaces.post("acme", connection, "chat.postMessage", BODY)


async def test_half_an_hour_before_its_end_a_token_is_exchanged(
    workspaces: SlackWorkspaces, connections: MemoryChannelConnections, slack: MemorySlack
) -> None:
    """Once; what is stored is the next one, and when that ends."""
    await _rotating(connections, timedelta(minutes=31))
    await _post(workspaces)
    await _rotating(connections, timedelta(minutes=29))
    await _post(workspaces)
    await _post(workspaces)

    assert slack.tokens == ["xoxe.xoxb-old", "xoxe.xoxb-next", "xoxe.xoxb-next"]
    assert [body for method, body in slack.calls if method == "oauth.v2.access"] == [
        {"grant_type": "refresh_token", "refresh_token": "xoxe-1-old"}
    ]
    stored = await connections.get("acme", Channel.SLACK, TEAM)
    assert secret_of(stored, REFRESH) == "xoxe-1-next"
    assert expires_at(stored) == NOW + timedelta(hours=12)


async def test_while_somebody_else_exchanges_it_the_old_token_goes_on(
    workspaces: SlackWorkspaces,
    connections: MemoryChannelConnections,
    installs: MemoryChannelInstalls,
    slack: MemorySlack,
) -> None:
    """And once that has ended, the call waits."""
    await installs.claim_refresh("acme", Channel.SLACK, TEAM, lasts=timedelta(seconds=30))
    await _rotating(connections, timedelta(minutes=5))
    await _post(workspaces)
    await _rotating(connections, timedelta(0))
    with pytest.raises(DependencyUnavailable) as raised:
        await _post(workspaces)

    assert raised.value.retry_after
    assert slack.made() == ["chat.postMessage"]
    assert slack.tokens == ["xoxe.xoxb-old"]


async def test_what_somebody_else_has_exchanged_is_taken(
    workspaces: SlackWorkspaces, connections: MemoryChannelConnections, slack: MemorySlack
) -> None:
    """A refresh token is good once."""
    old = await _rotating(connections, timedelta(minutes=5))
    new = new_workspace(
        TEAM,
        app="support",
        bot="xoxe.xoxb-other",
        refresh="xoxe-1-other",
        expires_at=NOW + timedelta(hours=12),
    )
    await connections.connect("acme", new)
    await workspaces.post("acme", old, "chat.postMessage", BODY)

    assert slack.tokens == ["xoxe.xoxb-other"]


async def test_a_token_that_slack_calls_expired_is_exchanged_at_once(
    workspaces: SlackWorkspaces, connections: MemoryChannelConnections, slack: MemorySlack
) -> None:
    """Whatever our clock says; the same call goes out once more, since it was surely refused."""
    await _rotating(connections, timedelta(hours=5))
    slack.refuse("chat.postMessage", "token_expired")
    await _post(workspaces)

    assert slack.tokens == ["xoxe.xoxb-old", "xoxe.xoxb-next"]
    assert len(slack.messages) == 1


@pytest.mark.parametrize("failure", [OutcomeUnknown("reset"), DependencyUnavailable("down")])
async def test_an_exchange_that_fails_costs_nothing_while_the_token_holds(
    workspaces: SlackWorkspaces,
    connections: MemoryChannelConnections,
    slack: MemorySlack,
    failure: DependencyUnavailable,
) -> None:
    """It is tried again."""
    await _rotating(connections, timedelta(minutes=5))
    slack.fail("oauth.v2.access", failure)
    await _post(workspaces)

    assert slack.tokens == ["xoxe.xoxb-old"]


async def test_a_refresh_token_that_is_no_good_ends_the_connection_with_its_token(
    workspaces: SlackWorkspaces, connections: MemoryChannelConnections, slack: MemorySlack
) -> None:
    """Not before."""
    await _rotating(connections, timedelta(minutes=5))
    slack.refuse("oauth.v2.access", "invalid_refresh_token")
    await _post(workspaces)
    await connections.get("acme", Channel.SLACK, TEAM)
    slack.refuse("oauth.v2.access", "invalid_refresh_token")
    await _rotating(connections, timedelta(0))
    later = SlackWorkspaces(connections, MemoryChannelInstalls(), calls=slack, clock=lambda: NOW)
    with pytest.raises(UndeliverableMessage, match="token ended"):
        await _post(later)

    [ended] = [each for each in await connections.listed("acme") if each.account == TEAM]
    assert ended.end_reason == "its token ended; the refresh token is not valid any more"


async def test_a_send_that_is_called_off_does_not_lose_the_next_token(
    connections: MemoryChannelConnections, installs: MemoryChannelInstalls
) -> None:
    """Slack has taken the refresh token by then: what it gives for it is stored all the same."""
    slack = SlowSlack()
    workspaces = SlackWorkspaces(connections, installs, calls=slack, clock=lambda: NOW)
    await _rotating(connections, timedelta(minutes=5))
    send = asyncio.create_task(_post(workspaces))
    await slack.asked.wait()
    send.cancel()
    with pytest.raises(asyncio.CancelledError):
        await send
    slack.answers.set()

    async def is_stored() -> bool:
        stored = await connections.get("acme", Channel.SLACK, TEAM)
        return secret_of(stored, REFRESH) == "xoxe-1-next"

    await eventually(is_stored)


async def test_a_database_that_is_down_for_a_moment_does_not_lose_the_next_token(
    connections: MemoryChannelConnections,
    workspaces: SlackWorkspaces,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await _rotating(connections, timedelta(minutes=5))
    failures, connect = [DependencyUnavailable("down")] * 2, connections.connect

    async def at_times(tenant_id: str, connection: ChannelConnection) -> None:
        if failures:
            raise failures.pop()
        await connect(tenant_id, connection)

    monkeypatch.setattr(connections, "connect", at_times)
    monkeypatch.setattr("channels.slack.workspaces._STORED_AFTER_S", (0, 0))
    await _post(workspaces)

    stored = await connections.get("acme", Channel.SLACK, TEAM)
    assert secret_of(stored, REFRESH) == "xoxe-1-next"


async def test_a_static_token_that_expired_ends_the_connection(
    workspaces: SlackWorkspaces, slack: MemorySlack
) -> None:
    """There is nothing to exchange it for."""
    slack.refuse("chat.postMessage", "token_expired")
    with pytest.raises(UndeliverableMessage, match="expired"):
        await _post(workspaces)


async def test_a_connection_made_anew_meanwhile_is_not_ended(
    workspaces: SlackWorkspaces, connections: MemoryChannelConnections, slack: MemorySlack
) -> None:
    """The next attempt goes with the new token."""
    old = await connections.get("acme", Channel.SLACK, TEAM)
    new = new_workspace(TEAM, app="support", bot="xoxb-brand-new", bot_id=BOT_ID)
    await connections.connect("acme", new)
    slack.refuse("chat.postMessage", "token_revoked")

    with pytest.raises(DependencyUnavailable, match="anew"):
        await workspaces.post("acme", old, "chat.postMessage", BODY)

    stored = await connections.get("acme", Channel.SLACK, TEAM)
    assert secret_of(stored, BOT) == "xoxb-brand-new"


async def test_an_app_is_no_workspace(workspaces: SlackWorkspaces) -> None:
    """Nothing is posted to one."""
    with pytest.raises(UndeliverableMessage):
        await workspaces.connection("acme", "support")
