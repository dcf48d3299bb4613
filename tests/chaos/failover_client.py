"""Requests to whichever gateway is alive, as a load balancer would send them."""

import time
from collections.abc import Callable, Sequence

import httpx

_TURNS_AWAY = {httpx.codes.BAD_GATEWAY, httpx.codes.SERVICE_UNAVAILABLE}
_LEFT_ALONE_S = 2.0


class EitherDoor(httpx.AsyncBaseTransport):
    """The gateways in turn; one that did not answer well is tried last for a while.

    Where nobody listens the next is tried at once, as nothing was sent. A request that was sent and
    failed is the sender's to repeat.
    """

    def __init__(
        self,
        urls: Sequence[str],
        inner: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._urls = [httpx.URL(url) for url in urls]
        self._inner = inner or httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=None))
        self._clock = clock
        self._left_until = [0.0] * len(urls)
        self._turn = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        *firsts, last = self._in_order()
        for number in firsts:
            try:
                return await self._ask(number, request)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._ask(last, request)

    async def aclose(self) -> None:
        await self._inner.aclose()

    def _in_order(self) -> list[int]:
        self._turn += 1
        in_turn = [(self._turn + n) % len(self._urls) for n in range(len(self._urls))]
        now = self._clock()
        return sorted(in_turn, key=lambda number: self._left_until[number] > now)

    async def _ask(self, number: int, request: httpx.Request) -> httpx.Response:
        where = self._urls[number]
        request.url = request.url.copy_with(host=where.host, port=where.port)
        try:
            response = await self._inner.handle_async_request(request)
        except httpx.TransportError:
            self._leave(number)
            raise
        if response.status_code in _TURNS_AWAY:
            self._leave(number)
        return response

    def _leave(self, number: int) -> None:
        self._left_until[number] = self._clock() + _LEFT_ALONE_S
