"""The desk's part of a run's result, as text."""

from typing import Any, Final

_REQUESTS: Final = {
    "list": ("list of a view", "one page, a bare SELECT"),
    "open": ("open a conversation", "its last 100 messages, a bare SELECT"),
    "search": ("search", "the latest messages, a bare SELECT"),
    "claim": ("claim", "a workflow's bare update"),
}
_PARTS: Final = ("gateway", "postgresql", "client")


def desk_table(desk: dict[str, Any] | None) -> list[str]:
    """Empty where it was not measured."""
    if desk is None:
        return []
    stored = desk["stored"]
    return [
        (
            f"the desk: {desk['agents']} agents listen, {desk['waiting']} customers wait,"
            f" {stored['conversations']} conversations are stored (made in {stored['seconds']} s)"
        ),
        "",
        *_requests(desk),
        "",
        *_streams(desk["fan_out"]),
        "",
        f"idle agents: {desk['idle_agents']}",
        "",
        *_turns(desk["turns"]),
        "",
    ]


def _requests(desk: dict[str, Any]) -> list[str]:
    lines = [
        "| request | p50 / p95 / p99 / longest ms | refused | floor | p50 / p95 ms | p95 / floor |",
        "|---|---|---|---|---|---|",
    ]
    for name, (title, floor_title) in _REQUESTS.items():
        asked, floor = desk[name]["asked"], desk[name]["floor"]
        waits = " / ".join(
            f"{asked[which]:.0f}" for which in ("p50_ms", "p95_ms", "p99_ms", "longest_ms")
        )
        lines.append(
            f"| {title} | {waits} | {asked['failed']} | {floor_title}"
            f" | {floor['p50_ms']:.1f} / {floor['p95_ms']:.1f}"
            f" | {asked['p95_ms'] / floor['p95_ms']:.1f} |"
        )
    lines += [
        f"slowest {name}, ms: {desk[name]['slowest_ms']}" for name in ("list", "open", "search")
    ]
    return lines


def _streams(fan_out: dict[str, Any]) -> list[str]:
    lines = [
        (
            "| one event to all streams | of each heard by | bytes per event and stream"
            f" | CPU µs per event and stream: {' | '.join(_PARTS)} | p50 / p95 / p99 ms |"
        ),
        "|---" * (4 + len(_PARTS)) + "|",
    ]
    for title, found in (("the desk", fan_out["desk"]), ("floor: bare SSE", fan_out["floor"])):
        spent = found["cpu_us_per_event_and_stream"]
        cells = " | ".join(f"{spent.get(part, 0):.0f}" for part in _PARTS)
        lines.append(
            f"| {title} | {found['heard_of_each']:g} | {found['bytes_per_event_and_stream']}"
            f" | {cells} | {found['p50_ms']:.0f} / {found['p95_ms']:.0f} / {found['p99_ms']:.0f} |"
        )
    return lines


def _turns(turns: dict[str, Any]) -> list[str]:
    lines = [
        "| not handed off | idle p50 / p95 ms | turns/s at 16 | CPU ms: PostgreSQL | all |",
        "|---|---|---|---|---|",
    ]
    for name, found in turns.items():
        idle, busy = found["idle"], found["at_16"]
        spent = busy["cpu_ms_per_turn"]
        everything = sum(ms for part, ms in spent.items() if part != "client")
        lines.append(
            f"| {name.replace('_', ' ')} | {idle['p50_ms']:.0f} / {idle['p95_ms']:.0f}"
            f" | {busy['turns_per_s']:.1f} | {spent['postgresql']:.2f} | {everything:.1f} |"
        )
    return lines
