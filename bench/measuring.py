"""The two ways of asking: one turn at a time on an idle machine, and as fast as answers come."""

import asyncio
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bench.processes import OTHERS, counted
from bench.talkers import Talker, TurnFailed


@dataclass(frozen=True)
class Line:
    """Something to say, and whether this turn is the one that is measured."""

    text: str
    counts: bool = True


Script = Callable[[int], Iterator[Line]]
"""What the n-th customer says, for ever."""

Expected = Callable[[Mapping[str, Any]], bool]


@dataclass
class Measured:
    """What came of some turns."""

    conversations: int
    turns: int = 0
    """All that were answered within the window, with those in between."""
    unexpected: int = 0
    """Answers that were not what this kind of turn is about."""
    failed: int = 0
    seconds: float = 0.0
    cpu_ms_per_turn: dict[str, float] = field(default_factory=dict)
    others_cores: float = 0.0
    """How many cores were busy with what is none of ours: the noise in this figure."""
    latencies_ms: list[float] = field(default_factory=list, repr=False)

    @property
    def turns_per_s(self) -> float:
        return self.turns / self.seconds if self.seconds else 0.0

    @property
    def cpu_of_product_ms(self) -> float:
        return sum(ms for part, ms in self.cpu_ms_per_turn.items() if part != "client")

    def quantile(self, share: float) -> float:
        """By nearest rank; NaN where nothing was measured."""
        ordered = sorted(self.latencies_ms)
        return ordered[max(math.ceil(share * len(ordered)) - 1, 0)] if ordered else math.nan

    def as_json(self) -> dict[str, Any]:
        shown = asdict(self)
        shown.pop("latencies_ms")
        return shown | {
            "turns_per_s": round(self.turns_per_s, 2),
            "p50_ms": round(self.quantile(0.5), 2),
            "p95_ms": round(self.quantile(0.95), 2),
            "p99_ms": round(self.quantile(0.99), 2),
            "samples": len(self.latencies_ms),
            "seconds": round(self.seconds, 2),
            "cpu_ms_per_turn": {k: round(v, 2) for k, v in self.cpu_ms_per_turn.items()},
        }


async def one_at_a_time(
    talker: Talker,
    script: Iterator[Line],
    expected: Expected,
    pids: Mapping[str, int],
    *,
    turns: int,
    pause_s: float,
) -> Measured:
    """Single turns with a pause between them, in which what a turn leaves behind settles."""
    measured = Measured(conversations=1)
    with counted(pids) as spent:
        while len(measured.latencies_ms) < turns and measured.failed < turns:
            await _say(talker, next(script), expected, measured)
            await asyncio.sleep(pause_s)
    measured.seconds = spent.wall_s
    _share(measured, spent.cpu_s)
    return measured


async def as_fast_as_answered(
    talkers: Sequence[Talker],
    scripts: Sequence[Iterator[Line]],
    expected: Expected,
    pids: Mapping[str, int],
    *,
    seconds: float,
) -> Measured:
    """Everybody says the next thing once the last is answered. What is under way at the end is
    waited for; the turns, the time and the CPU are those until then."""
    measured = Measured(conversations=len(talkers))
    until = time.perf_counter() + seconds

    async def talk(talker: Talker, script: Iterator[Line]) -> None:
        while time.perf_counter() < until:
            await _say(talker, next(script), expected, measured)

    with counted(pids) as spent:
        await asyncio.gather(*map(talk, talkers, scripts))
    measured.seconds = spent.wall_s
    _share(measured, spent.cpu_s)
    return measured


async def _say(talker: Talker, line: Line, expected: Expected, measured: Measured) -> None:
    began = time.perf_counter()
    try:
        answer = await talker.turn(line.text)
    except TurnFailed:
        measured.failed += 1
        return
    measured.turns += 1
    if line.counts:
        measured.latencies_ms.append((time.perf_counter() - began) * 1000)
        measured.unexpected += not expected(answer)


def _share(measured: Measured, cpu_s: Mapping[str, float]) -> None:
    turns = max(measured.turns, 1)
    others = cpu_s.get(OTHERS, 0.0)
    measured.others_cores = round(others / measured.seconds, 2) if measured.seconds else 0.0
    measured.cpu_ms_per_turn = {
        part: s * 1000 / turns for part, s in cpu_s.items() if part != OTHERS
    }
