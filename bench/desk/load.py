"""The desk under its load: how soon it answers, and what an event costs, beside the floors."""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from psycopg import AsyncConnection

from bench.desk import requests
from bench.desk.claims import Claims
from bench.desk.fan_out import FanOut
from bench.desk.listeners import Desks, ListenerProcess
from bench.desk.requests import Asked
from bench.desk.staffed_desk import AGENTS, Desk, Statements, bare, hire
from bench.desk.stored_conversations import LONG_MESSAGES, WAITING, belong_to_the_tenant, store
from bench.desk.untold_turns import UntoldTurns
from bench.measurements import Measured
from bench.processes import counted
from bench.stack import TENANT, BenchStack

_IDLE_S: Final = 15.0
_PAUSE_S: Final = 0.02


@dataclass
class Compared:
    """Requests, and the statement that is their floor."""

    asked: Iterator[Asked]
    floor: Statements
    measured: Measured = field(default_factory=lambda: Measured(AGENTS))
    floor_measured: Measured = field(default_factory=lambda: Measured(AGENTS))
    slowest: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    """Milliseconds, by what was asked for."""

    async def once(self, desk: Desk, connection: AsyncConnection[Any]) -> None:
        asked = next(self.asked)
        took_ms = await desk.ask(asked, self.measured)
        self.slowest[asked.what] = max(self.slowest[asked.what], took_ms)
        await bare(connection, next(self.floor), self.floor_measured)

    def as_json(self) -> dict[str, Any]:
        return {
            "asked": self.measured.as_json(),
            "floor": self.floor_measured.as_json(),
            "slowest_ms": {what: round(ms, 1) for what, ms in self.slowest.items()},
        }


class DeskLoad:
    """Two hundred agents who listen, and what is asked meanwhile."""

    def __init__(
        self,
        stack: BenchStack,
        connection: AsyncConnection[Any],
        listeners: ListenerProcess,
        *,
        tokens: list[str],
        conversations: int,
        stored_s: float,
    ) -> None:
        self._stack = stack
        self._connection = connection
        self._listeners = listeners
        self._desk = Desk(stack.product.ports.gateway_url, tokens)
        self._stored = {"conversations": conversations, "seconds": round(stored_s, 1)}
        self._compared = {
            "list": Compared(requests.lists(), requests.bare_list()),
            "open": Compared(
                requests.openings(conversations), requests.bare_openings(conversations)
            ),
            "search": Compared(requests.searches(conversations), requests.bare_searches()),
        }
        self._claims = Claims(stack, self._desk, connection)
        self._fan_out = FanOut(stack, connection, listeners, len(tokens))
        self._turns = UntoldTurns(stack, connection)
        self._idle: dict[str, Any] = {}

    async def measure(self, *, samples: int, claims: int, window_s: float, turns: int) -> None:
        """A little of each; a later round adds to it."""
        for compared in self._compared.values():
            for _ in range(samples):
                await compared.once(self._desk, self._connection)
                await asyncio.sleep(_PAUSE_S)
        await self._claims.measure(claims)
        await self._fan_out.measure(window_s)
        self._idle = await self._idle_agents()
        await self._turns.measure(turns, window_s)

    def as_json(self) -> dict[str, Any]:
        return {
            "agents": AGENTS,
            "waiting": WAITING,
            "longest_chat": LONG_MESSAGES,
            "stored": self._stored,
            **{name: compared.as_json() for name, compared in self._compared.items()},
            "claim": self._claims.as_json(),
            "fan_out": self._fan_out.as_json(),
            "idle_agents": self._idle,
            "turns": self._turns.as_json(),
        }

    async def close(self) -> None:
        await self._desk.close()

    @property
    def _pids(self) -> dict[str, int]:
        return {**self._stack.pids, "client": self._listeners.pid}

    async def _idle_agents(self) -> dict[str, Any]:
        """What all of them take while nothing happens: a heartbeat a minute each."""
        await self._listeners.take()
        with counted(self._pids) as spent:
            await asyncio.sleep(_IDLE_S)
        heard = await self._listeners.take()
        return {
            "heartbeats_per_agent_and_minute": round(heard.beats * 60 / spent.wall_s / AGENTS, 2),
            "bytes_per_agent_and_minute": round(heard.bytes * 60 / spent.wall_s / AGENTS),
            "lost_streams": heard.lost,
            "cores": {k: round(v / spent.wall_s, 3) for k, v in spent.cpu_s.items()},
        }


@asynccontextmanager
async def desk_load(stack: BenchStack, conversations: int) -> AsyncIterator[DeskLoad]:
    """Store them, hire the agents, and let them listen."""
    url = stack.product.settings.require_database_url()
    connection = await AsyncConnection.connect(url, autocommit=True, connect_timeout=5)
    async with connection, contextlib.AsyncExitStack() as ends:
        began = time.perf_counter()
        await store(connection, conversations)
        stored_s = time.perf_counter() - began
        await belong_to_the_tenant(connection)
        tokens = await hire(url, connection)
        listeners = await ListenerProcess.start(
            Desks(
                port=stack.product.ports.gateway,
                path=f"/v1/tenants/{TENANT}/desk/events",
                tokens=tuple(tokens),
                heartbeat_path=f"/v1/tenants/{TENANT}/desk/heartbeat",
            )
        )
        ends.push_async_callback(listeners.stop)
        load = DeskLoad(
            stack,
            connection,
            listeners,
            tokens=tokens,
            conversations=conversations,
            stored_s=stored_s,
        )
        ends.push_async_callback(load.close)
        yield load
