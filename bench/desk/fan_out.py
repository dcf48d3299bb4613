"""One event to all streams: how soon, in how many bytes, and for how much processor time."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from psycopg import AsyncConnection

from bench.desk import bare_stream
from bench.desk.listeners import SENT_AT, Desks, HeardByAll, ListenerProcess
from bench.measurements import Measured
from bench.processes import Spent, counted
from bench.stack import TENANT, BenchStack, start_server

_PER_S: Final = 10
_ARRIVES_S: Final = 1.0
# A real handoff's fields, and so an event of the usual size; of no queue, so that all agents hear.
_EVENT: Final = """
SELECT to_jsonb(h) || jsonb_build_object('bench_at', %(at)s::float8) FROM handoffs h
WHERE tenant_id = %(tenant)s AND status = 'waiting' LIMIT 1
"""
_TELL: Final = """
SELECT tell_desk(%(tenant)s, 'handoff', NULL, NULL, 'bench', %(data)s::jsonb)
"""
Tells = Callable[[str], Awaitable[None]]


@dataclass
class Heard:
    """What came of the events of some windows."""

    events: int = 0
    heard: int = 0
    bytes: int = 0
    cpu_s: dict[str, float] = field(default_factory=dict)
    latencies: Measured = field(default_factory=lambda: Measured(1))

    def add(self, events: int, heard: HeardByAll, spent: Spent, idle: Mapping[str, float]) -> None:
        """Without what the same seconds cost while nothing happened."""
        self.events += events
        self.heard += len(heard.latencies_ms)
        self.bytes += heard.bytes
        for part, seconds in spent.cpu_s.items():
            of_events = seconds - idle.get(part, 0.0) * spent.wall_s
            self.cpu_s[part] = self.cpu_s.get(part, 0.0) + of_events
        for took_ms in heard.latencies_ms:
            self.latencies.note(took_ms)

    def as_json(self, streams: int) -> dict[str, Any]:
        sent = max(self.heard, 1)
        return {
            "events": self.events,
            "streams": streams,
            "heard_of_each": round(self.heard / max(self.events, 1), 1),
            "bytes_per_event_and_stream": round(self.bytes / sent),
            "cpu_us_per_event_and_stream": {
                part: round(seconds * 1e6 / sent, 1) for part, seconds in self.cpu_s.items()
            },
            "p50_ms": round(self.latencies.quantile(0.5), 1),
            "p95_ms": round(self.latencies.quantile(0.95), 1),
            "p99_ms": round(self.latencies.quantile(0.99), 1),
        }


class FanOut:
    """The desk's events to all agents, and the same bytes to as many bare streams."""

    def __init__(
        self,
        stack: BenchStack,
        connection: AsyncConnection[Any],
        listeners: ListenerProcess,
        streams: int,
    ) -> None:
        self._stack = stack
        self._connection = connection
        self._listeners = listeners
        self._streams = streams
        self._desk = Heard()
        self._bare = Heard()
        self._port: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "desk": self._desk.as_json(self._streams),
            "floor": self._bare.as_json(self._streams),
        }

    async def measure(self, window_s: float) -> None:
        await self._told(self._desk, self._listeners, self._tell_desk, window_s)
        if self._port is None:
            self._port = await start_server(
                self._stack.product, "bench-stream", "bench.desk.bare_stream"
            )
        desks = Desks(self._port, bare_stream.PATH, ("nobody",) * self._streams)
        bare = await ListenerProcess.start(desks)
        url = f"http://127.0.0.1:{self._port}"
        async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as http:

            async def tell(data: str) -> None:
                whole = json.dumps({"seq": 1, "kind": "handoff", "data": json.loads(data)})
                (await http.post(bare_stream.PATH, content=whole)).raise_for_status()

            await self._told(self._bare, bare, tell, window_s)
        await bare.stop()

    async def _told(
        self, found: Heard, listeners: ListenerProcess, tell: Tells, window_s: float
    ) -> None:
        pids = {**self._stack.pids, "client": listeners.pid}
        with counted(pids) as idle:
            await asyncio.sleep(window_s)
        await listeners.take()
        events = round(window_s * _PER_S)
        with counted(pids) as spent:
            for _ in range(events):
                await tell(await self._event())
                await asyncio.sleep(1 / _PER_S)
            await asyncio.sleep(_ARRIVES_S)
        heard = await listeners.take()
        found.add(events, heard, spent, {k: v / idle.wall_s for k, v in idle.cpu_s.items()})

    async def _event(self) -> str:
        values = {"tenant": TENANT, "at": time.monotonic()}
        row = await (await self._connection.execute(_EVENT, values)).fetchone()
        assert row is not None
        assert SENT_AT in row[0]
        return json.dumps(row[0])

    async def _tell_desk(self, data: str) -> None:
        await self._connection.execute(_TELL, {"tenant": TENANT, "data": data})
