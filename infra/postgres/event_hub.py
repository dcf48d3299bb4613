"""One LISTEN connection for a whole process: it wakes whoever follows a conversation or a desk, and
passes on signals between desks and drafts of answers."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import timedelta
from typing import Self

import psycopg
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.drafts import DraftPiece
from domain.ports.drafts import DraftListener
from infra.postgres.connection_timeouts import ImpatientConnection

_CONVERSATIONS = "conversation_events"
_DESKS = "desk_events"
SIGNALS = "desk_signals"
DRAFTS = "conversation_drafts"
_MOST_SIGNALS = 200
"""What one listener has not taken yet; more are dropped, since they are of the moment only."""
_QUIET = timedelta(seconds=5)
"""After so long without a notification the connection is tried, so that a dead peer is noticed."""
_CONNECT_WITHIN_S = 5
_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 5.0

_log = logging.getLogger(__name__)


class Wake:
    """One follower's alarm. It stays rung until the follower has waited."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def wait(self) -> None:
        """Return at once if it rang since the last wait."""
        await self._rung.wait()
        self._rung.clear()


class EventHub:
    """Listens for NOTIFY while its `async with` block is open, and connects again when cut off.

    Notifications sent while it was cut off are gone, so everybody is woken after a reconnect.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._wakes: defaultdict[str, set[Wake]] = defaultdict(set)
        self._signals: defaultdict[str, set[asyncio.Queue[str]]] = defaultdict(set)
        self._drafts: DraftListener | None = None

    async def __aenter__(self) -> Self:
        self._listening = asyncio.create_task(self._listen_for_ever(), name="event-hub")
        return self

    async def __aexit__(self, *_failure: object) -> None:
        self._listening.cancel()
        with suppress(asyncio.CancelledError):
            await self._listening

    def subscribed(self, tenant_id: str, conversation_id: str) -> AbstractContextManager[Wake]:
        return self._woken(f"{tenant_id}/{conversation_id}")

    def subscribed_to_desk(self, tenant_id: str) -> AbstractContextManager[Wake]:
        return self._woken(tenant_id)  # no tenant's name has a slash

    def listen_for_drafts(self, listener: DraftListener) -> None:
        self._drafts = listener

    @contextmanager
    def hearing(self, tenant_id: str) -> Iterator[asyncio.Queue[str]]:
        """The signals of a tenant's desks, as they were sent, while nobody keeps them."""
        queue: asyncio.Queue[str] = asyncio.Queue(_MOST_SIGNALS)
        self._signals[tenant_id].add(queue)
        try:
            yield queue
        finally:
            self._signals[tenant_id].discard(queue)
            if not self._signals[tenant_id]:
                del self._signals[tenant_id]

    @contextmanager
    def _woken(self, key: str) -> Iterator[Wake]:
        wake = Wake()
        self._wakes[key].add(wake)
        try:
            yield wake
        finally:
            self._wakes[key].discard(wake)
            if not self._wakes[key]:
                del self._wakes[key]

    async def _listen_for_ever(self) -> None:
        pause = _FIRST_PAUSE_S
        while True:
            try:
                async with await self._connect() as connection:
                    pause = _FIRST_PAUSE_S
                    self._ring_everybody()
                    await self._listen(connection)
            except (psycopg.Error, OSError, TimeoutError) as error:
                _log.warning("event_hub_disconnected", extra={"error_type": type(error).__name__})
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_S)

    async def _connect(self) -> ImpatientConnection:
        connection = await ImpatientConnection.connect(
            self._url,
            autocommit=True,
            connect_timeout=_CONNECT_WITHIN_S,
            application_name="duralogue-events",
        )
        for channel in (SIGNALS, DRAFTS, _DESKS, _CONVERSATIONS):
            await connection.execute(f"LISTEN {channel}")
        return connection

    async def _listen(self, connection: ImpatientConnection) -> None:
        while True:
            async for notice in connection.notifies(timeout=_QUIET.total_seconds()):
                self._hear(notice.channel, notice.payload)
            await connection.execute("SELECT 1")

    def _hear(self, channel: str, payload: str) -> None:
        if channel == SIGNALS:
            self._pass_on(*payload.split(" ", 1))
        elif channel == DRAFTS:
            self._hear_draft(*payload.split(" ", 1))
        elif channel == _DESKS:
            self._ring(payload)
        else:
            key, _, seq = payload.rpartition("/")
            self._tell_of_commit(key, seq)
            self._ring(key)

    def _hear_draft(self, after: str, piece: str = "") -> None:
        if self._drafts is None:
            return
        try:
            heard, number = DraftPiece.model_validate_json(piece), int(after)
        except ValueError:  # of a worker that runs another release
            _log.warning("draft_not_understood")
        else:
            self._drafts.heard(heard, number)

    def _tell_of_commit(self, key: str, seq: str) -> None:
        """Before anybody is woken: what was drafted before it is of the past."""
        if self._drafts is not None:
            tenant_id, _, conversation_id = key.partition("/")
            number = int(seq) if seq.isdecimal() else 0
            self._drafts.committed(tenant_id, conversation_id, number)

    def _pass_on(self, tenant_id: str, signal: str = "") -> None:
        for queue in self._signals.get(tenant_id, ()):
            with suppress(asyncio.QueueFull):
                queue.put_nowait(signal)

    def _ring(self, key: str) -> None:
        for wake in self._wakes.get(key, ()):
            wake.ring()

    def _ring_everybody(self) -> None:
        if self._drafts is not None:
            self._drafts.interrupted()
        for wakes in self._wakes.values():
            for wake in wakes:
                wake.ring()
