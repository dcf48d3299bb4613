"""The double of Slack's Web API, called with Slack's own SDK."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient

from provider_doubles.serving import running_double
from provider_doubles.slack import SlackSettings, create_slack_double
from tests.support import plain_http

METADATA = {"event_type": "reply", "event_payload": {"id": "d-1"}}
CHANNEL = "C0HELP0000"
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Hi*"}}


@pytest.fixture
async def url() -> AsyncIterator[str]:
    settings = SlackSettings(stream_lasts_s=0.2, rotates_tokens=True)
    async with running_double(create_slack_double(settings)) as address:
        yield address


@pytest.fixture
def client(url: str) -> AsyncWebClient:
    return AsyncWebClient(
        "xoxb-double-bot-token", base_url=f"{url}/api/", retry_handlers=[], timeout=5
    )


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def test_who_one_is_and_what_one_may(client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["team_id"], answer["user_id"]) == ("T0DOUBLE01", "U0DOUBLEBT")
    assert "chat:write" in answer.headers["x-oauth-scopes"]


async def test_a_message_keeps_its_metadata_for_whoever_asks(client: AsyncWebClient) -> None:
    first = await client.chat_postMessage(channel=CHANNEL, text="one", metadata=METADATA)
    await client.chat_postMessage(channel=CHANNEL, text="two", thread_ts=first["ts"])
    found = await client.conversations_replies(
        channel=CHANNEL, ts=first["ts"], include_all_metadata=True
    )
    assert [each["text"] for each in found["messages"]] == ["one", "two"]
    assert found["messages"][0]["metadata"] == METADATA
    plain = await client.conversations_history(channel=CHANNEL)
    assert [each["text"] for each in plain["messages"]] == ["one"]
    assert "metadata" not in plain["messages"][0]


async def test_pages_and_moments_of_a_history(client: AsyncWebClient) -> None:
    sent = [await client.chat_postMessage(channel=CHANNEL, text=str(n)) for n in range(5)]
    stamps = [each["ts"] for each in sent]
    assert stamps == sorted(set(stamps))
    page = await client.conversations_history(channel=CHANNEL, limit=2, oldest=stamps[0])
    assert [each["text"] for each in page["messages"]] == ["4", "3"]
    cursor = page["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(
        channel=CHANNEL, limit=2, oldest=stamps[0], cursor=cursor
    )
    assert [each["text"] for each in rest["messages"]] == ["2", "1"]
    assert not rest["has_more"]


async def test_what_slack_refuses(url: str, client: AsyncWebClient) -> None:
    post = client.chat_postMessage
    assert await error_of(post(channel="C0NOWHERE0", text="x")) == "channel_not_found"
    assert await error_of(post(channel="C0RANDOM00", text="x")) == "not_in_channel"
    assert await error_of(post(channel=CHANNEL, text="x" * 40_001)) == "msg_too_long"
    nothing = client.api_call("chat.postMessage", json={"channel": CHANNEL})
    assert await error_of(nothing) == "no_text"
    wrong = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_001}}]
    assert await error_of(post(channel=CHANNEL, text="x", blocks=wrong)) == "invalid_blocks"
    assert await error_of(client.api_call("chat.nothing")) == "unknown_method"
    stranger = AsyncWebClient("xoxb-wrong", base_url=f"{url}/api/", retry_handlers=[])
    assert await error_of(stranger.auth_test()) == "invalid_auth"
    assert await error_of(client.conversations_replies(channel=CHANNEL, ts="1.2")) == (
        "thread_not_found"
    )


async def test_an_update_replaces_the_words(client: AsyncWebClient, url: str) -> None:
    sent = await client.chat_postMessage(channel=CHANNEL, text="one", blocks=[SECTION])
    await client.chat_update(channel=CHANNEL, ts=sent["ts"], text="two")
    async with plain_http(base_url=url, timeout=60) as people:
        seen = (await people.get("/_double/seen")).json()["messages"]
    assert (seen[0]["text"], seen[0]["blocks"], seen[0]["earlier"]) == ("two", [], ["one"])
    assert await error_of(client.chat_update(channel=CHANNEL, ts="1.2", text="x")) == (
        "message_not_found"
    )


async def test_a_stream_grows_and_ends(client: AsyncWebClient) -> None:
    root = await client.chat_postMessage(channel=CHANNEL, text="root")
    stream = await client.chat_startStream(
        channel=CHANNEL,
        thread_ts=root["ts"],
        recipient_team_id="T0DOUBLE01",
        recipient_user_id="U0ADA00001",
    )
    ts = stream["ts"]
    await client.chat_appendStream(channel=CHANNEL, ts=ts, markdown_text="Hello **")
    ended = await client.chat_stopStream(
        channel=CHANNEL, ts=ts, markdown_text="world**", blocks=[SECTION], metadata=METADATA
    )
    assert ended["message"]["text"] == "Hello **world**"
    assert ended["message"]["metadata"] == METADATA
    again = client.chat_appendStream(channel=CHANNEL, ts=ts, markdown_text="x")
    assert await error_of(again) == "message_not_in_streaming_state"


async def test_a_stream_that_is_left_alone_dies_and_can_be_updated(client: AsyncWebClient) -> None:
    root = await client.chat_postMessage(channel="U0ADA00001", text="root")
    stream = await client.chat_startStream(
        channel=root["channel"], thread_ts=root["ts"], markdown_text="Hel"
    )
    place = {"channel": root["channel"], "ts": stream["ts"]}
    assert await error_of(client.chat_update(**place, text="x")) == "streaming_state_conflict"
    await asyncio.sleep(0.3)
    late = client.chat_stopStream(**place, markdown_text="lo")
    assert await error_of(late) == "message_not_in_streaming_state"
    await client.chat_update(**place, text="Hello")


async def test_where_slack_does_not_stream(client: AsyncWebClient) -> None:
    start = client.chat_startStream(channel=CHANNEL, thread_ts="1.2", markdown_text="x")
    assert await error_of(start) == "missing_recipient_team_id"


async def test_a_look_up_may_be_limited(client: AsyncWebClient, url: str) -> None:
    sent = await client.chat_postMessage(channel=CHANNEL, text="one")
    async with plain_http(base_url=url, timeout=60) as people:
        await people.put("/_double/faults", json={"per_minute": {"conversations.replies": 1}})
    await client.conversations_replies(channel=CHANNEL, ts=sent["ts"])
    with pytest.raises(SlackApiError) as refused:
        await client.conversations_replies(channel=CHANNEL, ts=sent["ts"])
    assert refused.value.response.status_code == 429
    assert 1 <= int(refused.value.response.headers["Retry-After"]) <= 60


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
async def test_installing_rotating_and_revoking(url: str) -> None:
    generator = AuthorizeUrlGenerator(
        client_id="1000000001.2000000002",
        scopes=["chat:write"],
        redirect_uri="https://shop.example/oauth",
        authorization_url=f"{url}/oauth/v2/authorize",
    )
    async with plain_http(timeout=60) as browser:
        consented = await browser.get(generator.generate("state-1"))
    back = httpx.URL(consented.headers["location"])
    assert back.params["state"] == "state-1"
    client = AsyncWebClient(base_url=f"{url}/api/", retry_handlers=[])
    named = {"client_id": "1000000001.2000000002", "client_secret": "double-client-secret"}
    given = await client.oauth_v2_access(**named, code=back.params["code"])
    assert given["team"]["id"] == "T0DOUBLE01"
    assert await error_of(client.oauth_v2_access(**named, code=back.params["code"])) == (
        "invalid_code"
    )
    fresh = await client.oauth_v2_access(
        **named, grant_type="refresh_token", refresh_token=given["refresh_token"]
    )
    assert fresh["access_token"] != given["access_token"]
    await client.auth_revoke(token=fresh["access_token"])
    assert await error_of(client.auth_test(token=fresh["access_token"])) == "token_revoked"


async def test_status_and_prompts_of_an_agents_thread(client: AsyncWebClient) -> None:
    root = await client.chat_postMessage(channel="U0ADA00001", text="root")
    place = {"channel_id": root["channel"], "thread_ts": root["ts"]}
    await client.assistant_threads_setStatus(**place, status="is thinking…")
    await client.assistant_threads_setSuggestedPrompts(
        **place, prompts=[{"title": "Track", "message": "Where is my order?"}]
    )
    wrong = client.assistant_threads_setStatus(
        channel_id=root["channel"], thread_ts="1.2", status="x"
    )
    assert await error_of(wrong) == "invalid_thread_ts"
