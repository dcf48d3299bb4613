"""Opening hours as people write them: the particular day wins, and what cannot be is an error."""

from datetime import UTC, date, datetime

import pytest

from domain.bot.hours_schema import expanded
from domain.bot.lint_hours import lint_hours
from domain.bot.problems import Problems
from domain.business_hours import closing_on, is_open, next_opening, zone_of
from domain.tenant_settings import BusinessHours

FILE = "tenant.yaml"


def hours(**written: object) -> BusinessHours:
    keys = {key.replace("_", "-"): value for key, value in written.items()}
    return BusinessHours.model_validate(expanded(keys))


def said(of: BusinessHours) -> list[str]:
    problems = Problems({})
    lint_hours(of, FILE, ("business_hours",), problems)
    return [str(problem).removeprefix("tenant.yaml:1: ") for problem in problems]


@pytest.mark.parametrize("first", ["wed", "mon-fri"])
def test_a_day_by_itself_is_the_exception_from_its_range(first: str) -> None:
    """In whatever order they are written: Wednesday at 14:00 is closed."""
    written = {"wed": ["10:00-12:00"], "mon-fri": ["09:00-17:00"]}
    ordered = {first: written[first], **written}
    days = expanded(ordered)["days"]
    assert days["wed"] == ["10:00-12:00"]
    assert [days[day] for day in ("mon", "tue", "thu", "fri")] == [["09:00-17:00"]] * 4


def test_a_shorter_range_within_a_longer_one_is_the_exception_too() -> None:
    """And a day may be closed within it."""
    of = hours(mon_sun=["09:00-17:00"], sat_sun=["10:00-12:00"], sun=[])
    assert (of.days["fri"], of.days["sat"], of.days["sun"]) == (
        ("09:00-17:00",),
        ("10:00-12:00",),
        (),
    )


def test_ranges_that_overlap_otherwise_are_an_error() -> None:
    """Nobody can say which holds on Wednesday."""
    with pytest.raises(ValueError, match="both speak of wed"):
        expanded({"mon-wed": ["09:00-17:00"], "wed-fri": ["10:00-12:00"]})


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        (["09:00-09:00"], "error: 09:00-09:00 ends when it begins"),
        (["09:00-13:00", "12:00-17:00"], "error: mon: 09:00-13:00 and 12:00-17:00 overlap"),
        (["17:00-09:00"], "warning: 17:00-09:00 ends on the next day, 16 hours later"),
        (["9-17"], "did you mean '09:00-17:00'?"),
        (["9:00 - 17:30"], "did you mean '09:00-17:30'?"),
        (["09:00-25:00"], 'is not a span such as "09:00-12:00"'),
    ],
)
def test_spans_that_cannot_be_meant_are_named(spans: list[str], expected: str) -> None:
    """Silently read as something else, they would be found out by customers."""
    [problem] = said(hours(tz="Europe/Berlin", mon=spans))
    assert expected in problem


@pytest.mark.parametrize(
    "spans", [["22:00-06:00"], ["00:00-24:00"], ["09:00-12:00", "12:00-18:00"], []]
)
def test_spans_that_can_be_are_taken(spans: list[str]) -> None:
    """A night shift, all day, two that touch, a day off."""
    assert said(hours(tz="Europe/Berlin", mon=spans)) == []


def test_a_night_that_ends_in_the_next_days_hours_is_an_error() -> None:
    """That hour would count twice."""
    [problem] = said(hours(mon=["22:00-06:00"], tue=["05:00-12:00"]))
    assert "mon and tue: 22:00-06:00 and 05:00-12:00 overlap" in problem


@pytest.mark.parametrize(
    ("tz", "hint"),
    [
        ("Europe/Berln", "did you mean 'Europe/Berlin'?"),
        ("europe/berlin", "did you mean 'Europe/Berlin'?"),
        ("Berlin", "did you mean 'Europe/Berlin'?"),
        ("CEST", "zone"),
        ("../etc/passwd", "no time zone"),
        ("", "no time zone"),
    ],
)
def test_a_time_zone_that_there_is_not_is_an_error(tz: str, hint: str) -> None:
    """Published, the tenant would never answer again."""
    [problem] = said(hours(tz=tz))
    assert problem.startswith("error: there is no time zone")
    assert hint in problem


def test_a_bot_published_with_such_a_zone_still_answers() -> None:
    """By UTC: earlier releases took it."""
    of = BusinessHours(tz="Europe/Berln", days={"mon": ("09:00-17:00",)})
    assert zone_of(of).key == "UTC"
    assert is_open(datetime(2026, 11, 23, 9, 30, tzinfo=UTC), of)


def test_a_tenant_closes_on_days_of_its_own() -> None:
    """Stocktaking is no public holiday."""
    closed = ["2026-12-24", {"date": "2026-12-28", "until": "2026-12-30", "reason": "Stocktaking"}]
    of = hours(mon_fri=["09:00-17:00"], closed=closed)
    assert not is_open(datetime(2026, 12, 24, 10, tzinfo=UTC), of)
    assert not is_open(datetime(2026, 12, 29, 10, tzinfo=UTC), of)
    assert is_open(datetime(2026, 12, 31, 10, tzinfo=UTC), of)
    opening = next_opening(datetime(2026, 12, 26, 10, tzinfo=UTC), of)
    assert opening == datetime(2026, 12, 31, 9, tzinfo=UTC)
    found = closing_on(date(2026, 12, 30), of)
    assert found is not None
    assert found.reason == "Stocktaking"


def test_closing_days_that_end_before_they_begin_are_an_error() -> None:
    """A slip in the year."""
    of = hours(closed=[{"date": "2026-12-28", "until": "2026-01-02"}])
    assert said(of) == ["error: 2026-01-02 is before 2026-12-28"]
