"""Open event streams of this replica, and the batching of what they send."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import Protocol, TypeVar

from api.metrics import GatewayMetrics

_Event = TypeVar("_Event")
_Aside = TypeVar("_Aside")
_Heard_co = TypeVar("_Heard_co", covariant=True)


class _Asides(Protocol[_Heard_co]):
    """A queue, as far as it is read here."""

    async def get(self) -> _Heard_co: ...


class OpenStreams:
    """Counts them, by visitor and address for the limits and by tenant for the operator."""

    def __init__(self, metrics: GatewayMetrics) -> None:
        self._gauge = metrics.open_streams
        self._by_visitor: Counter[str] = Counter()
        self._by_address: Counter[str] = Counter()

    def of_visitor(self, visitor_id: str) -> int:
        return self._by_visitor[visitor_id]

    def of_address(self, address: str) -> int:
        return self._by_address[address]

    @contextmanager
    def opened(self, tenant_id: str, visitor_id: str, address: str = "") -> Iterator[None]:
        with (
            _counted(self._by_visitor, visitor_id),
            _counted(self._by_address, address),
            self._gauge.labels(tenant_id).track_inprogress(),
        ):
            yield


@contextmanager
def _counted(counter: Counter[str], key: str) -> Iterator[None]:
    counter[key] += 1
    try:
        yield
    finally:
        counter[key] -= 1
        if not counter[key]:
            del counter[key]


async def interleaved(
    events: AsyncIterator[_Event], asides: _Asides[_Event], *, until: datetime
) -> AsyncGenerator[_Event, None]:
    """Events, and what is put into the queue between them, until the events end or the moment."""
    left = (until - datetime.now(UTC)).total_seconds()
    if left <= 0:
        return
    async with aclosing(mixed(events, asides, every_s=left)) as both:
        async for happened in both:
            if happened is None:
                return
            yield happened


async def mixed(
    events: AsyncIterator[_Event], asides: _Asides[_Aside], *, every_s: float
) -> AsyncGenerator[_Event | _Aside | None, None]:
    """Both, as they come, until the events end; None each time that so long has gone by."""
    event = asyncio.ensure_future(anext(events, None))
    aside = asyncio.ensure_future(asides.get())
    ring_at = monotonic() + every_s
    try:
        while True:
            left = max(0.0, ring_at - monotonic())
            await asyncio.wait((event, aside), timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if monotonic() >= ring_at:
                yield None
                ring_at = monotonic() + every_s
            if aside.done():
                yield aside.result()
                aside = asyncio.ensure_future(asides.get())
            if event.done():
                if (happened := event.result()) is None:
                    return
                yield happened
                event = asyncio.ensure_future(anext(events, None))
    finally:
        event.cancel()
        aside.cancel()
        await asyncio.gather(event, aside, return_exceptions=True)
