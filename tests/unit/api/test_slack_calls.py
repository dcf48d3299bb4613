"""Calls of Slack's at the gateway: whose they are, what is kept of them, and what follows."""

import asyncio
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from channels.slack.connection import new_connection, new_workspace
from channels.slack.receiver import SlackReceiver
from channels.slack.signature import signed
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection, FollowUp
from domain.conversations import ConversationView
from domain.errors import DependencyUnavailable, NotFound
from tests.unit.api.doubles import Doubles, running_gateway
from tests.unit.api.recording import RecordingConversations

SIGNING = "8f742231b10e8888abcd99yyyzzz85a5"
APP = new_connection("support", app_id="A0FFV41KK", signing=SIGNING)
TEAM = new_workspace("T0MJRM1A7", app="support", bot="xoxb-1-2-abcdef")
MENTION = {"type": "app_mention", "user": "U061F7AUR", "text": "<@U0LAN0Z89> hi"}
REPLY = {"type": "message", "channel_type": "channel", "user": "U0G9QF9C6", "text": "And me?"}
REPLY |= {"thread_ts": "1795953599.000200"}


class Steps:
    """Notes what follows, or fails."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, str]] = []
        self.failure: Exception | None = None
        self.hangs = False

    async def follow(self, tenant_id: str, connection: ChannelConnection, step: FollowUp) -> None:
        self.taken.append((tenant_id, connection.account, step.kind))
        if self.failure is not None:
            raise self.failure
        if self.hangs:
            await asyncio.Event().wait()


class KnowingNone(RecordingConversations):
    """Nothing has begun, or nobody can say."""

    unreachable = False

    async def get_state(self, tenant_id: str, conversation_id: str) -> ConversationView:
        if self.unreachable:
            raise DependencyUnavailable("down")
        raise NotFound("there is no such open conversation")


@pytest.fixture
def steps() -> Steps:
    return Steps()


@pytest.fixture
async def doubles(steps: Steps) -> Doubles:
    doubles = Doubles(conversations=KnowingNone(), follow_ups={Channel.SLACK: steps})
    doubles.receivers[Channel.SLACK] = SlackReceiver()
    await doubles.connections.connect("acme", APP)
    await doubles.connections.connect("acme", TEAM)
    return doubles


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    with running_gateway(doubles) as client:
        yield client


def call(client: TestClient, event: dict[str, Any], *, secret: str = SIGNING, **outer: Any) -> Any:
    happened = {"channel": "C0LAN2Q65", "ts": "1795953599.000200", **event}
    payload = {
        "type": "event_callback",
        "event_id": "Ev06LQ2B7C1Z",
        "team_id": "T0MJRM1A7",
        "api_app_id": "A0FFV41KK",
        "event": happened,
        "authorizations": [{"team_id": "T0MJRM1A7", "user_id": "U0LAN0Z89", "is_bot": True}],
        **outer,
    }
    body = json.dumps(payload).encode()
    headers = {"Content-Type": "application/json"}
    headers |= signed(secret, at=datetime.now(UTC), body=body)
    return client.post(
        "/v1/tenants/acme/channels/slack/support/events", content=body, headers=headers
    )


def test_a_mention_is_kept_and_answered(client: TestClient, doubles: Doubles) -> None:
    """With an empty body, as Slack wants it."""
    answer = call(client, MENTION)

    assert (answer.status_code, answer.text) == (200, "")
    [message] = doubles.conversations.delivered
    assert (message.text, message.channel) == ("hi", Channel.SLACK)


def test_a_call_that_is_not_signed_keeps_nothing(client: TestClient, doubles: Doubles) -> None:
    """And is told nothing about what we read."""
    assert call(client, MENTION, secret="another").status_code == 401
    assert doubles.conversations.calls == []


@pytest.mark.parametrize("event", [MENTION, {"type": "app_uninstalled"}])
async def test_nothing_is_kept_for_a_workspace_that_is_not_connected(
    client: TestClient, doubles: Doubles, event: dict[str, Any]
) -> None:
    """Also where another app of the tenant's is in it: Slack is answered, so that it goes on."""
    other = new_workspace("T0OTHERS1", app="sales", bot="xoxb-1-2-abcdef")
    await doubles.connections.connect("acme", other)
    for team in ("T0NOBODYS", "T0OTHERS1"):
        called = call(client, event, team_id=team, authorizations=[])
        assert called.status_code == 200
    assert doubles.conversations.calls == []
    assert [one.end_reason for one in await doubles.connections.listed("acme")] == [None] * 3


