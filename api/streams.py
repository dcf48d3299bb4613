"""Open event streams of this replica, and the batching of what they send."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeVar

from api.metrics import GatewayMetrics

_Event = TypeVar("_Event")


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
    events: AsyncIterator[_Event], asides: asyncio.Queue[_Event], *, until: datetime
) -> AsyncGenerator[_Event, None]:
    """Events, and what is put into the queue between them, until the events end or the moment."""
    event = asyncio.ensure_future(anext(events, None))
    aside = asyncio.ensure_future(asides.get())
    try:
        while (left := (until - datetime.now(UTC)).total_seconds()) > 0:
            await asyncio.wait((event, aside), timeout=left, return_when=asyncio.FIRST_COMPLETED)
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
