"""A thousand lists in which something changed: not one call goes out."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import mcp_types as types

from domain.mcp_tools import ListedTools
from domain.tools import ToolStatus
from infra.http.circuit_breakers import CircuitBreakers
from infra.http.mcp.exchange import Exchange
from infra.http.mcp.session import Answer, Request, Visit
from infra.http.mcp.tools import McpTools
from infra.memory.tool_pins import MemoryToolPins
from tests.fakes.mcp_servers import said
from tests.unit.domain.test_mcp_tools import BOOK, FIND, LISTED, SERVER, mutated, pin_of
from tests.unit.infra.http.mcp.calls import FIND_TABLE, OPERATION, call_of

BOOK_IT = OPERATION.model_copy(update={"tool": "book"})


class _Listing(Visit):
    """Lists what it was given, and counts the calls."""

    def __init__(self) -> None:
        self.lists = LISTED
        self.calls = 0

    async def listed(self) -> ListedTools:
        return self.lists

    async def call(self, request: Request) -> Answer:
        self.calls += 1
        answer: types.CallToolResult = said(request.tool, structured_content={"table": 4})
        return answer


class _Visits:
    def __init__(self, visit: _Listing) -> None:
        self.visit = visit

    @asynccontextmanager
    async def open(self, tenant_id: str, server: str, exchange: Exchange) -> AsyncIterator[Visit]:
        """Always the same one."""
        yield self.visit


async def test_no_call_goes_out_on_a_changed_definition() -> None:
    """
    Changed anywhere, renamed with another under its name, listed twice, missing, another server:
    a refusal each time, at once, and in between the unchanged tool is called as before.
    """
    dice = random.Random(53)  # noqa: S311 - dice, no secret
    visit, pins = _Listing(), MemoryToolPins()
    await pins.approve("acme", "bistro", [pin_of(BOOK), pin_of(FIND)])
    told: list[str] = []
    tools = McpTools(
        _Visits(visit), pins, CircuitBreakers(), refused=lambda *it: told.append(it[2])
    )
    codes: dict[str, int] = {}
    for number in range(1_000):
        other = FIND.model_copy(update={"name": "book"})
        found = dice.choice([
            (mutated(BOOK, dice), FIND),
            (other, BOOK.model_copy(update={"name": f"book{number}"})),
            (FIND,),
            (BOOK, FIND, BOOK),
        ])  # fmt: skip
        server = SERVER
        if number % 10 == 0:
            found, server = (BOOK, FIND), SERVER.model_copy(update={"name": f"b{number}"})
        visit.lists = ListedTools(server=server, tools=found)
        outcome = await tools.call(FIND_TABLE, BOOK_IT, call_of())
        assert outcome.status is ToolStatus.REFUSED
        codes[outcome.code or ""] = codes.get(outcome.code or "", 0) + 1

    assert visit.calls == 0
    assert len(told) == 1_000
    assert set(codes) == {
        "tool_changed",
        "tool_gone",
        "tool_listed_twice",
        "tool_of_another_server",
    }
    visit.lists = LISTED
    outcome = await tools.call(FIND_TABLE, BOOK_IT, call_of())
    assert (outcome.status, visit.calls) == (ToolStatus.SUCCEEDED, 1)
