"""The vendor's SDK over a server on loopback: one call each, and what every failure means."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from channels.slack.client import SlackClient
from channels.slack.connection import new_connection, new_workspace
from channels.slack.refusals import SlackRefused
from domain.channels import ChannelConnection
from domain.errors import DependencyUnavailable, DuralogueError, OutcomeUnknown
from tests.integration.slack.server import Answer, Server, serving


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as served:
        yield served


def _workspace(url: str, team: str = "T0123ABC") -> ChannelConnection:
    return new_workspace(team, app="support", bot="xoxb-1-2-abc", api_url=url)


def _client() -> SlackClient:
    return SlackClient(within=timedelta(seconds=1))


def _error(name: str, **answer: str) -> Answer:
    return Answer(body=json.dumps({"ok": False, "error": name, **answer}))


async def test_a_call_goes_out_with_the_bots_token(server: Server) -> None:
    """Writes as JSON, reads as a query."""
    workspace = _workspace(server.url)
    said = await _client().post(workspace, "chat.postMessage", {"channel": "D1", "text": "Hi"})
    await _client().get(workspace, "conversations.replies", {"ts": "1.2", "limit": 5})

    posted, read = server.asked
    assert said["ts"] == "1.2"
    assert posted.headers["Authorization"] == "Bearer xoxb-1-2-abc"
    assert json.loads(posted.body) == {"channel": "D1", "text": "Hi"}
    assert (read.method, read.query) == ("conversations.replies", {"ts": "1.2", "limit": "5"})


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (_error("is_archived"), SlackRefused),
        (_error("brand_new_error"), SlackRefused),
        (_error("request_timeout"), DependencyUnavailable),
        (_error("rate_limited"), DependencyUnavailable),
        (Answer(status=429, headers={"Retry-After": "7"}), DependencyUnavailable),
        (_error("internal_error"), OutcomeUnknown),
        (Answer(status=500), OutcomeUnknown),
        (Answer(status=503, body="down", content_type="text/plain"), OutcomeUnknown),
        (Answer(status=408), OutcomeUnknown),
        (Answer(status=200, body="<html>", content_type="text/html"), OutcomeUnknown),
        (Answer(status=200, body="fine", content_type="text/plain"), OutcomeUnknown),
        (Answer(status=200, body="{"), OutcomeUnknown),
        (Answer(status=200, body="[]"), OutcomeUnknown),
        (Answer(status=404, body="<html>", content_type="text/html"), SlackRefused),
        (Answer(is_reset=True), OutcomeUnknown),
        (Answer(hangs=True), OutcomeUnknown),
    ],
    ids=lambda each: each.__name__ if isinstance(each, type) else f"{each.status}-{each.body[:20]}",
)
async def test_each_answer_means_one_thing(
    server: Server, answer: Answer, expected: type[DuralogueError]
) -> None:
    """And the call is never repeated: whoever retries is the ledger."""
    server.answers = [answer]
    with pytest.raises(expected) as raised:
        await _client().post(_workspace(server.url), "chat.postMessage", {"text": "Hi"})

    assert type(raised.value) is expected
    assert len(server.asked) == 1


async def test_without_a_connection_nothing_went_out() -> None:
    """The port is closed."""
    async with serving() as gone:
        url = gone.url
    with pytest.raises(DependencyUnavailable) as raised:
        await _client().post(_workspace(url), "chat.postMessage", {"text": "Hi"})

    assert type(raised.value) is DependencyUnavailable


async def test_retry_after_closes_one_method_of_one_workspace(server: Server) -> None:
    """Nothing of it goes out until then; all else does."""
    now = [100.0]
    client = SlackClient(clock=lambda: now[0])
    server.answers = [Answer(status=429, headers={"Retry-After": "60"}), Answer()]
    limited, other = _workspace(server.url), _workspace(server.url, "T0THER")

    for _ in range(2):
        with pytest.raises(DependencyUnavailable) as raised:
            await client.get(limited, "conversations.replies", {})
        assert raised.value.retry_after == timedelta(seconds=60)
    assert len(server.asked) == 1
    await client.get(other, "conversations.replies", {})
    await client.post(limited, "chat.postMessage", {"text": "Hi"})
    now[0] += 59
    with pytest.raises(DependencyUnavailable) as raised:
        await client.get(limited, "conversations.replies", {})
    assert raised.value.retry_after == timedelta(seconds=1)
    now[0] += 1
    await client.get(limited, "conversations.replies", {})
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    ("said", "seconds"), [("", 1), ("0", 1), ("x", 1), ("-3", 1), ("30", 30), ("999999", 3600)]
)
async def test_an_odd_retry_after_is_bounded(server: Server, said: str, seconds: int) -> None:
    """From a second to an hour."""
    server.answers = [Answer(status=429, headers={"Retry-After": said})]
    with pytest.raises(DependencyUnavailable) as raised:
        await _client().post(_workspace(server.url), "chat.postMessage", {"text": "Hi"})

    assert raised.value.retry_after == timedelta(seconds=seconds)


async def test_a_code_is_exchanged_with_the_apps_own_secret(server: Server) -> None:
    """In the header, as Slack recommends; not in the form."""
    app = new_connection(
        "support",
        app_id="A0123ABC",
        signing="8f742231b10e8888",
        client_id="123.456",
        client="client-secret",
        api_url=server.url,
    )
    await _client().exchange(app, {"code": "c-1", "redirect_uri": "https://bot.example/oauth"})

    [asked] = server.asked
    assert asked.method == "oauth.v2.access"
    assert asked.headers["Authorization"].startswith("Basic ")
    assert "code=c-1" in asked.body
    assert "client-secret" not in asked.body
