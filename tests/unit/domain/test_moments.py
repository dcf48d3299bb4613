"""Moments as authors write them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.errors import InvalidInput
from domain.moments import moment_of, parse

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
VALUES: dict[str, Any] = {
    "day": "2026-12-04",
    "time": "14:30",
    "short": "9:05",
    "visit": {"starts_at": "2026-12-04T14:30:00+01:00", "local": "2026-12-04T14:30"},
    "words": "soon",
    "none": None,
    "number": 20261204,
}


def at(text: str, zone: str = "Europe/Berlin", now: datetime = NOW, **more: Any) -> str | None:
    def lookup(path: str) -> Any:
        value: Any = VALUES | more
        for field in path.split("."):
            value = value.get(field)
        return value

    found = moment_of(text, lookup, now, zone)
    return found.strftime("%m-%d %H:%M") if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{day} {time}", "12-04 13:30"),
        ("{day} {time} - 1d", "12-03 13:30"),
        ("{day} {time} -1d", "12-03 13:30"),
        ("{day} {time}-1d", "12-03 13:30"),
        ("{day} {short} - 2h", "12-04 06:05"),
        ("{day} 18:00 - 1d", "12-03 17:00"),
        ("{day}", "12-04 08:00"),
        ("{day} - 1w", "11-27 08:00"),
        ("{day} {time} - 1d + 30m", "12-03 14:00"),
        ("{visit.starts_at} - 24h", "12-03 13:30"),
        ("{visit.local} - 1d", "12-03 13:30"),
        ("{visit.starts_at} 18:00 - 1d", "12-03 17:00"),
        ("now + 2h", "11-23 11:30"),
        ("now + 1d", "11-24 09:30"),
        ("{words}", None),
        ("{none} {time}", None),
        ("{day} {none}", None),
        ("{day} {words}", None),
        ("{number}", None),
        ("{day} + 4000d", None),
    ],
)
def test_a_moment_is_read_from_values(text: str, expected: str | None) -> None:
    """In the zone of the place, and shown here in UTC; None where the values name no moment."""
    assert at(text) == expected


def test_a_moment_is_in_its_zone() -> None:
    """The same words are another moment elsewhere."""
    assert at("{day} {time}", "America/New_York") == "12-04 19:30"
    assert at("{day} {time}", "Nowhere/Land") is None


def test_days_are_counted_on_the_calendar_and_hours_as_they_pass() -> None:
    """The clocks go back on 25 October 2026 and forward on 29 March 2026 in Berlin."""
    assert at("{day} {time} - 1d", day="2026-10-25", time="12:00") == "10-24 10:00"
    assert at("{day} {time} - 24h", day="2026-10-25", time="12:00") == "10-24 11:00"
    assert at("{day} {time} - 1d", day="2026-03-29", time="12:00") == "03-28 11:00"
    assert at("{day} {time} - 24h", day="2026-03-29", time="12:00") == "03-28 10:00"


def test_an_hour_that_does_not_exist_or_comes_twice_is_one_moment() -> None:
    """02:30 is skipped in March, and comes twice in October: the first counts."""
    assert at("{day} {time}", day="2026-03-29", time="02:30") == "03-29 01:30"
    assert at("{day} {time}", day="2026-10-25", time="02:30") == "10-25 00:30"
    assert at("{day} {time} - 1d", day="2026-03-30", time="02:30") == "03-29 01:30"


@pytest.mark.parametrize(
    "text",
    [
        "", "tomorrow", "{day", "18:00", "- 1d", "{day} {time} - 1", "{day} {time} 1d",
        "{day} 25:00", "{day} {time} {time}", "now 18:00", "{day} - 1d 18:00", "{day} - 1 d",
        "{day} - 1d - 1d - 1d - 1d - 1d", "{day}" + " " * 300, "{day} - 1y",
    ],
)  # fmt: skip
def test_what_names_no_moment_is_refused_with_an_example(text: str) -> None:
    """When the bot is checked, not when a customer waits."""
    with pytest.raises(InvalidInput):
        parse(text)


def test_its_names_are_known() -> None:
    """So that the linter can look them up."""
    assert parse("{visit_date} {visit.time} - 1d").names == ("visit_date", "visit.time")
    assert parse("{visit_date} 18:00").names == ("visit_date",)
    assert parse("now + 2h").shifts[0].by == timedelta(hours=2)
