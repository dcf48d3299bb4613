"""CPU seconds of each part of the stack, its child processes included."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

from duralogue.embedded.supervisor import cpu_of_tree

SHOWN_AS = {
    "temporal": "server",
    "temporal-1": "server",
    "temporal-2": "server",
    "worker-conversations": "worker",
    "worker-activities": "worker",
    "bench-worker": "worker",
    "postgres": "postgresql",
    "gateway": "gateway",
    "bench-gateway": "gateway",
    "bench-bare": "gateway",
    "bench-stream": "gateway",
    "shop": "shop",
    "double-cohere": "model",
}
OTHERS = "others"
"""Whoever else runs on this machine, the kernel included."""
_QUIET_LOAD = 0.5
_LOOKS_FOR_S = 4.0
_SETTLES_S = 1.0
_QUIET_PARTS = 0.25
"""Cores: all the parts together take some hundredths while nobody writes."""


@dataclass
class Spent:
    """CPU seconds by part, and how long it took by the clock."""

    cpu_s: dict[str, float] = field(default_factory=dict)
    wall_s: float = 0.0


@contextmanager
def counted(pids: Mapping[str, int]) -> Iterator[Spent]:
    """Count what the parts, and the client that is this process, spend inside the block."""
    spent = Spent()
    before, busy, began = _cpu_by_part(pids), _busy(), time.perf_counter()
    try:
        yield spent
    finally:
        spent.wall_s = time.perf_counter() - began
        after = _cpu_by_part(pids)
        spent.cpu_s = {part: after[part] - before.get(part, 0.0) for part in after}
        spent.cpu_s[OTHERS] = max(_busy() - busy - sum(spent.cpu_s.values()), 0.0)


def _cpu_by_part(pids: Mapping[str, int]) -> dict[str, float]:
    spent: dict[str, float] = {"client": _own_cpu()}
    for name, pid in pids.items():
        part = SHOWN_AS.get(name, name)
        spent[part] = spent.get(part, 0.0) + cpu_of_tree(pid)
    return spent


def _busy() -> float:
    """CPU seconds of the whole machine that were not idle."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0))


def _own_cpu() -> float:
    times = os.times()
    return times.user + times.system


def load() -> float:
    """How many cores are busy now; the system's own load average forgets too slowly."""
    before, began = _busy(), time.perf_counter()
    time.sleep(_LOOKS_FOR_S)
    return (_busy() - before) / (time.perf_counter() - began)


def settled(pids: Mapping[str, int], within_s: float) -> bool:
    """Wait until these parts have worked off what they were given, whatever others do; False where
    they are still at it."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        with counted(pids) as spent:
            time.sleep(_SETTLES_S)
        busy = sum(spent.cpu_s.values()) - spent.cpu_s[OTHERS]
        if busy / spent.wall_s < _QUIET_PARTS:
            return True
    return False


def wait_until_quiet(within_s: float) -> tuple[float, bool]:
    """Wait for other people's work to end; returns the load and whether it is low enough."""
    until = time.monotonic() + within_s
    while (now := load()) >= _QUIET_LOAD and time.monotonic() < until:
        pass
    return now, now < _QUIET_LOAD