async def test_a_workspace_that_throws_the_app_out_has_ended(
    client: TestClient, doubles: Doubles
) -> None:
    """It alone; and from then on nothing of it is kept."""
    assert call(client, {"type": "app_uninstalled"}, authorizations=[]).status_code == 200
    call(client, MENTION)

    listed = {one.account: one.end_reason for one in await doubles.connections.listed("acme")}
    assert listed == {"support": None, "T0MJRM1A7": "the app was uninstalled"}
    assert doubles.conversations.delivered == []


async def test_late_word_of_an_end_does_not_end_what_was_installed_since(
    client: TestClient, doubles: Doubles
) -> None:
    """Slack repeats an event for an hour; by then somebody may have installed the app again."""
    then = int(time.time()) - 600
    gone = {"type": "app_uninstalled"}
    assert call(client, gone, authorizations=[], event_time=then).status_code == 200
    assert [one.end_reason for one in await doubles.connections.listed("acme")] == [None] * 2

    assert call(client, gone, authorizations=[], event_time=then + 600).status_code == 200
    assert len([one for one in await doubles.connections.listed("acme") if one.end_reason]) == 1


def test_talk_in_a_thread_begins_no_conversation(client: TestClient, doubles: Doubles) -> None:
    """Whoever says it in a channel does not know that anybody listens."""
    assert call(client, REPLY | {"ts": "1795953600.000100"}).status_code == 200
    assert doubles.conversations.delivered == []


@pytest.mark.parametrize("known_by", ["events", "spool", "temporal"])
def test_a_thread_that_has_begun_goes_on(doubles: Doubles, known_by: str) -> None:
    """What is stored says so, what waits, or the conversation itself."""
    if known_by == "events":
        doubles.events.latest = _one  # type: ignore[method-assign, assignment]
    if known_by == "spool":
        doubles.spool.holds = _yes  # type: ignore[method-assign, assignment]
    if known_by == "temporal":
        doubles.conversations = RecordingConversations()
    with running_gateway(doubles) as client:
        assert call(client, REPLY | {"ts": "1795953600.000100"}).status_code == 200
    waiting = [each for one in doubles.spool._waiting.values() for each in one.values()]
    kept = [*doubles.conversations.delivered, *waiting]
    assert [message.text for message in kept] == ["And me?"]


async def _one(*_: Any) -> int:
    return 1


async def _yes(*_: Any) -> bool:
    return True


def test_talk_is_not_refused_while_temporal_is_down(doubles: Doubles) -> None:
    """Slack switches an app off whose calls fail for an hour."""
    assert isinstance(doubles.conversations, KnowingNone)
    doubles.conversations.unreachable = True
    with running_gateway(doubles) as client:
        assert call(client, REPLY | {"ts": "1795953600.000100"}).status_code == 200
    assert doubles.conversations.delivered == []


def test_many_people_in_one_channel_have_a_limit_each(client: TestClient, doubles: Doubles) -> None:
    """Else the whole channel would share one person's."""
    for user in ("U061F7AUR", "U0G9QF9C6"):
        call(client, MENTION | {"user": user})
    found = {key for key, *_ in doubles.rate_limiter.taken if key.startswith("acme/sender/")}
    assert len(found) == 2


def test_what_follows_is_done_for_the_workspace(client: TestClient, steps: Steps) -> None:
    """With its own connection, once the call is answered."""
    assert call(client, {"type": "app_home_opened", "user": "U061F7AUR"}).status_code == 200
    client.get("/health")
    assert steps.taken == [("acme", "T0MJRM1A7", "publish_home")]


@pytest.mark.parametrize("failure", [DependencyUnavailable("down"), ValueError("x"), None])
def test_what_follows_may_fail_or_hang(
    client: TestClient, doubles: Doubles, steps: Steps, failure: Exception | None
) -> None:
    """The message is kept, and the answer is the same."""
    steps.failure, steps.hangs = failure, failure is None
    event = {"type": "message", "channel": "D024BE91L", "user": "U061F7AUR", "text": "hi"}
    event |= {"thread_ts": "1795953500.000100"}
    for _ in range(3):
        assert call(client, event).status_code == 200
    assert len(doubles.conversations.delivered) == 3
    assert len(steps.taken) == 3


def test_what_follows_is_bounded(client: TestClient, steps: Steps) -> None:
    """A provider that hangs does not fill the memory."""
    steps.hangs = True
    for _ in range(120):
        call(client, {"type": "app_home_opened", "user": "U061F7AUR"})
    client.get("/health")
    assert len(steps.taken) == 100
