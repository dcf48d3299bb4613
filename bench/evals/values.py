"""Measures what is read as values: moments, ranges, durations, money, numbers, phones, e-mails."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from bench.evals.figures import Figure, Findings
from bench.evals.value_readings import Reader, covers
from domain.understanding.model import Entity

AREA = "values"
SETS = "duckling_*.json"
_POINTS = ("datetime",)
_RANGES = ("datetimeInterval", "datetimeOpenInterval")
_HOLIDAYS = ("datetimeHoliday", "datetimeIntervalHoliday")
_EXPECTED = re.compile(r"(\w+) (\S+) (.+)")
_CODES = {
    "Dollar": "USD", "Pound": "GBP", "Unnamed": "", "Cent": "USD", "Riyal": "?", "Rial": "?",
    "Dinar": "?",
}  # fmt: skip
_MONTH, _YEAR = 30, 365
_SECONDS = {"Second": 1, "Minute": 60, "Hour": 3_600, "Day": 86_400, "Week": 604_800}
_RULE = "exact where the value of the longest entity over the whole phrase is the expected one"


class Score(NamedTuple):
    """What became of one phrase."""

    exact: bool
    wrong_day: bool = False
    refused: bool = False


def measure(data: Path | None) -> Findings:
    """Of each set in the folder: each kind, on both halves by hash, and on all."""
    findings = Findings()
    if data is None:
        return findings
    for path in sorted((data / "entities").glob(SETS)):
        cases = json.loads(path.read_text(encoding="utf-8"))
        reader = Reader(datetime.fromisoformat(cases["reference_time"]))
        for half in ("tuned", "held", "all"):
            for name, wanted, target, scores in _kinds(cases, reader, half):
                findings.figures += _figures(path.name, half, name, wanted, target, scores)
    return findings


def is_tuned(text: str) -> bool:
    """The half that may be looked at while the grammar is written."""
    return hashlib.sha256(f"values {text}".encode()).digest()[0] % 2 == 0


def _kinds(
    cases: dict[str, Any], reader: Reader, half: str
) -> Iterable[tuple[str, tuple[str, ...], float, list[Score]]]:
    times = [one for one in cases["time"] if _is_in(half, one)]
    for name, kinds, target in (
        ("point times", _POINTS, 88.0),
        ("ranges", _RANGES, 80.0),
        ("holidays", _HOLIDAYS, 80.0),
    ):
        chosen = [one for one in times if one["kind"] in kinds and one["values"]]
        yield name, kinds, target, [time_score(reader, one) for one in chosen]
    judges: dict[str, tuple[float, Callable[[Reader, dict[str, Any]], Score]]] = {
        "duration": (80.0, duration_score),
        "money": (95.0, money_score),
        "numeral": (95.0, number_score),
        "phone": (95.0, phone_score),
    }
    for name, (target, judge) in judges.items():
        chosen = [one for one in cases.get(name, ()) if _is_in(half, one)]
        yield name, (name,), target, [judge(reader, one) for one in chosen]


def _is_in(half: str, one: dict[str, Any]) -> bool:
    return half == "all" or is_tuned(one["text"]) == (half == "tuned")


def _figures(  # noqa: PLR0917 - all of them different
    file: str, half: str, name: str, kinds: tuple[str, ...], target: float, scores: list[Score]
) -> Iterable[Figure]:
    if not scores:
        return
    source = f"{file}, {half} half" if half != "all" else f"{file}, all"
    size = len(scores)

    def share(which: Callable[[Score], bool]) -> float:
        return round(100 * sum(map(which, scores)) / size, 1)

    yield Figure(AREA, name, share(lambda one: one.exact), source, _RULE, target=target, size=size)
    refused = share(lambda one: one.refused)
    rule = "nothing found over the whole phrase, or two values, so that it is asked"
    yield Figure(AREA, f"{name}: refused", refused, source, rule, size=size)
    if set(kinds) & {*_POINTS, *_HOLIDAYS}:
        wrong = share(lambda one: one.wrong_day)
        rule = "another day than expected"
        yield Figure(
            AREA, f"{name}: wrong day", wrong, source, rule, target=2.0, at_most=True, size=size
        )


def time_score(reader: Reader, one: dict[str, Any]) -> Score:
    """An open interval has one value: its beginning or its end, as the words say."""
    wanted = [datetime(*value) for value in one["values"]]  # noqa: DTZ001 - local, as given
    found = reader.moments(one["text"])
    if len(found) != 1:
        return Score(exact=False, refused=True)
    start, end = found[0]
    said = start or end
    if said is None:
        return Score(exact=False, refused=True)
    exact = said == wanted[0]
    if len(wanted) > 1:
        exact = (start, end) == (wanted[0], wanted[1]) or _is_last(start, end, wanted)
    return Score(exact=exact, wrong_day=said.date() != wanted[0].date())


def _is_last(start: datetime | None, end: datetime | None, wanted: list[datetime]) -> bool:
    """The set counts the last minute or hour that is named as within; an entity ends as said."""
    if start != wanted[0] or end is None:
        return False
    return wanted[1] - end in {timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)}


def duration_score(reader: Reader, one: dict[str, Any]) -> Score:
    """Months as 30 days and years as 365 where one side counts in days."""
    _, count, unit = one["expr"].split()
    found = _of(reader, one["text"], "duration")
    if found is None:
        return Score(exact=False, refused=True)
    months, seconds = reader.duration(str(found.value))
    if unit in {"Month", "Year"}:
        return Score(exact=months == int(count) * (12 if unit == "Year" else 1) and not seconds)
    days = months // 12 * _YEAR + months % 12 * _MONTH
    return Score(exact=days * 86_400 + seconds == int(count) * _SECONDS[unit])


def money_score(reader: Reader, one: dict[str, Any]) -> Score:
    """Where the set names no one currency, its name for it counts, or a mere number."""
    match = _EXPECTED.fullmatch(one["expr"])
    if match is None:
        return Score(exact=False)
    kind, unit, rest = match.groups()
    code = _CODES.get(unit, unit)
    factor = 0.01 if unit == "Cent" else 1.0
    ends = [float(part) * factor for part in re.findall(r"[\d.e]+", rest)]
    wanted = {
        "simple": (ends[0], ends[0]), "under": (None, ends[0]), "above": (ends[0], None),
    }.get(kind, tuple(ends))  # fmt: skip
    found = reader.money(one["text"])
    if not found:
        return Score(exact=code == "?" and reader.is_asked(one["text"]), refused=True)
    low, high, currency = found
    return Score(exact=(low, high) == wanted and (code in {"", "?"} or currency == code))


def number_score(reader: Reader, one: dict[str, Any]) -> Score:
    wanted = float(one["expr"].removeprefix("NumeralValue ").strip("()"))
    found = _of(reader, one["text"], "number")
    if found is None:
        return Score(exact=False, refused=True)
    return Score(exact=abs(float(found.value) - wanted) < 1e-6 * max(1.0, abs(wanted)))


def phone_score(reader: Reader, one: dict[str, Any]) -> Score:
    """The same digits, with or without the country's."""
    wanted = re.sub(r"\D", "", one["expr"])
    found = _of(reader, one["text"], "phone")
    if found is None:
        return Score(exact=False, refused=True)
    digits = re.sub(r"\D", "", str(found.value))
    return Score(exact=digits.endswith(wanted.lstrip("0")))


def _of(reader: Reader, text: str, kind: str) -> Entity | None:
    found = [one for one in reader.entities(text) if one.kind == kind and covers(one, text)]
    values = {one.value for one in found}
    return found[0] if len(values) == 1 else None
