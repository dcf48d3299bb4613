"""A customer sees that the agent who has them is typing, and nothing else of the desk."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sse_starlette import ServerSentEvent

from api.agent_typing import AgentTyping
from api.dependencies import open_gateway
from api.metrics import GatewayMetrics
from api.outage_notices import AgentTypes, Shown
from api.routes.events import stream_events
from api.visitor_sessions import VisitorSession
from domain.desk.signals import AgentLooks
from domain.errors import DependencyUnavailable
from tests.support import eventually
from tests.unit.api.desk_doubles import PlainDesk
from tests.unit.api.doubles import SETTINGS, Doubles
from tests.unit.api.test_outage_notices import LiveEvents

HERE = ("acme", "web-1")


@pytest.fixture
def desk() -> PlainDesk:
    """Its agent has one conversation."""
    desk = PlainDesk()
    desk.reads.held = {"web-1"}
    return desk


@pytest.fixture
async def page(desk: PlainDesk) -> AsyncIterator[asyncio.Queue[Shown]]:
    """Of the customer in that conversation, with somebody listening for it."""
    page: asyncio.Queue[Shown] = asyncio.Queue()
    with AgentTyping(desk.as_ports()).told_to(HERE, page):
        await eventually(lambda: len(desk.signals._queues["acme"]) == 1)
        yield page


async def _look(desk: PlainDesk, typing: str | None, *, agent: str = "Ann") -> None:
    await desk.signals.tell("acme", AgentLooks(agent=agent, watching=("web-1",), typing=typing))


async def _said(page: asyncio.Queue[Shown]) -> list[bool]:
    """All that has come by the time everybody had their turn."""
    for _ in range(10):
        await asyncio.sleep(0)
    came = [page.get_nowait() for _ in range(page.qsize())]
    return [each.active for each in came if isinstance(each, AgentTypes)]


async def test_typing_is_told_when_it_begins_and_when_it_ends(
    desk: PlainDesk, page: asyncio.Queue[Shown]
) -> None:
    """Also again while it lasts, so that a page may forget an agent whose browser has died."""
    await _look(desk, "web-1")
    begun = await _said(page)
    await _look(desk, "web-1")
    going_on = await _said(page)
    await _look(desk, None)
    ended = await _said(page)
    await _look(desk, None)

    assert (begun, going_on, ended, await _said(page)) == ([True], [True], [False], [])


async def test_who_goes_on_in_another_conversation_has_ended_here(
    desk: PlainDesk, page: asyncio.Queue[Shown]
) -> None:
    """Each page hears of its own."""
    await _look(desk, "web-1")
    await _look(desk, "web-2")

    assert await _said(page) == [True, False]


async def test_a_colleague_who_looks_on_is_not_shown(
    desk: PlainDesk, page: asyncio.Queue[Shown], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor anybody while it cannot be read who has the conversation."""
    desk.reads.held = set()
    await _look(desk, "web-1", agent="Ben")

    async def down(*_: Any) -> set[str]:
        raise DependencyUnavailable("the database is down")

    monkeypatch.setattr(desk.reads, "held_by", down)
    await _look(desk, "web-1")

    assert await _said(page) == []


async def test_nobody_listens_once_the_last_page_is_closed(desk: PlainDesk) -> None:
    """However often pages come and go."""
    typing = AgentTyping(desk.as_ports())
    for _ in range(3):
        with typing.told_to(HERE, asyncio.Queue()), typing.told_to(HERE, asyncio.Queue()):
            await eventually(lambda: len(desk.signals._queues["acme"]) == 1)
        await eventually(lambda: not desk.signals._queues["acme"])

    assert not typing._pages
    assert not typing._ears


async def test_the_stream_says_it_without_a_number(doubles: Doubles, desk: PlainDesk) -> None:
    """So that nothing is asked for again because of it."""
    doubles.desk, doubles.events = desk.as_ports(), LiveEvents()
    gateway = open_gateway(doubles.as_ports(), SETTINGS, GatewayMetrics())
    session = VisitorSession(
        tenant_id=HERE[0],
        conversation_id=HERE[1],
        visitor_id="v",
        expires_at=datetime.now(UTC) + timedelta(seconds=30),
    )
    told: list[ServerSentEvent] = []

    async def listen() -> None:
        async with aclosing(stream_events(gateway, session, 0)) as sent:
            async for event in sent:
                told.append(event)
                return

    async with asyncio.timeout(10), asyncio.TaskGroup() as both:
        both.create_task(listen())
        await eventually(lambda: len(desk.signals._queues["acme"]) == 1)
        await _look(desk, "web-1")

    [event] = told
    assert (event.id, event.event) == (None, "typing")
    assert '"data":{"active":true}' in str(event.data)
