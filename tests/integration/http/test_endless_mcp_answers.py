"""Streams of MCP servers that never end, and what they want of us meanwhile."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.errors import OutcomeUnknown
from infra.http.mcp.transport import MOST_REQUESTS
from infra.memory.tool_pins import MemoryToolPins
from tests.fakes.mcp_servers import Bistro
from tests.integration.http.mcp_loopback import on_loopback, visits_at
from tests.unit.infra.http.mcp.calls import FIND_TABLE, approve_all, called

QUICK = FIND_TABLE.model_copy(update={"timeout": timedelta(seconds=2)})


def event(**body: object) -> bytes:
    """A message of the server's, as its stream holds it."""
    return f"data: {json.dumps({'jsonrpc': '2.0', **body})}\n\n".encode()


def asks(number: int) -> bytes:
    """A question in the middle of the call, each time another one."""
    form = {"message": "x", "requestedSchema": {"type": "object", "properties": {}}}
    return event(id=10_000 + number, method="elicitation/create", params=form)


def says_that_it_goes_on(number: int) -> bytes:
    """Progress, for ever."""
    told = {"progressToken": 1, "progress": number}
    return event(method="notifications/progress", params=told)


def lists_anew(number: int) -> bytes:
    """News of its tools, for ever."""
    return event(method="notifications/tools/list_changed")


@pytest.mark.parametrize(
    "pours", [lambda _: b": hello\n\n", lambda _: b"d", says_that_it_goes_on, lists_anew, asks]
)
async def test_a_stream_without_an_end_ends_with_the_calls_own_time(
    pours: Callable[[int], bytes],
) -> None:
    """Nobody knows what became of it; it was called once, and we have not written without an end
    either."""
    pins = MemoryToolPins()
    async with on_loopback(Bistro()) as (url, door), visits_at(url) as visits:
        await approve_all(visits, pins)
        before = len(door.seen)
        door.pours = pours

        with pytest.raises(OutcomeUnknown):
            await called(visits, pins, tool=QUICK)

        assert door.calls() == 1
        assert len(door.seen) - before <= MOST_REQUESTS
