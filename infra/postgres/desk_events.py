"""The one numbered stream of a tenant's desks, read once for all who follow it in this process."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.events import DeskEvent
from domain.errors import DependencyUnavailable
from infra.postgres.event_hub import EventHub, Wake
from infra.postgres.raw_queries import tenant_rows

_BATCH = 200
_REMEMBERED = 1000
"""Events of a tenant that followers of this process find without asking the database."""
_FORGOTTEN_AT_ONCE = 1000
_PAUSE_S = 0.5
"""Between attempts to read while the database is down."""

_AFTER = """
SELECT seq, kind, queue, agent, conversation_id, data, at FROM desk_events
WHERE tenant_id = %(tenant)s AND seq > %(seq)s ORDER BY seq LIMIT %(limit)s
"""
_RANGE = """
SELECT s.last_seq, (
    SELECT min(e.seq) FROM desk_events e WHERE e.tenant_id = s.tenant_id
) AS first_seq FROM desk_streams s WHERE s.tenant_id = %(tenant)s
"""
_FORGET = """
WITH old AS (
    SELECT seq FROM desk_events WHERE tenant_id = %(tenant)s AND at < %(before)s
    ORDER BY seq LIMIT %(limit)s
), watches AS (
    DELETE FROM desk_watches WHERE tenant_id = %(tenant)s AND until < %(before)s
)
DELETE FROM desk_events e USING old
WHERE e.tenant_id = %(tenant)s AND e.seq = old.seq RETURNING e.seq
"""


class _Feed:
    """What all followers of one tenant share: the latest events, and one reader of new ones."""

    def __init__(self) -> None:
        self.followers = 0
        self.reader: asyncio.Task[None] | None = None
        self._events: deque[DeskEvent] = deque(maxlen=_REMEMBERED)
        self._wakes: set[Wake] = set()

    def add(self, events: list[DeskEvent]) -> None:
        self._events.extend(events)
        for wake in self._wakes:
            wake.ring()

    def after(self, seq: int) -> list[DeskEvent] | None:
        """None where this is further back than what is remembered."""
        if not self._events or self._events[0].seq > seq + 1:
            return None
        return [self._events[n] for n in range(seq + 1 - self._events[0].seq, len(self._events))]

    @contextmanager
    def woken(self) -> Iterator[Wake]:
        wake = Wake()
        self._wakes.add(wake)
        try:
            yield wake
        finally:
            self._wakes.discard(wake)


class PostgresDeskEvents:
    """Implements `DeskEvents`.

    Reads by number; the hub only says when to look, so that no notification can lose one.
    """

    def __init__(self, engine: AsyncEngine, hub: EventHub) -> None:
        self._engine = engine
        self._hub = hub
        self._feeds: dict[str, _Feed] = {}

    async def range_of(self, tenant_id: str) -> tuple[int, int]:
        rows = await tenant_rows(self._engine, tenant_id, _RANGE, {"tenant": tenant_id})
        if not rows:
            return 1, 0
        latest = int(rows[0]["last_seq"])
        return int(rows[0]["first_seq"] or latest + 1), latest

    async def after(self, tenant_id: str, seq: int, *, limit: int = _BATCH) -> list[DeskEvent]:
        values = {"tenant": tenant_id, "seq": seq, "limit": limit}
        rows = await tenant_rows(self._engine, tenant_id, _AFTER, values)
        return [DeskEvent.model_validate(row) for row in rows]

    async def follow(self, tenant_id: str, seq: int) -> AsyncIterator[DeskEvent]:
        """From what the process remembers, else, further back, from the database."""
        with self._fed(tenant_id) as feed, feed.woken() as wake:
            while True:
                if feed.reader is not None and feed.reader.done():
                    feed.reader.result()  # it reads for ever: what ended it is everybody's failure
                events = feed.after(seq)
                if events is None:
                    events = await self._read(tenant_id, seq)
                for event in events:
                    seq = event.seq
                    yield event
                if not events:
                    await wake.wait()

    async def forget(self, tenant_id: str, *, before: datetime) -> int:
        values = {"tenant": tenant_id, "before": before, "limit": _FORGOTTEN_AT_ONCE}
        return len(await tenant_rows(self._engine, tenant_id, _FORGET, values))

    @contextmanager
    def _fed(self, tenant_id: str) -> Iterator[_Feed]:
        """The tenant's feed, whose reader runs while anybody follows."""
        feed = self._feeds.setdefault(tenant_id, _Feed())
        feed.followers += 1
        if feed.reader is None:
            feed.reader = asyncio.create_task(self._feed(tenant_id, feed))
            feed.reader.add_done_callback(lambda _: feed.add([]))
        try:
            yield feed
        finally:
            feed.followers -= 1
            if not feed.followers:
                feed.reader.cancel()
                del self._feeds[tenant_id]

    async def _feed(self, tenant_id: str, feed: _Feed) -> None:
        """Subscribed before the first read: what is committed in between rings the alarm."""
        with self._hub.subscribed_to_desk(tenant_id) as wake:
            seq = await self._latest(tenant_id)
            feed.add([])
            while True:
                batch = await self._read(tenant_id, seq)
                if batch:
                    seq = batch[-1].seq
                    feed.add(batch)
                if len(batch) < _BATCH:
                    await wake.wait()

    async def _latest(self, tenant_id: str) -> int:
        while True:
            try:
                return (await self.range_of(tenant_id))[1]
            except DependencyUnavailable:
                await asyncio.sleep(_PAUSE_S)

    async def _read(self, tenant_id: str, seq: int) -> list[DeskEvent]:
        """As `after`, but a database that is down for a while does not end the stream."""
        while True:
            try:
                return await self.after(tenant_id, seq)
            except DependencyUnavailable:
                await asyncio.sleep(_PAUSE_S)
