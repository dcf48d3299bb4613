"""`python -m bench`: how long a turn takes, what it costs, and how that compares."""

import argparse
import asyncio
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.acknowledgements import Acknowledgements
from bench.cluster.choice import ENGINES
from bench.desk.load import desk_load
from bench.footprint import History, history_of, idle_conversations, wake_from_cold
from bench.kinds import EVERY, Kind
from bench.measurements import Measured, as_fast_as_answered, one_at_a_time
from bench.processes import load, wait_until_quiet
from bench.report import table
from bench.slack_workspace import connected_workspace
from bench.stack import BenchStack, bench_stack, start_bare_route
from bench.targets import judge

RESULTS = Path(__file__).parents[1] / ".bench"
_ACKNOWLEDGEMENTS = "acknowledgements"
"""Beside the kinds of turns: only how soon an event is acknowledged."""
_DESK = "desk"
"""Beside them too: the desk of human agents."""
_MOST_OF_OTHERS = 0.3
_LONGER_IN_A_CROWD = 4
"""Turns in a crowd take seconds, and some of each must fit into the window."""


@dataclass(frozen=True)
class Effort:
    """How much is measured; a quick run only shows that everything works."""

    rounds: int
    """Everything is measured so often, a little at a time, and each row put together again."""
    idle_turns: int
    """In each round."""
    pause_s: float
    window_s: float
    """In each round, of fifty."""
    crowd: int
    idle_conversations: int
    cold_turns: int
    quiet_within_s: float
    stored_conversations: int


QUICK = Effort(1, 20, 0.03, 2.0, 0, 20, 10, 20.0, 20_000)
FULL = Effort(3, 40, 0.04, 4.0, 0, 100, 35, 60.0, 1_000_000)


@dataclass
class Row:
    """One kind of turn: what its rounds have shown so far, put together."""

    kind: Kind
    windows: dict[str, Measured] = field(default_factory=dict)
    """By their names in the result: `idle`, `at_1`, `at_50` …"""
    history: History | None = None

    async def measure(self, stack: BenchStack, effort: Effort) -> None:
        """Alone, one after the other without a pause, with fifty, and perhaps in a crowd."""
        self._add("idle", await _alone(stack, self.kind, effort))
        self._add("at_1", await _with(stack, self.kind, 1, effort.window_s / 2))
        self._add("at_50", await _with(stack, self.kind, 50, effort.window_s))
        if effort.crowd and self.kind.in_a_crowd:
            lasts = effort.window_s * _LONGER_IN_A_CROWD
            self._add(f"at_{effort.crowd}", await _with(stack, self.kind, effort.crowd, lasts))
        self.history = self.history or await history_of(stack, self.kind)

    def as_json(self) -> dict[str, Any]:
        shown = {name: window.as_json() for name, window in self.windows.items()}
        left_behind = asdict(self.history) if self.history else {}
        return {"title": self.kind.title} | shown | left_behind

    def _add(self, name: str, window: Measured) -> None:
        before = self.windows.get(name)
        self.windows[name] = before.and_later(window) if before else window


async def _alone(stack: BenchStack, kind: Kind, effort: Effort) -> Measured:
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
    return idle


async def _with(stack: BenchStack, kind: Kind, people: int, seconds: float) -> Measured:
    talkers = await kind.makes(stack, people)
    measured = await as_fast_as_answered(
        talkers,
        [kind.script(number) for number in range(people)],
        kind.expected,
        stack.pids,
        warm_s=min(seconds / 4, 2.0),
        seconds=seconds,
    )
    await asyncio.gather(*(talker.close() for talker in talkers))
    return measured


async def _acknowledgements(stack: BenchStack) -> Acknowledgements:
    bare_port = await start_bare_route(stack.product)
    return Acknowledgements(stack, await connected_workspace(stack), bare_port)


