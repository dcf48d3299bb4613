"""Acknowledgements of signed Slack events: how soon, and how many, beside a bare route."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any

from bench import bare_route
from bench.load_generator import Acknowledged, Load
from bench.measurements import Measured
from bench.processes import counted, settled
from bench.slack_workspace import SlackWorkspace
from bench.stack import BenchStack

PER_S = 100
PEOPLE = 48
_LANES = 32
_WARM_S = 1.5
_UNSHARED_S = 60.0
_BIGGEST_ANSWER = 1 << 24
_NUMBERS_OF_LOADS = 1_000_000
"""So many below the first event's are for single events."""


@dataclass
class Acknowledgements:
    """A workspace with people who are with a human: what they write begins a turn of the product,
    all of which runs, and no reply is sent.

    The signed route and the bare one post alike, for the same people.
    """

    stack: BenchStack
    slack: SlackWorkspace
    bare_port: int
    at_rate: Measured = field(default_factory=lambda: Measured(PEOPLE))
    signed: Measured = field(default_factory=lambda: Measured(PEOPLE))
    bare: Measured = field(default_factory=lambda: Measured(PEOPLE))
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def measure(self, window_s: float) -> None:
        """Once a hundred a second; then each route as fast as it acknowledges."""
        users = await self.slack.people_with_a_human(PEOPLE)
        port = self.stack.product.ports.gateway
        events, messages = self.slack.events_of(users), self.slack.messages_of(users)
        signed = Load(port, self.slack.path, events, self.slack.secret, 0, window_s)
        bare = Load(self.bare_port, bare_route.PATH, messages, "", 0, window_s, lanes=_LANES)
        at_rate = asdict(signed) | {"per_s": PER_S, "seconds": window_s * 2}
        flat_out = asdict(signed) | {"lanes": _LANES}
        self.at_rate = self.at_rate.and_later(await self._posted(at_rate))
        self.signed = self.signed.and_later(await self._posted(flat_out))
        self.bare = self.bare.and_later(await self._posted(asdict(bare)))

    def as_json(self) -> dict[str, Any]:
        return {
            "people": PEOPLE,
            "per_s": PER_S,
            "at_rate": self.at_rate.as_json(),
            "at_most": self.signed.as_json(),
            "bare_route": self.bare.as_json(),
        }

    async def _posted(self, load: Mapping[str, Any]) -> Measured:
        """Nobody is still working off the window before, and the route is warm."""
        await asyncio.to_thread(settled, self.stack.pids, _UNSHARED_S)
        async with _generator() as generator:
            await generator.posts({**load, "seconds": _WARM_S, "first": self._first()})
            pids = {**self.stack.pids, "client": generator.pid}
            with counted(pids) as spent:
                found = await generator.posts({**load, "first": self._first()})
        return Measured.of_acknowledged(found, PEOPLE, spent)

    def _first(self) -> int:
        return next(self._numbers) * _NUMBERS_OF_LOADS


class _Generator:
    """The process that posts."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pid = process.pid

    async def posts(self, load: Mapping[str, Any]) -> Acknowledged:
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answered is not None
        asked.write(json.dumps(load).encode() + b"\n")
        await asked.drain()
        return Acknowledged(**json.loads(await answered.readline()))


@asynccontextmanager
async def _generator() -> AsyncIterator[_Generator]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.load_generator"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=_BIGGEST_ANSWER,
    )
    try:
        yield _Generator(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
