"""Days of business, counted past weekends, public holidays and the tenant's own closing days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bot.model import Bot
from domain.tenant_settings import BusinessHours, ClosingDay
from domain.understanding.entities import find_entities
from domain.understanding.values.opening_times import closing_days
from domain.understanding.values.working_days import is_working_day, moved
from tests.unit.domain.understanding.bots import a_bot

HOLIDAYS = (date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1))
MONDAY = date(2026, 11, 23)


def _bot() -> Bot:
    """A shop with Christmas and New Year, that is closed on the 24th and 31st of December."""
    plain = a_bot()
    closed = (ClosingDay(date=date(2026, 12, 24)), ClosingDay(date=date(2026, 12, 31)))
    hours = BusinessHours(tz="Europe/Berlin", holidays="de-BE", closed=closed)
    tenant = plain.tenant.model_copy(update={"business_hours": hours})
    return plain.model_copy(update={"tenant": tenant, "holidays": HOLIDAYS})


def _days(text: str, today: date = MONDAY) -> list[str]:
    locale = "de" if "erk" in text or "rbeit" in text else "en"
    found = find_entities(_bot(), text, today, locale=locale)
    return [str(one.value) for one in found if one.kind == "date"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("in three working days", "2026-11-26"),
        ("within 5 business days", "2026-11-30"),
        ("5 working days from now", "2026-11-30"),
        ("3 working days after Monday", "2026-12-03"),
        ("two business days before 24 December", "2026-12-22"),
        ("2 working days ago", "2026-11-19"),
        ("next working day", "2026-11-24"),
        ("the last business day of the month", "2026-11-30"),
        ("the first business day of next month", "2026-12-01"),
        ("last working day of December", "2026-12-30"),
        ("the third working day of January", "2027-01-06"),
        ("in drei Arbeitstagen", "2026-11-26"),
        ("innerhalb von 5 Werktagen", "2026-11-30"),
        ("binnen zehn Werktagen", "2026-12-07"),
        ("am nächsten Werktag", "2026-11-24"),
        ("am letzten Werktag des Monats", "2026-11-30"),
        ("am letzten Arbeitstag im Dezember", "2026-12-30"),
        ("der 3. Werktag im Januar", "2027-01-06"),
        ("der letzte Werktag des Jahres", "2026-12-30"),
        ("3 Werktage nach dem 23. Dezember", "2026-12-30"),
        ("vor 2 Werktagen", "2026-11-19"),
        ("the first business day after Christmas", "2026-12-28"),
        ("the last working day before Christmas", "2026-12-23"),
        ("erster Werktag nach dem 24. Dezember", "2026-12-28"),
        ("am übernächsten Werktag", "2026-11-25"),
    ],
)
def test_days_of_business_are_dates(text: str, day: str) -> None:
    """Said on a Monday in November, in both languages."""
    assert _days(text) == [day]


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [
        (date(2026, 11, 27), "next working day", "2026-11-30"),
        (date(2026, 11, 28), "in one working day", "2026-11-30"),
        (date(2026, 11, 29), "in 2 working days", "2026-12-01"),
        (date(2026, 12, 23), "next business day", "2026-12-28"),
        (date(2026, 12, 23), "in 2 Werktagen", "2026-12-29"),
        (date(2026, 12, 30), "am nächsten Werktag", "2027-01-04"),
        (date(2026, 10, 31), "the last working day of the month", "2026-11-30"),
    ],
)
def test_weekends_holidays_and_closing_days_do_not_count(today: date, text: str, day: str) -> None:
    """Christmas, New Year, and the eves on which this shop is closed."""
    assert _days(text, today) == [day]


@pytest.mark.parametrize(
    "text", ["5 working days", "fünf Werktage", "working days", "in 0 workdays"]
)
def test_a_length_alone_is_no_day(text: str) -> None:
    """How long something takes says not when it is."""
    assert _days(text) == []


@given(
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    count=st.integers(1, 60),
)
def test_what_is_counted_forth_is_counted_back(day: date, count: int) -> None:
    """It ends on a day of business, with so many of them on the way."""
    is_closed = closing_days(_bot())
    there = moved(day, count, is_closed)
    assert there is not None
    assert is_working_day(there, is_closed)
    between = (day + timedelta(days=n) for n in range(1, (there - day).days + 1))
    assert sum(is_working_day(one, is_closed) for one in between) == count


def test_a_calendar_without_open_days_gives_none() -> None:
    """Instead of looking for one for ever."""
    assert moved(MONDAY, 1, lambda _: True) is None