async def run(
    effort: Effort,
    only: list[str],
    output: Path,
    *,
    sizes: bool,
    acknowledges: bool,
    desk: bool,
    engine: str,
) -> dict[str, Any]:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    found: dict[str, Any] = {"at": at, "engine": engine, "kinds": {}}
    async with bench_stack(engine=ENGINES[engine]()) as stack:
        before, quiet = await asyncio.to_thread(wait_until_quiet, effort.quiet_within_s)
        found["machine"] = _machine() | {"load_before": round(before, 2), "noisy": not quiet}
        found["start_up"] = {
            "seconds": stack.started_s,
            "steps": stack.steps_s,
            "cpu_s": stack.cpu_s,
        }
        events = await _acknowledgements(stack) if acknowledges else None
        rows = [Row(kind) for kind in EVERY if kind.key in only]
        for number in range(1, effort.rounds + 1):
            await asyncio.to_thread(wait_until_quiet, effort.quiet_within_s)
            for row in rows:
                await row.measure(stack, effort)
                found["kinds"][row.kind.key] = shown = row.as_json()
                found["machine"]["noisy"] |= _noisy(shown)
                print(f"  {number} of {effort.rounds}: {_told(shown)}", flush=True)
                _keep(found, output)
            if events is not None:
                await events.measure(effort.window_s)
                found["acknowledgements"] = shown = events.as_json()
                found["machine"]["noisy"] |= _noisy(shown)
                _keep(found, output)
        if sizes:
            found["idle_conversation"] = await idle_conversations(
                stack, effort.idle_conversations, turns=5
            )
            found["cold"] = await wake_from_cold(stack, 10, effort.cold_turns)
        if desk:
            await _desk(stack, effort, found, output)
        found["machine"]["load_after"] = round(load(), 2)
    return found


async def _desk(stack: BenchStack, effort: Effort, found: dict[str, Any], output: Path) -> None:
    """Last: what it stores would weigh on everything else."""
    async with desk_load(stack, effort.stored_conversations) as desk:
        for number in range(1, effort.rounds + 1):
            await asyncio.to_thread(wait_until_quiet, effort.quiet_within_s)
            await desk.measure(
                samples=effort.idle_turns * 2,
                claims=effort.idle_turns // 2,
                window_s=effort.window_s,
                turns=effort.idle_turns,
            )
            found["desk"] = desk.as_json()
            print(f"  {number} of {effort.rounds}: the desk", flush=True)
            _keep(found, output)


def _told(row: dict[str, Any]) -> str:
    return (
        f"{row['title']}: p50 {row['idle']['p50_ms']} ms,"
        f" {row['at_50']['turns_per_s']} turns/s at 50, {row['events_per_turn']} events"
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
    parser.add_argument("--seconds", type=float, help="how long each window lasts in a round")
    parser.add_argument("--turns", type=int, help="how many single turns in a round")
    parser.add_argument("--rounds", type=int, help="how often everything is measured")
    parser.add_argument("--no-sizes", action="store_true", help="no bytes on disk, no cold start")
    parser.add_argument(
        "--conversations", type=int, help="so many stored ones for the desk: a million"
    )
    parser.add_argument("--engine", choices=list(ENGINES), default="dev")
    parser.add_argument("--output", type=Path, help="bench.json, or bench-cluster.json, in .bench")
    given = parser.parse_args()
    effort = QUICK if given.quick else FULL
    changed: dict[str, Any] = {"crowd": given.crowd}
    if given.rounds:
        changed["rounds"] = given.rounds
    if given.turns:
        changed["idle_turns"] = given.turns
    if given.seconds:
        changed["window_s"] = given.seconds
    if given.conversations:
        changed["stored_conversations"] = given.conversations
    effort = Effort(**(asdict(effort) | changed))
    suffix = "" if given.engine == "dev" else f"-{given.engine}"
    output = given.output or RESULTS / f"bench{suffix}.json"
    found = asyncio.run(
        run(
            effort,
            given.only or [kind.key for kind in EVERY],
            output,
            sizes=not given.no_sizes,
            acknowledges=not given.only or _ACKNOWLEDGEMENTS in given.only,
            desk=not given.only or _DESK in given.only,
            engine=given.engine,
        )
    )
    found["targets"] = judge(found)
    _keep(found, output)
    print(table(found))
    print(f"\nin full: {output}")


if __name__ == "__main__":
    main()
