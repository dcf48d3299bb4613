"""A restaurant whose server takes bookings, asks where to sit, and keeps a book of what it did."""

import signal
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import mcp_types as types

from domain.bot.model import Bot
from domain.tools import OnceBy
from infra.http.mcp.arguments import IDEMPOTENCY_META
from tests.fakes.mcp_servers import Answer, Bistro, said
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.test_asked_calls import FILES

TENANTS = tuple(f"bistro-{kind}" for kind in OnceBy)
STATE = "sealed-by-the-server"
KILLED = -signal.SIGKILL
_SEAT = {"type": "string", "title": "Inside or outside?", "enum": ["inside", "terrace"]}
_BOOK = types.Tool(
    name="book",
    description="Books a table.",
    input_schema={"type": "object", "properties": {"guests": {"type": "integer"}}},
)
_LOOK_UP = types.Tool(
    name="find_booking",
    description="Finds a booking.",
    input_schema={"type": "object", "properties": {"idempotency_key": {"type": "string"}}},
)
_TOOLS = """
book_table:
  mcp: {{server: bistro, tool: book, answer_within: 2d}}
  in: [guests]
  effect: write
  requires: anyone
  idempotency: "{{flow_run}}:table"
  returns: booking
  timeout: 20s
  retry: {{attempts: 2}}
{kept}
find_booking:
  mcp: {{server: bistro, tool: find_booking}}
  in: [idempotency_key]
  returns: booking
"""
_KEPT = {
    OnceBy.KEY: "  once_by: key",
    OnceBy.LOOKUP: "  once_by: lookup\n  reconcile: find_booking\n  settles_within: 2s",
    OnceBy.NOTHING: "  once_by: nothing",
}


@lru_cache
def bot_of(tenant: str) -> Bot:
    """The bot of a tenant whose name says by what its bookings are made once."""
    kind = OnceBy(tenant.removeprefix("bistro-"))
    return a_bot(
        FILES
        | {
            "tenant.yaml": FILES["tenant.yaml"].replace("tenant: bistro", f"tenant: {tenant}"),
            "tools.yaml": _TOOLS.format(kept=_KEPT[kind]),
        }
    )


class Restaurant(Bistro):
    """Books once for a key, if it `knows_keys`. `once_done` and `once_listed` happen once each,
    before the answer leaves."""

    def __init__(self) -> None:
        super().__init__([_BOOK, _LOOK_UP])
        self.once_done: Callable[[], None] | None = None
        self.once_listed: Callable[[], None] | None = None
        self.opens_a_new_book(knows_keys=True)

    def opens_a_new_book(self, *, knows_keys: bool) -> None:
        """Forget what was done. `keys` are those of each call to book, in order."""
        self.knows_keys = knows_keys
        self.bookings: list[str] = []
        self.keys: list[str] = []
        self.calls.clear()

    async def _list(self, context: Any, params: Any) -> types.ListToolsResult:
        happens, self.once_listed = self.once_listed, None
        if happens is not None:
            happens()
        return await super()._list(context, params)

    async def _call(self, _context: Any, params: types.CallToolRequestParams) -> Answer:
        self.calls.append(params)
        if params.name == "find_booking":
            return self._found(str((params.arguments or {})["idempotency_key"]))
        meta: Any = params.meta
        self.keys.append(meta[IDEMPOTENCY_META])
        if params.input_responses is None:
            answer: Answer = _asks()
        else:
            assert params.request_state == STATE
            answer = self._booked(self.keys[-1])
        happens, self.once_done = self.once_done, None
        if happens is not None:
            happens()
        return answer

    def _booked(self, key: str) -> types.CallToolResult:
        if not self.knows_keys or key not in self.bookings:
            self.bookings.append(key)
        return said("", structured_content={"table": "7"})

    def _found(self, key: str) -> types.CallToolResult:
        if key in self.bookings:
            return said("", structured_content={"table": "7"})
        return said("nothing", is_error=True, structured_content={"code": "not_found"})


def _asks() -> types.InputRequiredResult:
    form = {"type": "object", "properties": {"seat": _SEAT}, "required": ["seat"]}
    asked = types.ElicitRequest(
        params=types.ElicitRequestFormParams(message="Where?", requested_schema=form)
    )
    return types.InputRequiredResult(input_requests={"q": asked}, request_state=STATE)
