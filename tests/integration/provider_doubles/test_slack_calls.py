"""The calls that the double of Slack makes: signed, repeated, and what comes of the answers."""

import asyncio
import json
from collections.abc import AsyncIterator
from urllib.parse import parse_qs

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.responses import JSONResponse, Response

from provider_doubles.serving import running_double
from provider_doubles.slack import SlackSettings, create_slack_double
from tests.integration.provider_doubles.app_server import AppServer, Called, running_app
from tests.support import plain_http

CHANNEL = "C0HELP0000"
BUTTON = {
    "type": "button",
    "action_id": "choose",
    "text": {"type": "plain_text", "text": "Yes"},
    "value": "yes",
}


@pytest.fixture
async def app() -> AsyncIterator[AppServer]:
    async with running_app() as served:
        yield served


@pytest.fixture
async def people(app: AppServer) -> AsyncIterator[httpx.AsyncClient]:
    settings = SlackSettings(
        request_url=app.url, retry_delays_s=(0, 0.05, 0.05), trigger_lasts_s=0.5
    )
    async with (
        running_double(create_slack_double(settings)) as url,
        plain_http(base_url=url, timeout=60) as client,
    ):
        yield client


@pytest.fixture
def slack(people: httpx.AsyncClient) -> AsyncWebClient:
    base = str(people.base_url).rstrip("/")
    return AsyncWebClient("xoxb-double-bot-token", base_url=f"{base}/api/", retry_handlers=[])


def event_of(called: Called) -> dict[str, object]:
    event: dict[str, object] = json.loads(called.body)["event"]
    return event


async def test_events_are_signed_as_slack_signs(app: AppServer, people: httpx.AsyncClient) -> None:
    await people.post("/_double/say", json={"text": "Hello", "wait": True})
    called = app.calls[0]
    assert called.path == "/events"
    verifier = SignatureVerifier("double-signing-secret")
    assert verifier.is_valid_request(called.body, dict(called.headers))
    assert not verifier.is_valid_request(called.body + b" ", dict(called.headers))
    assert event_of(called)["channel_type"] == "im"


async def test_a_mention_is_told_twice_under_two_ids(
    app: AppServer, people: httpx.AsyncClient
) -> None:
    await people.post(
        "/_double/say",
        json={"channel": CHANNEL, "text": "<@U0DOUBLEBT> Hello", "wait": True},
    )
    bodies = [json.loads(each.body) for each in await app.wait_for(2)]
    assert {each["event"]["type"] for each in bodies} == {"message", "app_mention"}
    assert len({each["event_id"] for each in bodies}) == 2
    assert len({each["event"]["ts"] for each in bodies}) == 1


async def test_an_event_without_a_2xx_is_sent_three_times_more(
    app: AppServer, people: httpx.AsyncClient
) -> None:
    app.answers = [Response("", 503) for _ in range(4)]
    await people.post("/_double/say", json={"text": "Hello"})
    calls = await app.wait_for(4)
    numbers = [each.headers.get("x-slack-retry-num") for each in calls]
    assert numbers == [None, "1", "2", "3"]
    assert calls[1].headers["x-slack-retry-reason"] == "http_error"
    assert len({each.body for each in calls}) == 1


async def test_duplicates_edits_and_deletions_on_demand(
    app: AppServer, people: httpx.AsyncClient
) -> None:
    told = await people.post("/_double/say", json={"text": "Helo", "copies": 2, "wait": True})
    place = {name: told.json()[name] for name in ("channel", "ts")}
    await app.wait_for(2)
    await people.post("/_double/edit", json={**place, "text": "Hello", "wait": True})
    await people.post("/_double/delete", json={**place, "wait": True})
    kinds = [event_of(each).get("subtype") for each in await app.wait_for(4)]
    assert kinds == [None, None, "message_changed", "message_deleted"]
    seen = (await people.get("/_double/seen")).json()["messages"]
    assert (seen[0]["earlier"], seen[0]["is_deleted"]) == (["Helo"], True)


