"""Socket Mode on the running product: a process of its own takes Slack's calls."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from channels.slack.connection import new_connection, new_workspace
from domain.channel_addresses import Channel
from duralogue.channel_connections import open_connections
from duralogue.embedded.stack import Stack
from provider_doubles.serving import running_double
from provider_doubles.slack.app import create_slack_double
from provider_doubles.slack.settings import SlackSettings
from provider_doubles.slack.socket_mode import TOKEN, SocketModeDouble
from tests.support import PATIENCE, eventually, plain_http

TEAM = f"T{uuid4().hex[:10].upper()}"


@asynccontextmanager
async def taking(stack: Stack, app: str) -> AsyncIterator[None]:
    """`duralogue slack-socket`, until it is asked to stop: then it ends by itself."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "duralogue", "slack-socket"),
        *("--tenant", "acme", "--app", app),
        env=stack.environment_of("slack-socket"),
    )
    try:
        yield
        process.terminate()
        async with asyncio.timeout(PATIENCE):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def said(words: str) -> dict[str, Any]:
    event = {"type": "message", "channel": "D0ADA00001", "channel_type": "im", "text": words}
    return {
        "type": "event_callback",
        "event_id": f"Ev{uuid4().hex[:10].upper()}",
        "team_id": TEAM,
        "api_app_id": "A0FFV41KK",
        "event": event | {"user": "U0ADA00001", "ts": "1795953599.000200"},
        "authorizations": [{"team_id": TEAM, "user_id": "U0DOUBLEBT", "is_bot": True}],
    }


async def test_a_message_over_socket_mode_is_answered(stack: Stack) -> None:
    """Acknowledged once it is kept, and answered through Slack's Web API."""
    name, link = f"t{uuid4().hex[:12]}", SocketModeDouble()
    double = SlackSettings(team_id=TEAM, app_id="A0FFV41KK")
    async with (
        link.running() as socket_url,
        running_double(create_slack_double(double)) as web_url,
        open_connections(stack.settings, "acme") as connections,
        plain_http(base_url=web_url, timeout=60) as people,
    ):
        app = new_connection(
            name,
            app_id="A0FFV41KK",
            signing=double.signing_secret,
            app_token=TOKEN,
            api_url=socket_url,
        )
        team = new_workspace(TEAM, app=name, bot=double.bot_token, api_url=f"{web_url}/api/")
        await connections.connect("acme", app)
        await connections.connect("acme", team)
        try:
            async with taking(stack, name), asyncio.timeout(PATIENCE):
                await link.until(connections=1)
                await link.until(await link.send("events_api", said("hello")))

            async def is_answered() -> bool:
                seen = (await people.get("/_double/seen")).json()["messages"]
                return any(each["is_bot"] for each in seen)

            await eventually(is_answered)
        finally:
            for account in (name, TEAM):
                await connections.remove("acme", Channel.SLACK, account)
