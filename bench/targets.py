"""Speed targets, as ratios within one run, and whether they are met."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

Found = dict[str, Any]


@dataclass(frozen=True)
class Target:
    what: str
    limit: float
    at_most: bool
    value: Callable[[Found], float]

    def holds(self, value: float) -> bool:
        return value <= self.limit if self.at_most else value >= self.limit


_OTHERS = frozenset({"client", "shop", "model"})


def _p50(found: Found, kind: str) -> float:
    return float(found["kinds"][kind]["idle"]["p50_ms"])


def _cpu(found: Found, kind: str, at: str = "at_50") -> float:
    spent = found["kinds"][kind][at]["cpu_ms_per_turn"]
    return float(sum(ms for part, ms in spent.items() if part != "client"))


def _own_cpu(found: Found, kind: str) -> float:
    """Without what other people's servers take: the shop, and the model."""
    spent = found["kinds"][kind]["at_50"]["cpu_ms_per_turn"]
    return float(sum(ms for part, ms in spent.items() if part not in _OTHERS))


def _rate(found: Found, kind: str, at: str = "at_50") -> float:
    return float(found["kinds"][kind][at]["turns_per_s"])


def _kept(found: Found, kind: str) -> float:
    return _rate(found, kind, "at_500") / _rate(found, kind)


def _start_cpu(found: Found, part: str) -> float:
    return float(found["start_up"]["cpu_s"][part])


def _acknowledged(found: Found) -> float:
    routes = found["acknowledgements"]
    return float(routes["at_most"]["turns_per_s"] / routes["bare_route"]["turns_per_s"])


def _desk_p95(what: str) -> Callable[[Found], float]:
    return lambda found: float(found["desk"][what]["asked"]["p95_ms"])


def _fan_out(found: Found) -> float:
    """Gateway's processor time for an event and stream, over that of the bare one."""
    desk, floor = (
        found["desk"]["fan_out"][which]["cpu_us_per_event_and_stream"]
        for which in ("desk", "floor")
    )
    return float(desk["gateway"] / floor["gateway"])


def _untold(found: Found) -> float:
    """PostgreSQL's processor time for a turn with the desk's triggers, over that without."""
    turns = found["desk"]["turns"]
    spent, without = (
        turns[name]["at_16"]["cpu_ms_per_turn"]["postgresql"]
        for name in ("with_triggers", "without_triggers")
    )
    return float(spent / without)


TARGETS = (
    Target(
        "cited answer / product floor, idle p50",
        2.0,
        at_most=True,
        value=lambda f: _p50(f, "cited") / _p50(f, "product"),
    ),
    Target(
        "cited answer / product floor, CPU per turn at 50",
        3.0,
        at_most=True,
        value=lambda f: _cpu(f, "cited") / _cpu(f, "product"),
    ),
    Target(
        "cited answer, history events per turn",
        8.0,
        at_most=True,
        value=lambda f: f["kinds"]["cited"]["events_per_turn"],
    ),
    Target(
        "cited answer, history kB per turn",
        3.0,
        at_most=True,
        value=lambda f: f["kinds"]["cited"]["bytes_per_turn"] / 1000,
    ),
    Target(
        "cited answer / naive turn, turns per second at 50",
        2.0,
        at_most=False,
        value=lambda f: _rate(f, "cited") / _rate(f, "naive"),
    ),
    Target(
        "tool call / engine with one activity, idle p50",
        2.5,
        at_most=True,
        value=lambda f: _p50(f, "tool") / _p50(f, "engine_activity"),
    ),
    Target(
        "hosted answer / tool call, own CPU per turn at 50",
        2.0,
        at_most=True,
        value=lambda f: _own_cpu(f, "hosted") / _own_cpu(f, "tool"),
    ),
    Target(
        "throughput kept from 50 to 500, cited / product floor",
        1.0,
        at_most=False,
        value=lambda f: _kept(f, "cited") / _kept(f, "product"),
    ),
    Target(
        "wakes from cold within, s",
        0.5,
        at_most=True,
        value=lambda f: f["cold"]["next_conversations_p50_ms"] / 1000,
    ),
    Target(
        "signed Slack event to acknowledgement at 100 a second, p99 ms",
        150.0,
        at_most=True,
        value=lambda f: f["acknowledgements"]["at_rate"]["p99_ms"],
    ),
    Target(
        "signed Slack events / bare signal-with-start, acknowledged per second",
        0.6,
        at_most=False,
        value=_acknowledged,
    ),
    Target("desk: list, p95 ms", 300.0, at_most=True, value=_desk_p95("list")),
    Target("desk: open a conversation, p95 ms", 300.0, at_most=True, value=_desk_p95("open")),
    Target("desk: claim, p95 ms", 150.0, at_most=True, value=_desk_p95("claim")),
    Target("desk: search, p95 ms", 400.0, at_most=True, value=_desk_p95("search")),
    Target(
        "desk: requests a minute from an idle agent",
        1.05,
        at_most=True,
        value=lambda f: f["desk"]["idle_agents"]["heartbeats_per_agent_and_minute"],
    ),
    Target("desk: an event to a stream / bare stream, CPU", 4.0, at_most=True, value=_fan_out),
    Target(
        "a turn with the desk's triggers / without, CPU of PostgreSQL",
        1.1,
        at_most=True,
        value=_untold,
    ),
    Target(
        "gateway, CPU from start to ready, s",
        1.0,
        at_most=True,
        value=lambda f: _start_cpu(f, "gateway"),
    ),
    Target(
        "worker of conversations, CPU from start to ready, s",
        1.5,
        at_most=True,
        value=lambda f: _start_cpu(f, "worker-conversations"),
    ),
    Target(
        "worker of the other queues, CPU from start to ready, s",
        1.5,
        at_most=True,
        value=lambda f: _start_cpu(f, "worker-activities"),
    ),
)


@dataclass(frozen=True)
class Verdict:
    what: str
    limit: str
    value: float | None
    met: bool | None
    """None where this run did not measure it."""


def judge(found: Found) -> list[dict[str, Any]]:
    return [asdict(_verdict(target, found)) for target in TARGETS]


def _verdict(target: Target, found: Found) -> Verdict:
    limit = f"{'≤' if target.at_most else '≥'} {target.limit:g}"
    try:
        value = target.value(found)
    except (KeyError, ZeroDivisionError):
        return Verdict(target.what, limit, None, None)
    return Verdict(target.what, limit, round(value, 2), target.holds(value))
