"""`python -m bench`: how long a turn takes, what it costs, and how that compares."""

import argparse
import asyncio
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.footprint import history_of, idle_conversations, wake_from_cold
from bench.kinds import EVERY, Kind
from bench.measuring import Measured, as_fast_as_answered, one_at_a_time
from bench.processes import load, wait_until_quiet
from bench.report import table
from bench.stack import BenchStack, bench_stack
from bench.targets import judge
from duralogue.embedded.cluster.choice import ENGINES

RESULTS = Path(__file__).parents[1] / ".bench"
_MOST_OF_OTHERS = 0.3


@dataclass(frozen=True)
class Effort:
    """How much is measured; a quick run only shows that everything works."""

    idle_turns: int
    pause_s: float
    window_s: float
    crowd: int
    idle_conversations: int
    cold_turns: int
    quiet_within_s: float


QUICK = Effort(20, 0.03, 2.0, 0, 20, 10, 20.0)
FULL = Effort(100, 0.04, 6.0, 0, 100, 35, 60.0)


async def measure(stack: BenchStack, kind: Kind, effort: Effort) -> dict[str, Any]:
    """One row: alone, one after the other without a pause, with fifty, and perhaps in a crowd."""
    (alone,) = await kind.makes(stack, 1)
    script = kind.script(0)
    for _ in range(8):
        await alone.turn(next(script).text)
    idle = await one_at_a_time(
        alone,
        script,
        kind.expected,
        stack.pids,
        turns=effort.idle_turns,
        pause_s=effort.pause_s,
    )
    await alone.close()
    found: dict[str, Any] = {
        "title": kind.title,
        "idle": idle.as_json(),
        "at_1": (await _with(stack, kind, 1, effort.window_s / 2)).as_json(),
        "at_50": (await _with(stack, kind, 50, effort.window_s)).as_json(),
    }
    if effort.crowd and kind.in_a_crowd:
        crowd = await _with(stack, kind, effort.crowd, effort.window_s)
        found[f"at_{effort.crowd}"] = crowd.as_json()
    return found | asdict(await history_of(stack, kind))


async def _with(stack: BenchStack, kind: Kind, people: int, seconds: float) -> Measured:
    talkers = await kind.makes(stack, people)
    scripts = [kind.script(number) for number in range(people)]
    warm = min(seconds / 4, 2.0)
    await as_fast_as_answered(talkers, scripts, kind.expected, stack.pids, seconds=warm)
    measured = await as_fast_as_answered(
        talkers, scripts, kind.expected, stack.pids, seconds=seconds
    )
    await asyncio.gather(*(talker.close() for talker in talkers))
    return measured


async def run(
    effort: Effort, only: list[str], output: Path, *, sizes: bool, engine: str
) -> dict[str, Any]:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    found: dict[str, Any] = {"at": at, "engine": engine, "kinds": {}}
    async with bench_stack(engine=ENGINES[engine]()) as stack:
        before, quiet = await asyncio.to_thread(wait_until_quiet, effort.quiet_within_s)
        found["machine"] = _machine() | {"load_before": round(before, 2), "noisy": not quiet}
        found["start_up"] = {"seconds": stack.started_s, "steps": stack.steps_s}
        for kind in EVERY:
            if only and kind.key not in only:
                continue
            await asyncio.to_thread(wait_until_quiet, effort.quiet_within_s)
            found["kinds"][kind.key] = row = await measure(stack, kind, effort)
            found["machine"]["noisy"] |= _noisy(row)
            _tell(row)
            _keep(found, output)
        if sizes:
            found["idle_conversation"] = await idle_conversations(
                stack, effort.idle_conversations, turns=5
            )
            found["cold"] = await wake_from_cold(stack, 10, effort.cold_turns)
        found["machine"]["load_after"] = round(load(), 2)
    return found


def _tell(row: dict[str, Any]) -> None:
    print(
        f"  {row['title']}: p50 {row['idle']['p50_ms']} ms,"
        f" {row['at_50']['turns_per_s']} turns/s at 50, {row['events_per_turn']} events",
        flush=True,
    )


def _keep(found: dict[str, Any], output: Path) -> None:
    """After every row: what was measured is not lost with what comes after it."""
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(found, indent=2) + "\n")


def _noisy(row: dict[str, Any]) -> bool:
    windows = [window for window in row.values() if isinstance(window, dict)]
    return any(window["others_cores"] > _MOST_OF_OTHERS for window in windows)


def _machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": sys.version.split()[0],
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two minutes, to see that it works")
    parser.add_argument("--crowd", type=int, default=0, help="also with so many, such as 500")
    parser.add_argument("--only", nargs="*", default=[], help="some kinds of turns only")
    parser.add_argument("--seconds", type=float, help="how long each window lasts")
    parser.add_argument("--turns", type=int, help="how many single turns")
    parser.add_argument("--no-sizes", action="store_true", help="no bytes on disk, no cold start")
    parser.add_argument("--engine", choices=list(ENGINES), default="dev")
    parser.add_argument("--output", type=Path, help="bench.json, or bench-cluster.json, in .bench")
    given = parser.parse_args()
    effort = QUICK if given.quick else FULL
    changed: dict[str, Any] = {"crowd": given.crowd}
    if given.turns:
        changed["idle_turns"] = given.turns
    if given.seconds:
        changed["window_s"] = given.seconds
    effort = Effort(**(asdict(effort) | changed))
    suffix = "" if given.engine == "dev" else f"-{given.engine}"
    output = given.output or RESULTS / f"bench{suffix}.json"
    found = asyncio.run(
        run(effort, given.only, output, sizes=not given.no_sizes, engine=given.engine)
    )
    found["targets"] = judge(found)
    _keep(found, output)
    print(table(found))
    print(f"\nin full: {output}")


if __name__ == "__main__":
    main()
