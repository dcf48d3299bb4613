"""Open event streams of this replica, and the batching of what they send."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, contextmanager, suppress
from datetime import UTC, datetime
from typing import Final, Generic, Protocol, TypeVar

from api.metrics import GatewayMetrics

_READ_AHEAD: Final = 8
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
    meeting = _Meeting[_Event | _Aside](every_s)
    pumps = (
        asyncio.ensure_future(meeting.take_all(events)),
        asyncio.ensure_future(meeting.take_for_ever(asides)),
    )
    for pump in pumps:
        pump.add_done_callback(meeting.end)
    try:
        while not meeting.is_over:
            if (happened := await meeting.next()) is not None:
                yield happened
            if meeting.is_due:
                meeting.wind()
                yield None
        for pump in pumps:
            if pump.done():
                pump.result()  # raises what has ended it
    finally:
        meeting.stop()
        for pump in pumps:
            pump.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)


class _Meeting(Generic[_Event]):
    """Where two sources and a clock meet: one task for each source, and none for each event."""

    def __init__(self, every_s: float) -> None:
        self._every_s = every_s
        self._ready: asyncio.Queue[_Event | None] = asyncio.Queue(_READ_AHEAD)
        self._has_ended = False
        self.wind()

    @property
    def is_over(self) -> bool:
        return self._has_ended and self._ready.empty()

    async def next(self) -> _Event | None:
        """None where only the clock has rung, or the end has come."""
        return await self._ready.get()

    async def take_all(self, source: AsyncIterator[_Event]) -> None:
        async for each in source:
            await self._ready.put(each)

    async def take_for_ever(self, source: _Asides[_Event]) -> None:
        while True:
            await self._ready.put(await source.get())

    def wind(self) -> None:
        """Set the clock for the next time."""
        self.is_due = False
        self._clock = asyncio.get_running_loop().call_later(self._every_s, self._ring)

    def stop(self) -> None:
        self._clock.cancel()

    def end(self, _pump: asyncio.Future[None]) -> None:
        self._has_ended = True
        self._wake()

    def _ring(self) -> None:
        self.is_due = True
        self._wake()

    def _wake(self) -> None:
        with suppress(asyncio.QueueFull):  # then whoever reads has something to read
            self._ready.put_nowait(None)
