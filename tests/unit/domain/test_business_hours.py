"""Business time, with split shifts, holidays and clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.business_hours import after, is_open, next_opening, parse_span
from domain.errors import InvalidInput
from domain.patience import Patience
from domain.tenant_settings import BusinessHours

BERLIN = ZoneInfo("Europe/Berlin")
SHIFTS = ("09:00-12:00", "13:00-18:00")
HOURS = BusinessHours(
    tz="Europe/Berlin", days=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), SHIFTS)
)


def berlin(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=BERLIN)


def business(hours: float) -> Patience:
    return Patience(lasts=timedelta(hours=hours), business=True)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (("2026-11-23", "09:00"), 1, ("2026-11-23", "10:00")),
        (("2026-11-23", "11:30"), 1, ("2026-11-23", "13:30")),
        (("2026-11-23", "12:30"), 1, ("2026-11-23", "14:00")),
        (("2026-11-23", "11:00"), 1, ("2026-11-23", "12:00")),
        (("2026-11-20", "17:00"), 2, ("2026-11-23", "10:00")),
        (("2026-11-21", "08:00"), 8, ("2026-11-23", "18:00")),
        (("2026-11-23", "23:00"), 1, ("2026-11-24", "10:00")),
        (("2026-11-23", "06:00"), 0, ("2026-11-23", "09:00")),
    ],
)
def test_business_time_runs_only_while_it_is_open(
    start: tuple[str, str], hours: float, end: tuple[str, str]
) -> None:
    """Lunch, nights and week-ends do not count."""
    assert after(berlin(*start), business(hours), HOURS) == berlin(*end)


def test_a_holiday_is_skipped() -> None:
    """24 December is a Thursday; the two days after it are holidays, then comes the week-end."""
    holidays = {date(2026, 12, 25), date(2026, 12, 26)}

    ends = after(berlin("2026-12-24", "17:00"), business(2), HOURS, holidays)

    assert ends == berlin("2026-12-28", "10:00")


def test_plain_time_does_not_care() -> None:
    """A duration without "business" is by the clock."""
    start = berlin("2026-11-21", "08:00")

    assert after(start, Patience(lasts=timedelta(hours=2)), HOURS) == start + timedelta(hours=2)


def test_without_hours_it_is_always_open() -> None:
    """A tenant that says nothing has somebody there at any time."""
    start = berlin("2026-11-22", "03:00")

    assert is_open(start, BusinessHours())
    assert next_opening(start, BusinessHours()) == start
    assert after(start, business(2), BusinessHours()) == start + timedelta(hours=2)


def test_the_day_on_which_the_clock_is_put_back_has_its_hours() -> None:
    """25 October 2026 has 25 hours; a night shift over it takes one more."""
    hours = BusinessHours(tz="Europe/Berlin", days={"sat": ("22:00-06:00",)})

    ends = after(berlin("2026-10-24", "22:00"), business(9), hours)

    assert ends == berlin("2026-10-25", "06:00")
    assert is_open(berlin("2026-10-25", "05:59"), hours)


def test_the_next_opening_is_found_over_the_week_end() -> None:
    """What a customer at night is told."""
    assert next_opening(berlin("2026-11-20", "18:00"), HOURS) == berlin("2026-11-23", "09:00")
    assert not is_open(berlin("2026-11-20", "18:00"), HOURS)


def test_hours_that_never_come_end_by_the_clock() -> None:
    """A tenant whose every day is a holiday must not hang a worker."""
    start = datetime(2026, 11, 23, 8, tzinfo=UTC)
    closed = {date(2026, 1, 1) + timedelta(days=n) for n in range(800)}

    assert after(start, business(2), HOURS, closed) == start + timedelta(hours=2)
    assert next_opening(start, HOURS, closed) is None


@pytest.mark.parametrize("span", ["9:00-12:00", "09:00", "09:00-25:00", "24:30-25:00", "a-b", ""])
def test_a_span_that_is_none_is_refused(span: str) -> None:
    """An author reads how a span is written."""
    with pytest.raises(InvalidInput, match="09:00-12:00"):
        parse_span(span)
