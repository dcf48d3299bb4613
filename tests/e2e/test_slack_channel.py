"""Slack on the running product: signed calls in, and what people would have seen in Slack."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from channels.slack.connection import new_connection, new_workspace
from domain.channel_addresses import Channel
from duralogue.channel_connections import list_accounts, open_connections
from duralogue.embedded.stack import Stack
from provider_doubles.serving import running_double
from provider_doubles.slack.app import create_slack_double
from provider_doubles.slack.settings import SlackSettings
from tests.support import eventually

ADA, BOB, CHANNEL = "U0ADA00001", "U0BOB00001", "C0GENERAL0"
APP_ID, BOT = "A0DOUBLE01", "U0DOUBLEBT"


@dataclass
class Slack:
    """A workspace of its own, and the people in it."""

    http: httpx.AsyncClient
    stack: Stack
    team: str

    async def plays(self, what: str, **body: Any) -> dict[str, Any]:
        answer = await self.http.post(f"/_double/{what}", json=body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def says(self, text: str, **body: Any) -> dict[str, Any]:
        """Returned once the gateway has answered, with 200."""
        said = await self.plays("say", text=text, wait=True, **body)
        assert all(each["statuses"][:1] == [200] for each in said["events"]), said
        return said

    async def seen(self, thread_ts: str | None = None) -> list[dict[str, Any]]:
        """What the bot has said, as people see it."""
        found = (await self.http.get("/_double/seen")).json()["messages"]
        return [
            each
            for each in found
            if each["is_bot"] and not each["only_for"] and thread_ts in (None, each["thread_ts"])
        ]

    async def answered(self, words: str, thread_ts: str | None = None) -> dict[str, Any]:
        """The bot's message that holds the words, once it is there."""
        found: list[dict[str, Any]] = []

        async def is_there() -> bool:
            found[:] = [each for each in await self.seen(thread_ts) if words in str(each)]
            return bool(found)

        await eventually(is_there)
        return found[0]

    async def state(self, user: str = ADA) -> dict[str, Any]:
        found: dict[str, Any] = (
            await self.http.get("/_double/state", params={"user": user})
        ).json()
        return found


@pytest.fixture
async def slack(stack: Stack) -> AsyncIterator[Slack]:
    """An app and a workspace that nobody else's test has."""
    name, team = f"t{uuid4().hex[:12]}", f"T{uuid4().hex[:10].upper()}"
    gateway = stack.ports.gateway_url
    double = SlackSettings(
        request_url=f"{gateway}/v1/tenants/acme/channels/slack/{name}",
        team_id=team,
        app_id=APP_ID,
        bot_user=BOT,
        answer_within_s=30,
        trigger_lasts_s=60,
        retry_delays_s=(),
    )
    async with running_double(create_slack_double(double)) as url:
        api_url = f"{url}/api/"
        app = new_connection(name, app_id=APP_ID, signing=double.signing_secret, api_url=api_url)
        workspace = new_workspace(
            team,
            app=name,
            bot=double.bot_token,
            bot_user=BOT,
            bot_id=double.bot_id,
            api_url=api_url,
        )
        async with open_connections(stack.settings, "acme") as connections:
            await connections.connect("acme", app)
            await connections.connect("acme", workspace)
            try:
                async with httpx.AsyncClient(base_url=url, timeout=60) as http:
                    yield Slack(http, stack, team)
            finally:
                for account in (name, team):
                    await connections.remove("acme", Channel.SLACK, account)


async def test_a_direct_message_is_answered_once(slack: Slack) -> None:
    """Though Slack sends it three times."""
    await slack.says("What can you do?", copies=3)
    await slack.answered("")
    first = len(await slack.seen())
    await slack.says("Talk to a human")

    async def goes_on() -> bool:
        return len(await slack.seen()) > first

    await eventually(goes_on)
    repeated = (await slack.http.get("/_double/seen")).json()["repeated"]
    assert repeated == {"by_metadata": [], "by_words": []}


async def test_a_mention_begins_a_thread_that_goes_on_without_one(slack: Slack) -> None:
    """What others say to each other there, and outside it, is theirs."""
    talk = await slack.says("Who is for lunch?", channel=CHANNEL)
    await slack.says("Me!", channel=CHANNEL, thread_ts=talk["ts"], user=BOB)
    asked = await slack.says(f"<@{BOT}> hello", channel=CHANNEL)
    await slack.answered("", asked["ts"])
    before = len(await slack.seen(asked["ts"]))
    await slack.says("What can you do?", channel=CHANNEL, thread_ts=asked["ts"])
    await slack.says(f"<@{BOB}> look", channel=CHANNEL, thread_ts=asked["ts"])

    async def goes_on() -> bool:
        return len(await slack.seen(asked["ts"])) > before

    await eventually(goes_on)
    assert {each["thread_ts"] for each in await slack.seen()} == {asked["ts"]}


async def test_a_command_is_answered_in_direct_messages(slack: Slack) -> None:
    """And quoted for the person alone."""
    await slack.plays("command", text="hello", channel=CHANNEL)
    reply = await slack.answered("")
    assert reply["channel"].startswith("D")
    seen = (await slack.http.get("/_double/seen")).json()["messages"]
    assert [each["text"] for each in seen if each["only_for"] == ADA] == ["> hello"]


async def test_the_home_shows_what_is_open(slack: Slack) -> None:
    """To the person whose it is."""
    await slack.says("hello")
    await slack.answered("")
    await slack.plays("open-home")

    async def shows_it() -> bool:
        home = (await slack.state())["home"]
        return home is not None and "Your open conversations" in str(home)

    await eventually(shows_it)
    await slack.plays("open-home", user=BOB)

    async def shows_nothing() -> bool:
        return "Nothing is open" in str((await slack.state(BOB))["home"])

    await eventually(shows_nothing)


async def test_a_workspace_that_throws_the_app_out_has_ended(slack: Slack) -> None:
    """It is listed with the reason."""
    await slack.plays("uninstall")

    async def has_ended() -> bool:
        listed = await list_accounts(slack.stack.settings, "acme")
        [one] = [each for each in listed if each.account == slack.team]
        return one.end_reason is not None

    await eventually(has_ended)
