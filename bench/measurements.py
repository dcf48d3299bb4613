"""The two ways of asking: one turn at a time on an idle machine, and as fast as answers come."""

import asyncio
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bench.load_generator import Acknowledged
from bench.processes import OTHERS, Spent, counted
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
    """Turns that were refused or never answered, also before and after the window."""
    longest_ms: float = 0.0
    """The longest that anybody waited, also before and after the window."""
    seconds: float = 0.0
    cpu_ms_per_turn: dict[str, float] = field(default_factory=dict)
    others_cores: float = 0.0
    """How many cores were busy with what is none of ours, in the worst of the windows: the noise
    in this figure."""
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

    def and_later(self, other: "Measured") -> "Measured":
        """Both windows as one. A machine's speed changes while it measures: what is compared is
        measured by turns, a little of each and again."""
        turns, seconds = self.turns + other.turns, self.seconds + other.seconds
        parts = {*self.cpu_ms_per_turn, *other.cpu_ms_per_turn}
        return Measured(
            conversations=other.conversations,
            turns=turns,
            unexpected=self.unexpected + other.unexpected,
            failed=self.failed + other.failed,
            seconds=seconds,
            cpu_ms_per_turn={
                part: sum(m.turns * m.cpu_ms_per_turn.get(part, 0.0) for m in (self, other))
                / max(turns, 1)
                for part in parts
            },
            others_cores=max(self.others_cores, other.others_cores),
            longest_ms=max(self.longest_ms, other.longest_ms),
            latencies_ms=[*self.latencies_ms, *other.latencies_ms],
        )

    @classmethod
    def of_acknowledged(cls, found: Acknowledged, people: int, spent: Spent) -> "Measured":
        """Events for turns: what was acknowledged in one window."""
        measured = cls(
            people,
            turns=len(found.latencies_ms),
            failed=found.refused,
            longest_ms=max(found.latencies_ms, default=0.0),
            seconds=found.seconds,
            latencies_ms=found.latencies_ms,
        )
        _share(measured, spent.cpu_s)
        return measured

    def note(self, latency_ms: float) -> None:
        """One more that was answered."""
        self.turns += 1
        self.latencies_ms.append(latency_ms)
        self.longest_ms = max(self.longest_ms, latency_ms)

    def as_json(self) -> dict[str, Any]:
        shown = asdict(self)
        shown.pop("latencies_ms")
        return shown | {
            "turns_per_s": round(self.turns_per_s, 2),
            "p50_ms": round(self.quantile(0.5), 2),
            "p95_ms": round(self.quantile(0.95), 2),
            "p99_ms": round(self.quantile(0.99), 2),
            "samples": len(self.latencies_ms),
            "longest_ms": round(self.longest_ms),
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
            (await _said(talker, next(script), expected)).count_in(measured)
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
    warm_s: float,
    seconds: float,
) -> Measured:
    """Everybody says the next thing once the last is answered.

    What counts is a window in the middle of it: the turns that end there, and the CPU spent there.
    Before it everybody was answered once; after it nobody begins a turn. Of those turns only what
    went wrong counts, and who waited longest.
    """
    crowd = _Crowd(expected, len(talkers))
    talking = [
        asyncio.create_task(crowd.talk(talker, script))
        for talker, script in zip(talkers, scripts, strict=True)
    ]
    await asyncio.wait(
        (asyncio.create_task(crowd.all_answered.wait()), *talking),
        return_when=asyncio.FIRST_COMPLETED,
    )
    await asyncio.sleep(warm_s)
    beside, measured = crowd.measured, Measured(conversations=len(talkers))
    crowd.measured = measured
    with counted(pids) as spent:
        await asyncio.sleep(seconds)
    crowd.measured, crowd.goes_on = beside, False
    measured.seconds = spent.wall_s
    _share(measured, spent.cpu_s)
    await asyncio.gather(*talking)
    measured.failed += beside.failed
    measured.unexpected += beside.unexpected
    measured.longest_ms = max(measured.longest_ms, beside.longest_ms)
    return measured


class _Crowd:
    """People who talk for as long as it goes on, and where their turns are counted now."""

    def __init__(self, expected: Expected, people: int) -> None:
        self.goes_on = True
        self.measured = Measured(conversations=people)
        self.all_answered = asyncio.Event()
        self._expected = expected
        self._yet_to_be_answered = people

    async def talk(self, talker: Talker, script: Iterator[Line]) -> None:
        await self._turn(talker, script)
        self._yet_to_be_answered -= 1
        if not self._yet_to_be_answered:
            self.all_answered.set()
        while self.goes_on:
            await self._turn(talker, script)

    async def _turn(self, talker: Talker, script: Iterator[Line]) -> None:
        said = await _said(talker, next(script), self._expected)
        said.count_in(self.measured)


@dataclass(frozen=True)
class _Said:
    """One turn: how long it took, and whether it counts and was as expected."""

    latency_ms: float
    counts: bool = True
    failed: bool = False
    expected: bool = True

    def count_in(self, measured: Measured) -> None:
        if self.failed:
            measured.failed += 1
            return
        measured.turns += 1
        measured.longest_ms = max(measured.longest_ms, self.latency_ms)
        if self.counts:
            measured.latencies_ms.append(self.latency_ms)
            measured.unexpected += not self.expected


async def _said(talker: Talker, line: Line, expected: Expected) -> _Said:
    began = time.perf_counter()
    try:
        answer = await talker.turn(line.text)
    except TurnFailed:
        return _Said(math.nan, failed=True)
    latency_ms = (time.perf_counter() - began) * 1000
    return _Said(latency_ms, counts=line.counts, expected=expected(answer))


def _share(measured: Measured, cpu_s: Mapping[str, float]) -> None:
    turns = max(measured.turns, 1)
    others = cpu_s.get(OTHERS, 0.0)
    measured.others_cores = round(others / measured.seconds, 2) if measured.seconds else 0.0
    measured.cpu_ms_per_turn = {
        part: s * 1000 / turns for part, s in cpu_s.items() if part != OTHERS
    }
