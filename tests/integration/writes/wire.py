"""The way from a worker to the shop, on which requests and answers get lost."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import StrEnum
from uuid import uuid4

import httpx

LATE_S = 7.0
"""So long a slow backend sits on a request: past the time-out of whoever sent it, and past the
first attempt to look it up."""
_UNDER_WAY_S = 0.2

_TOOLS = (
    ("POST", r"/orders/[^/]+/labels", "create_label"),
    ("GET", r"/labels|/orders/[^/]+/labels", "find_label"),
    ("POST", r"/labels/[^/]+/void", "void_label"),
    ("POST", r"/orders/[^/]+/refunds", "issue_refund"),
    ("GET", r"/refunds", "find_refund"),
    ("GET", r"/orders/[^/]+", "get_order"),
)


class Fault(StrEnum):
    """What happens to one request."""

    UNREACHABLE = "nobody listens"
    CUT_ON_THE_WAY = "the connection is cut before the request has arrived"
    LEAVES_LATE = "the request takes its time, and goes if nobody calls it off"
    ANSWER_CUT = "done, and the connection is cut before the answer has arrived"
    ANSWER_LATE = "done, and the answer takes its time"
    NO_ANSWER = "done, and never answered"
    FAILS_AFTER = "done, and answered with a 503"
    DONE_LATE = "done long after the sender has given up"
    RIVAL = "somebody else pays the order back just before"
    ELSEWHERE = "it asks for what is not there"


class Wire(httpx.AsyncBaseTransport):
    """Forwards to the real shop. `faults[tool]` are what its next requests meet, in order.

    Of labels the shop may be made to know no keys: each request comes with another one.
    """

    def __init__(self, faults: dict[str, list[Fault]], *, knows_keys: bool) -> None:
        self._shop = httpx.AsyncHTTPTransport()
        self._faults = {tool: list(listed) for tool, listed in faults.items()}
        self._knows_keys = knows_keys
        self._late: set[asyncio.Task[httpx.Response]] = set()
        self.sent: list[str] = []
        """The tools whose requests got as far as this."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        tool = tool_of(request)
        self.sent.append(tool)
        fault = self._faults[tool].pop(0) if self._faults.get(tool) else None
        if tool == "create_label" and not self._knows_keys:
            request.headers["idempotency-key"] = uuid4().hex
        if fault is None:
            return await self._forward(request)
        return await _WHAT_HAPPENS[fault](self, request)

    async def settle(self) -> None:
        """Wait for what is still on its way."""
        with suppress(httpx.TransportError):
            await asyncio.gather(*self._late)
        await self._shop.aclose()

    async def unreachable(self, _: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody listens")

    async def cut_on_the_way(self, _: httpx.Request) -> httpx.Response:
        raise httpx.WriteError("cut")

    async def leave_late(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(_UNDER_WAY_S)
        return await self._forward(request)

    async def cut_the_answer(self, request: httpx.Request) -> httpx.Response:
        await self._forward(request)
        raise httpx.ReadError("cut")

    async def answer_late(self, request: httpx.Request) -> httpx.Response:
        response = await asyncio.shield(self._in_background(request, 0))
        await asyncio.sleep(_UNDER_WAY_S)
        return response

    async def never_answer(self, request: httpx.Request) -> httpx.Response:
        await self._forward(request)
        await asyncio.Event().wait()
        raise AssertionError

    async def fail_after(self, request: httpx.Request) -> httpx.Response:
        await self._forward(request)
        return httpx.Response(503)

    async def do_it_late(self, request: httpx.Request) -> httpx.Response:
        return await asyncio.shield(self._in_background(request, LATE_S))

    async def be_overtaken(self, request: httpx.Request) -> httpx.Response:
        headers = {**request.headers, "idempotency-key": uuid4().hex}
        body = await request.aread()
        rival = httpx.Request(request.method, request.url, headers=headers, content=body)
        assert (await self._forward(rival)).status_code == httpx.codes.CREATED
        return await self._forward(request)

    async def miss(self, request: httpx.Request) -> httpx.Response:
        path = re.sub(r"/labels/[^/]+", "/labels/L-0", request.url.path)
        request.url = request.url.copy_with(path=path)
        return await self._forward(request)

    def _in_background(self, request: httpx.Request, wait: float) -> "asyncio.Task[httpx.Response]":
        async def carry_on() -> httpx.Response:
            await asyncio.sleep(wait)
            return await self._forward(request)

        task = asyncio.create_task(carry_on())
        self._late.add(task)
        return task

    async def _forward(self, request: httpx.Request) -> httpx.Response:
        response = await self._shop.handle_async_request(request)
        body = await response.aread()
        stream = httpx.ByteStream(body)
        return httpx.Response(response.status_code, headers=response.headers, stream=stream)


_WHAT_HAPPENS: dict[Fault, Callable[[Wire, httpx.Request], Awaitable[httpx.Response]]] = {
    Fault.UNREACHABLE: Wire.unreachable,
    Fault.CUT_ON_THE_WAY: Wire.cut_on_the_way,
    Fault.LEAVES_LATE: Wire.leave_late,
    Fault.ANSWER_CUT: Wire.cut_the_answer,
    Fault.ANSWER_LATE: Wire.answer_late,
    Fault.NO_ANSWER: Wire.never_answer,
    Fault.FAILS_AFTER: Wire.fail_after,
    Fault.DONE_LATE: Wire.do_it_late,
    Fault.RIVAL: Wire.be_overtaken,
    Fault.ELSEWHERE: Wire.miss,
}


def tool_of(request: httpx.Request) -> str:
    for method, path, tool in _TOOLS:
        if request.method == method and re.fullmatch(path, request.url.path):
            return tool
    raise LookupError(str(request.url))
