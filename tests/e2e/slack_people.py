"""People in a workspace of Slack, which is a double that calls the running product."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from channels.slack.connection import new_connection, new_workspace
from domain.channel_addresses import Channel, ChannelAddress, conversation_id_of
from duralogue.channel_connections import open_connections
from duralogue.embedded.stack import Stack
from infra.postgres.key_wrapping import address_key
from provider_doubles.serving import running_double
from provider_doubles.slack.app import create_slack_double
from provider_doubles.slack.settings import SlackSettings
from tests.support import eventually, plain_http

ADA, BOB, CHANNEL = "U0ADA00001", "U0BOB00001", "C0GENERAL0"
APP_ID, BOT = "A0DOUBLE01", "U0DOUBLEBT"
_ANSWERED_WITHIN_S = 60.0
NOTHING_TWICE: dict[str, list[Any]] = {"by_metadata": [], "by_words": []}


@dataclass
class Slack:
    """A workspace of its own, and the people in it."""

    http: httpx.AsyncClient
    stack: Stack
    team: str
    tenant: str

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

    async def presses(self, message: dict[str, Any], label: str) -> None:
        """The button of that message with those words on it."""
        await self._pressed(message, button_of(message, label))

    async def rates(self, message: dict[str, Any], value: str) -> None:
        """By the thumbs below it: up or down."""
        thumbs = next(
            each
            for block in message["blocks"]
            for each in block.get("elements", ())
            if each.get("type") == "feedback_buttons"
        )
        action = {"type": thumbs["type"], "action_id": thumbs["action_id"], "value": value}
        await self._pressed(message, action)

    async def _pressed(self, message: dict[str, Any], action: dict[str, Any]) -> None:
        told = await self.plays(
            "press", channel=message["channel"], ts=message["ts"], action=action
        )
        assert told["status"] == 200, told

    async def seen(self, thread_ts: str | None = None) -> list[dict[str, Any]]:
        """What the bot has said, as people see it."""
        found = (await self.http.get("/_double/seen")).json()["messages"]
        return [
            each
            for each in found
            if each["is_bot"] and not each["only_for"] and thread_ts in (None, each["thread_ts"])
        ]

    async def texts(self) -> list[str]:
        return [each["text"] for each in await self.seen()]

    async def repeated(self) -> dict[str, Any]:
        """What was shown more than once."""
        found: dict[str, Any] = (await self.http.get("/_double/seen")).json()["repeated"]
        return found

    async def answered(
        self, words: str, thread_ts: str | None = None, *, after: str = ""
    ) -> dict[str, Any]:
        """The bot's message that holds the words, once it is there; `after` is the ts of an
        earlier one."""
        found: list[dict[str, Any]] = []

        async def is_there() -> bool:
            found[:] = [
                each
                for each in await self.seen(thread_ts)
                if words in str(each) and each["ts"] > after
            ]
            return bool(found)

        try:
            await eventually(is_there, within=_ANSWERED_WITHIN_S)
        except TimeoutError:
            raise AssertionError(f"{words!r} is not in {await self.texts()}") from None
        return found[0]

    async def state(self, user: str = ADA) -> dict[str, Any]:
        found: dict[str, Any] = (
            await self.http.get("/_double/state", params={"user": user})
        ).json()
        return found

    def conversation_id(self, channel: str, thread_ts: str = "") -> str:
        """Ours, of a thread or of direct messages."""
        address = ChannelAddress(
            channel=Channel.SLACK, account=self.team, recipient=channel, thread=thread_ts
        )
        key = address_key(self.stack.settings.require_master_key())
        return conversation_id_of(self.tenant, address, key)


def button_of(message: dict[str, Any], label: str) -> dict[str, Any]:
    """As Slack sends it when it is pressed."""
    elements = [
        {**each, "block_id": block["block_id"]}
        for block in message["blocks"]
        for each in block.get("elements", ())
    ]
    labels = {
        each.get("text", {}).get("text", ""): each for each in elements if "action_id" in each
    }
    assert label in labels, f"{label!r} is not among {list(labels)}"
    return dict(labels[label])


@asynccontextmanager
async def slack_of(stack: Stack, tenant: str) -> AsyncIterator[Slack]:
    """An app and a workspace that nobody else's test has."""
    name, team = f"t{uuid4().hex[:12]}", f"T{uuid4().hex[:10].upper()}"
    gateway = stack.ports.gateway_url
    double = SlackSettings(
        request_url=f"{gateway}/v1/tenants/{tenant}/channels/slack/{name}",
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
        async with open_connections(stack.settings, tenant) as connections:
            await connections.connect(tenant, app)
            await connections.connect(tenant, workspace)
            try:
                async with plain_http(base_url=url, timeout=60) as http:
                    yield Slack(http, stack, team, tenant)
            finally:
                for account in (name, team):
                    await connections.remove(tenant, Channel.SLACK, account)
