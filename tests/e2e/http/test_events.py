"""The event stream on real PostgreSQL: resumed, cut off, ended."""

import asyncio
import time
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from api.app import create_app
from api.dependencies import GatewaySettings
from domain.channel_addresses import (
    Channel,
)
from domain.conversations import TurnOutcome
from domain.dialogue.commands import Say
from domain.dialogue.state import DialogueState
from domain.messages import (
    Reply,
)
from domain.turns import CommitTurn, ConversationRef, OpenSession, StepResult
from infra.postgres.turns import PostgresTurnStore
from tests.e2e.http.conftest import OpenPorts
from tests.e2e.http.serving import served
from tests.e2e.http.visitor import Events, Visitor
from tests.fakes.keys import FakeKeys
from tests.support import eventually, plain_http

MANY = 200
A_FEW = 20
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Speaker:
    """Stands in for the worker: commits turns in which the bot says one thing each."""

    def __init__(self, engine: AsyncEngine, visitor: Visitor) -> None:
        self._turns = PostgresTurnStore(engine, FakeKeys())
        self._conversation = ConversationRef(
            tenant_id=visitor.tenant,
            conversation_id=visitor.conversation_id,
            channel=Channel.WEB,
        )
        self._turn = 0

    async def begin(self) -> None:
        await self._turns.open_session(OpenSession(conversation=self._conversation, at=AT))

    async def say_many(self, count: int) -> None:
        for _ in range(count):
            await self.say(f"sentence {self._turn + 1}")

    async def say(self, text: str) -> None:
        self._turn += 1
        said = Say(reply=Reply(text=text))
        await self._turns.commit(
            CommitTurn(
                conversation=self._conversation,
                session=1,
                turn=f"s1t{self._turn}",
                step=0,
                result=StepResult(commands=(said,), state=DialogueState()),
                ends=TurnOutcome.ANSWERED,
                started_at=AT,
                at=AT,
            )
        )


async def _collect(events: Events, into: list[dict[str, Any]]) -> None:
    async with aclosing(events) as stream:
        async for event in stream:
            into.append(event)
            if len(into) == MANY:
                return


async def _until_longer_than(seen: list[dict[str, Any]], count: int) -> None:
    await eventually(lambda: len(seen) > count)


async def test_a_restart_of_the_gateway_loses_and_repeats_nothing(
    open_ports: OpenPorts, settings: GatewaySettings, engine: AsyncEngine, tenant: str
) -> None:
    """
    Two hundred events, committed while gateways come, stop in the middle, and go down.
    """
    seen: list[dict[str, Any]] = []
    async with served(create_app(open_ports, settings)) as url:
        visitor = await Visitor.begin(url, tenant)
    speaker = Speaker(engine, visitor)
    await speaker.begin()

    for said in range(0, MANY, 2 * A_FEW):
        async with served(create_app(open_ports, settings)) as url:
            last = seen[-1]["seq"] if seen else 0
            following = asyncio.create_task(_collect(visitor.follow(url, last), seen))
            speaking = asyncio.create_task(speaker.say_many(A_FEW))
            await _until_longer_than(seen, said + A_FEW // 2)
        await asyncio.gather(following, speaking)
        await speaker.say_many(A_FEW)
    async with served(create_app(open_ports, settings)) as url:
        await _collect(visitor.follow(url, seen[-1]["seq"]), seen)

    assert [event["seq"] for event in seen] == list(range(1, MANY + 1))
    assert [event["data"]["text"] for event in seen] == [
        f"sentence {number}" for number in range(1, MANY + 1)
    ]


async def test_the_gateway_stops_at_once_under_an_open_stream(
    app: FastAPI, engine: AsyncEngine, tenant: str
) -> None:
    """
    A deploy must not wait for customers to close their browsers.
    """
    seen: list[dict[str, Any]] = []
    async with served(app) as url:
        visitor = await Visitor.begin(url, tenant)
        speaker = Speaker(engine, visitor)
        await speaker.begin()
        await speaker.say("hello")
        following = asyncio.create_task(_collect(visitor.follow(url, 0), seen))
        await eventually(lambda: len(seen) == 1)
        stopping_since = time.monotonic()
    await following

    assert time.monotonic() - stopping_since < 60  # half the grace that open streams are given


async def test_who_goes_away_is_no_longer_followed(
    app: FastAPI, engine: AsyncEngine, tenant: str
) -> None:
    """
    A browser that is closed must not leave a follower behind.
    """
    async with served(app) as url, plain_http(base_url=url, timeout=60) as http:
        visitor = await Visitor.begin(url, tenant)
        speaker = Speaker(engine, visitor)
        await speaker.begin()
        await speaker.say("hello")
        async with aclosing(visitor.follow(url, 0)) as stream:
            await anext(stream)
            open_now = f'duralogue_open_event_streams{{tenant="{tenant}"}} '
            assert f"{open_now}1.0" in (await http.get("/metrics")).text

        async def is_forgotten() -> bool:
            return f"{open_now}0.0" in (await http.get("/metrics")).text

        await eventually(is_forgotten)


async def test_an_idle_stream_says_that_it_lives(
    open_ports: OpenPorts, tenant: str, settings: GatewaySettings
) -> None:
    """
    Proxies close what is silent; the comment is no event and moves no number.
    """
    app = create_app(open_ports, replace(settings, ping_every=timedelta(milliseconds=20)))
    async with served(app) as url, plain_http(base_url=url, timeout=60) as http:
        visitor = await Visitor.begin(url, tenant)
        path = f"{visitor.path}/events"
        async with http.stream("GET", path, headers=visitor.headers) as response:
            first = await anext(response.aiter_lines())

    assert first.startswith(": ping")


@pytest.mark.parametrize("when", ["before", "while"])
async def test_history_and_stream_meet_without_a_gap(
    app: FastAPI, engine: AsyncEngine, tenant: str, when: str
) -> None:
    """
    A page that is reloaded shows the history and follows from `latest_event`.
    """
    async with served(app) as url, plain_http(base_url=url, timeout=60) as http:
        visitor = await Visitor.begin(url, tenant)
        speaker = Speaker(engine, visitor)
        await speaker.begin()
        await speaker.say("before")
        page = (await http.get(f"{visitor.path}/messages", headers=visitor.headers)).json()
        if when == "before":
            await speaker.say("after")
        async with aclosing(visitor.follow(url, page["latest_event"])) as stream:
            following = asyncio.ensure_future(anext(stream))
            if when == "while":
                await speaker.say("after")
            event = await following

    assert [message["text"] for message in page["messages"]] == ["before"]
    assert (event["seq"], event["data"]["text"]) == (2, "after")
