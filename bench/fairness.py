"""`python -m bench.fairness`: how evenly a crowd that begins at once gets its first answers.

Everybody says something in the same instant, and the next thing as soon as they are answered. What
counts is the first answer of each: the longest wait beside the median. A queue that takes who came
first first gives two; one that prefers whom it knows gives far more.
"""

import argparse
import asyncio
import json
import math
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.cluster.choice import ENGINES
from bench.kinds import CITED
from bench.measurements import Line
from bench.stack import bench_stack
from bench.talkers import Talker, TurnFailed

MOST = 3.0
"""The longest first wait is at most so many times the median."""


@dataclass(frozen=True)
class Waits:
    """How long each of a crowd waited for the first answer, in seconds, shortest first."""

    seconds: tuple[float, ...]
    failed: int

    def quantile(self, share: float) -> float:
        """By nearest rank; NaN where nobody was answered."""
        last = len(self.seconds)
        return self.seconds[max(math.ceil(share * last) - 1, 0)] if last else math.nan

    @property
    def spread(self) -> float:
        """The longest wait as a multiple of the median."""
        return self.quantile(1.0) / self.quantile(0.5)

    @property
    def is_fair(self) -> bool:
        return not self.failed and self.spread <= MOST

    def as_json(self) -> dict[str, float]:
        shares = {"p50_s": 0.5, "p90_s": 0.9, "longest_s": 1.0}
        shown = {name: round(self.quantile(share), 2) for name, share in shares.items()}
        return (
            {"people": len(self.seconds), "failed": self.failed}
            | shown
            | {"spread": round(self.spread, 2)}
        )


async def first_waits(talkers: Sequence[Talker], scripts: Sequence[Iterator[Line]]) -> Waits:
    """All begin in the same instant and go on talking until the last was answered once."""
    waits: list[float] = []
    failed = 0
    everybody = asyncio.Event()

    async def talk(talker: Talker, script: Iterator[Line]) -> None:
        nonlocal failed
        began = time.perf_counter()
        try:
            await talker.turn(next(script).text)
            waits.append(time.perf_counter() - began)
        except TurnFailed:
            failed += 1
        if len(waits) + failed == len(talkers):
            everybody.set()
        while not everybody.is_set():
            await talker.turn(next(script).text)

    await asyncio.gather(
        *(talk(*pair) for pair in zip(talkers, scripts, strict=True)), return_exceptions=True
    )
    return Waits(tuple(sorted(waits)), failed)


async def measure(people: int, engine: str) -> Waits:
    async with bench_stack(floors=False, engine=ENGINES[engine]()) as stack:
        talkers = await CITED.makes(stack, people)
        waits = await first_waits(talkers, [CITED.script(number) for number in range(people)])
        await asyncio.gather(*(talker.close() for talker in talkers))
        return waits


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.fairness", description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--engine", choices=sorted(ENGINES), default="dev")
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    waits = asyncio.run(measure(given.people, given.engine))
    print(json.dumps(waits.as_json()))
    if given.output:
        given.output.write_text(json.dumps(waits.as_json(), indent=2) + "\n", encoding="utf-8")
    return 0 if waits.is_fair else 1


if __name__ == "__main__":
    sys.exit(main())
