"""The result of a run as text that a person reads."""

from typing import Any

from bench.desk.report import desk_table

_PARTS = ("server", "worker", "postgresql", "gateway", "shop", "model", "client")
_LATENCY_HEAD = (
    "| turn | idle p50 / p95 / p99 ms | turns/s at 1 | at 50 (p50 / p99 / longest ms) "
    "| at 500 (the same) | events | bytes | wrong, failed | others' cores |"
)
_OF_EVENTS = ("gateway", "server", "worker", "postgresql", "client")
_ACKNOWLEDGED_HEAD = (
    "| acknowledgement | events/s | p50 / p95 / p99 / longest ms | refused "
    f"| CPU ms per event: {' | '.join(_OF_EVENTS)} | others' cores |"
)


def table(found: dict[str, Any]) -> str:
    lines = [_heading(found), "", *_latencies(found), "", *_costs(found), ""]
    lines += [*_acknowledgements(found), *desk_table(found.get("desk"))]
    lines += [*_sizes(found), "", *_verdicts(found)]
    return "\n".join(lines)


def _heading(found: dict[str, Any]) -> str:
    machine = found["machine"]
    noisy = " NOISY: other work ran on this machine." if machine["noisy"] else ""
    engine = "" if found.get("engine", "dev") == "dev" else f"engine {found['engine']}, "
    load = f"load before {machine['load_before']}"
    return f"{found['at']}, {engine}{machine['cores']} cores, {load}.{noisy}"


def _latencies(found: dict[str, Any]) -> list[str]:
    lines = [_LATENCY_HEAD, "|---|---|---|---|---|---|---|---|---|"]
    for row in found["kinds"].values():
        idle, crowd = row["idle"], row.get("at_500")
        windows = [idle, row["at_1"], row["at_50"], *([crowd] if crowd else [])]
        wrong = sum(w["unexpected"] for w in windows)
        failed = sum(w["failed"] for w in windows)
        lines.append(
            f"| {row['title']} | {idle['p50_ms']:.0f} / {idle['p95_ms']:.0f} / {idle['p99_ms']:.0f}"
            f" | {row['at_1']['turns_per_s']:.0f} | {_rate(row['at_50'])} | {_rate(crowd)}"
            f" | {row['events_per_turn']:g} | {row['bytes_per_turn']:.0f} | {wrong}, {failed}"
            f" | {max(w['others_cores'] for w in windows):.1f} |"
        )
    return lines


def _rate(window: dict[str, Any] | None) -> str:
    if window is None:
        return ""
    waits = f"{window['p50_ms']:.0f} / {window['p99_ms']:.0f} / {window['longest_ms']:.0f}"
    return f"{window['turns_per_s']:.0f} ({waits})"


def _costs(found: dict[str, Any]) -> list[str]:
    lines = [
        f"| CPU ms per turn at 50 | {' | '.join(_PARTS)} | all but client |",
        "|---" * (len(_PARTS) + 2) + "|",
    ]
    for row in found["kinds"].values():
        spent = row["at_50"]["cpu_ms_per_turn"]
        ours = sum(ms for part, ms in spent.items() if part != "client")
        cells = " | ".join(f"{spent.get(part, 0):.1f}" for part in _PARTS)
        lines.append(f"| {row['title']} | {cells} | {ours:.1f} |")
    return lines


def _acknowledgements(found: dict[str, Any]) -> list[str]:
    if "acknowledgements" not in found:
        return []
    measured = found["acknowledgements"]
    per_s, people = measured["per_s"], measured["people"]
    routes = {
        f"signed Slack events, {per_s} a second from {people} people": measured["at_rate"],
        "signed Slack events, as fast as acknowledged": measured["at_most"],
        "floor: bare signal-with-start, as fast as acknowledged": measured["bare_route"],
    }
    lines = [_ACKNOWLEDGED_HEAD, "|---" * (_ACKNOWLEDGED_HEAD.count("|") - 1) + "|"]
    for title, window in routes.items():
        spent = window["cpu_ms_per_turn"]
        waits = " / ".join(
            f"{window[name]:.0f}" for name in ("p50_ms", "p95_ms", "p99_ms", "longest_ms")
        )
        cpu = " | ".join(f"{spent.get(part, 0):.1f}" for part in _OF_EVENTS)
        lines.append(
            f"| {title} | {window['turns_per_s']:.0f} | {waits} | {window['failed']} | {cpu}"
            f" | {window['others_cores']:.1f} |"
        )
    return [*lines, ""]


def _sizes(found: dict[str, Any]) -> list[str]:
    start = found["start_up"]
    lines = [f"start-up: {start['seconds']} s {start['steps']}"]
    lines += [f"CPU seconds from start to ready: {start['cpu_s']}"] if "cpu_s" in start else []
    if "idle_conversation" in found:
        idle = found["idle_conversation"]
        per = idle["bytes_per_conversation"]
        lines.append(
            f"an idle conversation of {idle['turns_each']} turns: {per['temporal']} bytes in "
            f"Temporal, {per['postgresql']} in PostgreSQL"
        )
    if "cold" in found:
        lines.append(f"cold: {found['cold']}")
    return lines


def _verdicts(found: dict[str, Any]) -> list[str]:
    lines = ["| target | limit | measured | |", "|---|---|---|---|"]
    words = {True: "met", False: "NOT MET", None: "not measured"}
    for verdict in found["targets"]:
        value = "" if verdict["value"] is None else f"{verdict['value']:.2f}"
        lines.append(
            f"| {verdict['what']} | {verdict['limit']} | {value} | {words[verdict['met']]} |"
        )
    return lines
