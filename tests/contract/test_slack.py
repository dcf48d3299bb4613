"""Slack's SDK, with the calls that our sender makes, and our double: both as Slack describes."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from provider_doubles.serving import running_double
from provider_doubles.slack import create_slack_double
from tests.contract.conftest import SLACK_SPEC
from tests.contract.schemas import documented_errors, errors_of, verb_of

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Hi*"}}
METADATA = {"event_type": "reply", "event_payload": {"id": "d-1"}}
HOME = {"type": "home", "blocks": [SECTION]}
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "A"}, "blocks": [SECTION]}
HELP, ADA = "C0HELP0000", "U0ADA00001"
NEWER = {
    "exchanged_trigger_id",
    "expired_trigger_id",
    "invalid_arguments",
    "invalid_metadata_format",
    "invalid_trigger_id",
    "markdown_text_conflict",
    "msg_blocks_too_long",
}
"""Codes that Slack has documented since the description was written."""

Call = Callable[[AsyncWebClient, str], Any]
CALLS: dict[str, Call] = {
    "auth.test": lambda client, _: client.auth_test(),
    "chat.postMessage": (
        lambda client, ts: client.chat_postMessage(
            channel=HELP, text="Hi", blocks=[SECTION], thread_ts=ts, metadata=METADATA
        )
    ),
    "chat.update": (
        lambda client, ts: client.chat_update(channel=HELP, ts=ts, text="Hi", blocks=[SECTION])
    ),
    "chat.delete": lambda client, ts: client.chat_delete(channel=HELP, ts=ts),
    "conversations.history": (
        lambda client, ts: client.conversations_history(
            channel=HELP, oldest="0", limit=100, include_all_metadata=True
        )
    ),
    "conversations.replies": (
        lambda client, ts: client.conversations_replies(
            channel=HELP, ts=ts, limit=100, include_all_metadata=True
        )
    ),
    "conversations.open": lambda client, _: client.conversations_open(users=ADA),
    "users.info": lambda client, _: client.users_info(user=ADA),
    "views.publish": (lambda client, _: client.views_publish(user_id=ADA, view=HOME)),
}


def client_of(url: str, token: str = "xoxb-double-bot-token") -> AsyncWebClient:
    return AsyncWebClient(token, base_url=f"{url}/api/", retry_handlers=[], timeout=10)


@pytest.fixture
async def double() -> AsyncIterator[str]:
    async with running_double(create_slack_double()) as url:
        yield url


@pytest.mark.parametrize("method", CALLS)
async def test_prism_takes_what_the_sdk_sends(slack_prism: str, method: str) -> None:
    answer = await CALLS[method](client_of(slack_prism), "1700000000.000100")
    assert answer["ok"]


async def test_prism_refuses_what_is_not_described(slack_prism: str) -> None:
    """
    Else the test above could not fail.
    """
    with pytest.raises(SlackApiError) as refused:
        await client_of(slack_prism).api_call("chat.nothing")
    assert refused.value.response.status_code == 404


@pytest.mark.parametrize("method", CALLS)
async def test_our_double_answers_as_described(double: str, specs: Path, method: str) -> None:
    client = client_of(double)
    sent = await client.chat_postMessage(channel=HELP, text="Hi")
    answer = (await CALLS[method](client, sent["ts"])).data
    file, path = specs / SLACK_SPEC, f"/api/{method}"
    assert errors_of(file, path, verb_of(file, path), "200", answer) == []


MISTAKES: dict[str, tuple[str, dict[str, Any]]] = {
    "an unknown channel": ("chat.postMessage", {"channel": "C0NOWHERE0", "text": "Hi"}),
    "no words": ("chat.postMessage", {"channel": HELP}),
    "an unknown message": ("chat.update", {"channel": HELP, "ts": "1.2", "text": "Hi"}),
    "an unknown trigger": ("views.open", {"trigger_id": "1.2.a", "view": MODAL}),
    "an unknown person": ("users.info", {"user": "U0NOBODY00"}),
    "nobody to talk to": ("conversations.open", {}),
}
ONLY_OURS = {"no words", "an unknown person", "an unknown message"}
"""What emulate 0.9.0 does not judge, or only after something else."""


async def mistaken(client: AsyncWebClient, mistake: str) -> str:
    method, arguments = MISTAKES[mistake]
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(method, json=arguments)
    return str(refused.value.response["error"])


@pytest.mark.parametrize("mistake", MISTAKES)
async def test_our_double_refuses_with_documented_codes(
    double: str, specs: Path, mistake: str
) -> None:
    method = MISTAKES[mistake][0]
    error = await mistaken(client_of(double), mistake)
    assert error in documented_errors(specs / SLACK_SPEC, f"/api/{method}") | NEWER


@pytest.mark.parametrize("mistake", sorted(set(MISTAKES) - ONLY_OURS))
async def test_our_double_and_emulate_refuse_alike(
    double: str, slack_emulate: str, mistake: str
) -> None:
    theirs = await mistaken(client_of(slack_emulate, "test_token_admin"), mistake)
    assert await mistaken(client_of(double), mistake) == theirs


async def test_emulate_takes_what_the_sdk_sends(slack_emulate: str) -> None:
    client = client_of(slack_emulate, "test_token_admin")
    listed = await client.api_call("conversations.list")
    channel = listed["channels"][0]["id"]
    sent = await client.chat_postMessage(channel=channel, text="Hi", metadata=METADATA)
    changed = await client.chat_update(channel=channel, ts=sent["ts"], text="Hello")
    assert changed["ts"] == sent["ts"]
    found = await client.api_call("conversations.history", json={"channel": channel})
    assert found["messages"][0]["text"] == "Hello"
