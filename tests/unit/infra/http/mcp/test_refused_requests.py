"""Requests of a server to us in the middle of a call: refused, in the era that has them."""

from typing import Any

import mcp_types as types
import pytest
from mcp.shared.exceptions import MCPError

from domain.tools import ToolStatus
from infra.memory.tool_pins import MemoryToolPins
from tests.fakes.mcp_servers import Answer, Bistro, VisitsInProcess, said
from tests.unit.infra.http.mcp.calls import approve_all, called

SCHEMA = {"type": "object", "properties": {"seat": {"type": "string"}}}


class _Demanding(Bistro):
    """Wants something before it answers, and says whether it got it."""

    def __init__(self, wants: str) -> None:
        super().__init__()
        self.wants = wants

    async def _call(self, context: Any, params: types.CallToolRequestParams) -> Answer:
        self.calls.append(params)
        session = context.session
        message = types.SamplingMessage(
            role="user", content=types.TextContent(type="text", text="Who is the customer?")
        )
        try:
            match self.wants:
                case "a customer's answer":
                    await session.elicit_form("Where?", SCHEMA)
                case "a model":
                    await session.create_message([message], max_tokens=10)
                case _:
                    await session.list_roots()
        except MCPError:
            return said("nothing", is_error=True, structured_content={"code": "got_nothing"})
        return said("got it")


@pytest.mark.filterwarnings("ignore::mcp.shared.exceptions.MCPDeprecationWarning")
@pytest.mark.parametrize("wants", ["a customer's answer", "a model", "our folders"])
async def test_a_server_gets_nothing_of_us_in_the_middle_of_a_call(wants: str) -> None:
    """No model answers it, no folder is shown, and no customer is waited for within a time-out."""
    visits, pins = VisitsInProcess(_Demanding(wants), mode="legacy"), MemoryToolPins()
    await approve_all(visits, pins)

    outcome = await called(visits, pins)

    assert (outcome.status, outcome.code) == (ToolStatus.REFUSED, "got_nothing")