async def test_the_bots_own_messages_are_told_too(
    app: AppServer, people: httpx.AsyncClient, slack: AsyncWebClient
) -> None:
    await slack.chat_postMessage(channel=CHANNEL, text="Hello")
    assert event_of((await app.wait_for(1))[0])["bot_id"] == "B0DOUBLE01"


async def test_a_button_opens_a_form_that_is_sent(
    app: AppServer, people: httpx.AsyncClient, slack: AsyncWebClient
) -> None:
    sent = await slack.chat_postMessage(channel=CHANNEL, text="?", blocks=[_actions()])
    await app.wait_for(1)
    place = {"channel": CHANNEL, "ts": sent["ts"]}
    action = {**BUTTON, "block_id": "b1"}
    await people.post("/_double/press", json={**place, "action": action})
    pressed = app.calls[1]
    assert pressed.path == "/interactions"
    payload = json.loads(parse_qs(pressed.body.decode())["payload"][0])
    assert payload["actions"][0]["value"] == "yes"
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Return"},
        "blocks": [],
        "callback_id": "form",
    }
    opened = await slack.views_open(trigger_id=payload["trigger_id"], view=view)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await slack.views_open(trigger_id=payload["trigger_id"], view=view)
    app.answers = [JSONResponse({"response_action": "errors", "errors": {"b": "No"}})]
    form = {"view_id": opened["view"]["id"], "values": {"b": {"a": {"value": "1"}}}}
    refused = (await people.post("/_double/submit", json=form)).json()
    assert refused["answer"]["errors"] == {"b": "No"}
    assert (await people.post("/_double/submit", json=form)).json()["status"] == 200
    assert (await people.post("/_double/submit", json=form)).status_code == 422  # it has closed
    answered = await people.post(payload["response_url"], json={"delete_original": True})
    assert answered.json() == {"ok": True}


def _actions() -> dict[str, object]:
    return {"type": "actions", "block_id": "b1", "elements": [BUTTON]}


async def test_a_trigger_ends_in_seconds(
    app: AppServer, people: httpx.AsyncClient, slack: AsyncWebClient
) -> None:
    sent = await slack.chat_postMessage(channel=CHANNEL, text="?", blocks=[_actions()])
    place = {"channel": CHANNEL, "ts": sent["ts"], "action": BUTTON}
    await people.post("/_double/press", json=place)
    body = next(each.body for each in app.calls if each.path == "/interactions").decode()
    await asyncio.sleep(0.6)
    trigger = json.loads(parse_qs(body)["payload"][0])["trigger_id"]
    view = {"type": "modal", "title": {"type": "plain_text", "text": "R"}, "blocks": []}
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await slack.views_open(trigger_id=trigger, view=view)


async def test_a_command_is_answered_to_its_writer_alone(
    app: AppServer, people: httpx.AsyncClient
) -> None:
    app.answers = [JSONResponse({"response_type": "ephemeral", "text": "On my way"})]
    await people.post("/_double/command", json={"channel": CHANNEL, "text": "track 1"})
    form = parse_qs(app.calls[0].body.decode())
    assert (form["command"], form["text"]) == (["/support"], ["track 1"])
    for user, count in (("U0ADA00001", 1), ("U0BOB00001", 0)):
        state = (await people.get("/_double/state", params={"user": user})).json()
        assert len(state["messages"]) == count


async def test_the_home_and_the_end_of_an_installation(
    app: AppServer, people: httpx.AsyncClient, slack: AsyncWebClient
) -> None:
    await people.post("/_double/open-home", json={})
    assert event_of((await app.wait_for(1))[0])["type"] == "app_home_opened"
    await slack.views_publish(user_id="U0ADA00001", view={"type": "home", "blocks": []})
    assert (await people.get("/_double/state")).json()["home"]["type"] == "home"
    await people.post("/_double/uninstall", json={})
    kinds = {event_of(each)["type"] for each in (await app.wait_for(3))[1:]}
    assert kinds == {"tokens_revoked", "app_uninstalled"}
