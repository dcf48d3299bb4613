"""Sizing: from the measured cost of a turn to the machines a day of conversations needs.

python -m bench.sizing [.bench/bench.json]
"""

import json
import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SECONDS_A_DAY = 86_400
_MS = 1000

MIX: Mapping[str, float] = {
    "greeting": 0.2,
    "cited": 0.3,
    "slot": 0.25,
    "tool": 0.2,
    "handoff": 0.05,
}
"""Which kinds of turns a conversation is made of."""


@dataclass(frozen=True)
class Assumptions:
    """What a deployment is sized for; every one of them is on the page about sizing."""

    turns_per_conversation: float = 8.0
    peak_to_mean: float = 4.0
    """The busiest minute of the day against the average one."""
    utilisation: float = 0.5
    """How much of a core may be used at the peak: beyond it the slowest answers get slower."""
    cores_per_machine: int = 8
    least: int = 2
    """So many of each part, so that one may die."""
    retention_days: int = 90


@dataclass(frozen=True)
class Cost:
    """Of one turn, from a benchmark on cores like those to be bought."""

    cpu_ms: Mapping[str, float]
    """By part: server, worker, postgresql, gateway."""
    bytes_per_conversation: Mapping[str, float]
    """By store: temporal, postgresql."""


@dataclass(frozen=True)
class Size:
    turns_per_s_at_peak: float
    cores: Mapping[str, float]
    machines: Mapping[str, int]
    gigabytes: Mapping[str, float]


def size(conversations_a_day: float, cost: Cost, given: Assumptions) -> Size:
    """Cores at the peak by part, the machines that hold them, and the disks at the end."""
    per_second = conversations_a_day * given.turns_per_conversation / _SECONDS_A_DAY
    at_peak = per_second * given.peak_to_mean
    cores = {part: at_peak * ms / _MS / given.utilisation for part, ms in cost.cpu_ms.items()}
    machines = {
        part: max(math.ceil(needed / given.cores_per_machine), given.least)
        for part, needed in cores.items()
    }
    kept = conversations_a_day * given.retention_days
    gigabytes = {store: kept * held / 1e9 for store, held in cost.bytes_per_conversation.items()}
    return Size(at_peak, cores, machines, gigabytes)


def cost_of(found: Mapping[str, Any], given: Assumptions) -> Cost:
    """The cost of the mix, out of a benchmark's result."""
    parts = ("server", "worker", "postgresql", "gateway")
    spent = {kind: found["kinds"][kind]["at_50"]["cpu_ms_per_turn"] for kind in MIX}
    idle = found["idle_conversation"]
    scale = given.turns_per_conversation / idle["turns_each"]
    return Cost(
        cpu_ms={part: sum(MIX[kind] * spent[kind][part] for kind in MIX) for part in parts},
        bytes_per_conversation={
            store: held * scale for store, held in idle["bytes_per_conversation"].items()
        },
    )


def main() -> None:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(".bench") / "bench.json"
    given = Assumptions()
    cost = cost_of(json.loads(file.read_text()), given)
    print(f"CPU ms per turn of the mix: { {p: round(ms, 1) for p, ms in cost.cpu_ms.items()} }")
    print("| conversations a day | turns/s at the peak | cores | machines | GB kept |")
    print("|---|---|---|---|---|")
    for a_day in (1_000, 100_000, 10_000_000):
        needed = size(a_day, cost, given)
        cores = ", ".join(f"{part} {many:.1f}" for part, many in needed.cores.items())
        machines = ", ".join(f"{part} {many}" for part, many in needed.machines.items())
        stored = ", ".join(f"{store} {many:,.0f}" for store, many in needed.gigabytes.items())
        print(
            f"| {a_day:,} | {needed.turns_per_s_at_peak:,.1f} | {cores} | {machines} | {stored} |"
        )


if __name__ == "__main__":
    main()
