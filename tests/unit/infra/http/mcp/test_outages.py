"""A server that is down: one attempt for each call, and then it is left alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import mcp_types as types
import pytest

from domain.errors import DependencyUnavailable, OutcomeUnknown
from infra.http.circuit_breakers import CircuitBreakers
from infra.http.mcp.exchange import CALL, Exchange
from infra.http.mcp.session import Visit
from infra.http.mcp.tools import McpTools
from infra.memory.tool_pins import MemoryToolPins
from tests.fakes.mcp_servers import Bistro, VisitsInProcess
from tests.unit.infra.http.mcp.calls import (
    FIND_TABLE,
    OPERATION,
    approve_all,
    call_of,
    called,
)


class _Down:
    """Cannot be reached; `opened` are the attempts."""

    opened = 0

    @asynccontextmanager
    async def open(self, tenant_id: str, server: str, exchange: Exchange) -> AsyncIterator[Visit]:
        """Never comes to a session."""
        self.opened += 1
        raise DependencyUnavailable(f"{server} cannot be reached")
        yield


async def test_a_server_that_is_down_is_left_alone() -> None:
    """After five failures in a row nothing goes out, unless a person asks for it."""
    down = _Down()
    tools = McpTools(down, MemoryToolPins(), CircuitBreakers())
    for _ in range(7):
        with pytest.raises(DependencyUnavailable):
            await tools.call(FIND_TABLE, OPERATION, call_of())
    assert down.opened == 5

    with pytest.raises(DependencyUnavailable):
        await tools.call(FIND_TABLE, OPERATION, call_of(urgent=True))
    assert down.opened == 6


@pytest.mark.parametrize(
    ("sent", "kind"), [({"tools/list"}, DependencyUnavailable), ({CALL}, OutcomeUnknown)]
)
def test_only_a_call_that_went_out_may_have_been_carried_out(
    sent: set[str], kind: type[DependencyUnavailable]
) -> None:
    """What fails before it has done nothing, and may be tried again."""
    assert type(Exchange("bistro", sent=sent).error("did not answer")) is kind


async def test_a_server_that_only_wants_to_be_asked_again() -> None:
    """It is, a few times; what it has done by then nobody knows, so it is not taken for undone."""
    visits, pins = VisitsInProcess(Bistro()), MemoryToolPins()
    visits.bistro.answer = lambda _: types.InputRequiredResult(request_state="s1")
    await approve_all(visits, pins)

    with pytest.raises(OutcomeUnknown, match="does not come to an end"):
        await called(visits, pins)
    assert len(visits.bistro.calls) == 4
