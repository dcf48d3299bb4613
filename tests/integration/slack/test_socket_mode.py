"""Socket Mode through the vendor's SDK, over a WebSocket on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest

from channels.slack.connection import new_connection
from channels.slack.receiver import SlackReceiver
from channels.slack.socket_mode import listening
from domain.channels import ChannelConnection, ParsedWebhook, WebhookResponse
from domain.errors import ConfigurationError, DependencyUnavailable
from provider_doubles.slack.socket_mode import TOKEN, SocketModeDouble
from tests.unit.channels.slack.recorded_calls import event_of, recorded

PATIENCE_S = 20.0


@pytest.fixture
async def slack() -> AsyncIterator[SocketModeDouble]:
    double = SocketModeDouble()
    async with double.running():
        yield double


def an_app(slack: SocketModeDouble, token: str = TOKEN) -> ChannelConnection:
    return new_connection(
        "support",
        app_id="A0FFV41KK",
        signing="8f742231b10e8888abcd99yyyzzz85a5",
        app_token=token,
        api_url=f"{slack.url}/api/",
    )


class Kept:
    """What is kept of the calls; it fails as often as a test says."""

    def __init__(self, app: ChannelConnection, failures: int = 0) -> None:
        self.app = app
        self.failures = failures
        self.brought: list[ParsedWebhook] = []
        self.delays: list[float] = []
        self.gate, self.failed = asyncio.Event(), asyncio.Event()
        self.gate.set()

    async def __call__(self, payload: Mapping[str, Any]) -> WebhookResponse:
        await self.gate.wait()
        await asyncio.sleep(self.delays.pop() if self.delays else 0)
        if self.failures:
            self.failures -= 1
            self.failed.set()
            raise DependencyUnavailable("down")
        found = await SlackReceiver().read(
            payload, self.app, tenant_id="acme", key=bytes(32), received_at=datetime.now(UTC)
        )
        self.brought.append(found)
        return found.response

    @property
    def words(self) -> list[str]:
        return [message.words for each in self.brought for message in each.messages]


def command() -> dict[str, Any]:
    return dict(parse_qsl(recorded("command")["body"]))


async def test_a_call_is_acknowledged_once_it_is_kept(slack: SocketModeDouble) -> None:
    """And not before: until then Slack has it."""
    kept = Kept(an_app(slack))
    kept.gate.clear()
    async with asyncio.timeout(PATIENCE_S), listening(kept.app, kept):
        await slack.until(connections=1)
        envelope = await slack.send("events_api", event_of("direct_message"))
        await asyncio.sleep(0.2)
        assert slack.acknowledged == {}
        kept.gate.set()
        await slack.until(envelope)

    assert slack.acknowledged == {envelope: None}
    assert kept.words == ["Where is my order A100001 & the mug?"]


async def test_calls_are_kept_in_the_order_in_which_they_come(slack: SocketModeDouble) -> None:
    """Though the SDK takes each in a task of its own."""
    kept = Kept(an_app(slack))
    kept.delays = [n / 200 for n in range(20)]
    payload = event_of("direct_message")
    async with asyncio.timeout(PATIENCE_S), listening(kept.app, kept):
        await slack.until(connections=1)
        sent = []
        for n in range(20):
            payload["event"] |= {"text": str(n), "ts": f"17959535{n:02}.000200"}
            sent.append(await slack.send("events_api", payload))
        await slack.until(*sent)

    assert kept.words == [str(n) for n in range(20)]


async def test_what_could_not_be_kept_comes_again(slack: SocketModeDouble) -> None:
    """With the next connection; by its id it is the same message."""
    kept = Kept(an_app(slack), failures=1)
    async with asyncio.timeout(PATIENCE_S), listening(kept.app, kept, ping_every_s=0.2):
        await slack.until(connections=1)
        envelope = await slack.send("events_api", event_of("direct_message"))
        await kept.failed.wait()
        assert slack.acknowledged == {}
        await slack.ask_to_reconnect()
        await slack.until(envelope, connections=2)

    assert len(kept.words) == 1


async def test_a_connection_that_is_lost_is_opened_again(slack: SocketModeDouble) -> None:
    """Without a word of Slack's."""
    kept = Kept(an_app(slack))
    async with asyncio.timeout(PATIENCE_S), listening(kept.app, kept, ping_every_s=0.2):
        await slack.until(connections=1)
        await slack.drop()
        await slack.until(connections=2)
        await slack.until(await slack.send("events_api", event_of("direct_message")))

    assert len(kept.words) == 1


async def test_a_command_is_answered_with_its_acknowledgement(slack: SocketModeDouble) -> None:
    """Over the same connection; a press needs no answer."""
    kept = Kept(an_app(slack))
    async with asyncio.timeout(PATIENCE_S), listening(kept.app, kept):
        await slack.until(connections=1)
        envelope = await slack.send("slash_commands", command())
        other = await slack.send("interactive", {"type": "block_suggestion"})
        await slack.until(envelope, other)

    said = slack.acknowledged[envelope]
    assert said == {"text": "> where is my order A100001", "response_type": "ephemeral"}
    assert slack.acknowledged[other] is None
    assert json.dumps(kept.words) == '["where is my order A100001"]'


async def test_a_token_that_is_refused_is_said_at_once(slack: SocketModeDouble) -> None:
    """What no waiting mends is the operator's to mend; and the token is not shown."""
    wrong = an_app(slack, "xapp-1-A0FFV41KK-1-wrong")
    with pytest.raises(ConfigurationError, match="invalid_auth") as refused:
        async with listening(wrong, Kept(wrong)):
            pass
    assert "wrong" not in str(refused.value)


async def test_slack_that_is_down_is_said_at_once() -> None:
    """The SDK alone would try for ever, without a word."""
    double = SocketModeDouble()
    async with double.running():
        app = an_app(double)
        double.refusal = "internal_error"
        with pytest.raises(DependencyUnavailable, match="internal_error"):
            async with listening(app, Kept(app)):
                pass
    with pytest.raises(DependencyUnavailable, match="cannot be reached"):
        async with listening(app, Kept(app)):
            pass
