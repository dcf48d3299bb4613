"""Moments, ranges and durations in English and German, said on Monday, 23 November 2026, 9:30."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.understanding.entities import find_entities
from domain.understanding.model import Entity
from tests.unit.domain.understanding.bots import a_bot

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
BOT = a_bot()
ONES = ("moment", "date", "date_range", "duration")


def read(text: str, now: datetime = NOW) -> list[Entity]:
    """What it means as a time, with the words that were read."""
    found = find_entities(BOT, text, now.date(), locale="en", now=now)
    return [one for one in found if one.kind in ONES]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("tomorrow at 3pm", "moment", "2026-11-24T15:00:00+01:00"),
        ("3 in the afternoon on Friday", "moment", "2026-11-27T15:00:00+01:00"),
        ("half past four tomorrow", "moment", "2026-11-24T16:30:00+01:00"),
        ("quarter to ten", "moment", "2026-11-23T09:45:00+01:00"),
        ("tonight at 8", "moment", "2026-11-23T20:00:00+01:00"),
        ("next Monday at noon", "moment", "2026-11-30T12:00:00+01:00"),
        ("in 20 minutes", "moment", "2026-11-23T09:50:00+01:00"),
        ("in an hour and a half", "moment", "2026-11-23T11:00:00+01:00"),
        ("two hours ago", "moment", "2026-11-23T07:30:00+01:00"),
        ("Friday 8am PST", "moment", "2026-11-27T17:00:00+01:00"),
        ("5 December 2026 at 14:30", "moment", "2026-12-05T14:30:00+01:00"),
        ("in two days at 5 pm", "moment", "2026-11-25T17:00:00+01:00"),
        ("a fortnight ago", "date", "2026-11-09"),
        ("the last day of next month", "date", "2026-12-31"),
        ("the second Tuesday of January 2027", "date", "2027-01-12"),
        ("three days after Christmas", "date", "2026-12-28"),
        ("palm sunday", "date", "2027-03-21"),
        ("Thanksgiving", "date", "2026-11-26"),
        ("the 3rd week of October 2027", "date_range", "2027-10-18/2027-10-24"),
        ("next week", "date_range", "2026-11-30/2026-12-06"),
        ("from the 13th to the 15th of July", "date_range", "2027-07-13/2027-07-15"),
        ("December 3 - 5", "date_range", "2026-12-03/2026-12-05"),
        ("this summer", "date_range", "2027-06-21/2027-09-23"),
        ("the next three days", "date_range", "2026-11-24/2026-11-26"),
        ("end of March", "date_range", "2027-03-21/2027-03-31"),
        ("third quarter 2027", "date_range", "2027-07-01/2027-09-30"),
        ("after 2 pm", "date_range", "2026-11-23T14:00:00+01:00/.."),
        ("until 2pm", "date_range", "../2026-11-23T14:00:00+01:00"),
        (
            "between 3 and 5 tomorrow",
            "date_range",
            "2026-11-24T15:00:00+01:00/2026-11-24T17:00:00+01:00",
        ),
        (
            "Friday from 9 to 11am",
            "date_range",
            "2026-11-27T09:00:00+01:00/2026-11-27T11:00:00+01:00",
        ),
        (
            "next weekend",
            "date_range",
            "2026-11-27T18:00:00+01:00/2026-11-30T00:00:00+01:00",
        ),
        ("an hour and a half", "duration", "PT1H30M"),
        ("2h30", "duration", "PT2H30M"),
        ("two weeks and three days", "duration", "P17D"),
        ("half an hour", "duration", "PT30M"),
        ("one and a quarter hours", "duration", "PT1H15M"),
        ("2 years and 3 months", "duration", "P2Y3M"),
    ],
)  # fmt: skip
def test_english(text: str, kind: str, value: str) -> None:
    """
    Each is read whole, and as what people mean by it.
    """
    found = [(one.kind, one.value) for one in read(text)]
    assert (kind, value) in found
    assert len({one for one in found if one[0] == kind}) == 1


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("morgen um 15 Uhr", "moment", "2026-11-24T15:00:00+01:00"),
        ("am Freitag um halb vier", "moment", "2026-11-27T15:30:00+01:00"),
        ("Freitag um Viertel nach drei", "moment", "2026-11-27T15:15:00+01:00"),
        ("heute Abend um acht", "moment", "2026-11-23T20:00:00+01:00"),
        ("Samstagabend um 8", "moment", "2026-11-28T20:00:00+01:00"),
        ("morgen früh um 7", "moment", "2026-11-24T07:00:00+01:00"),
        ("15 Uhr 30", "moment", "2026-11-23T15:30:00+01:00"),
        ("in anderthalb Stunden", "moment", "2026-11-23T11:00:00+01:00"),
        ("in zwei Tagen um 10 Uhr", "moment", "2026-11-25T10:00:00+01:00"),
        ("am 3.3.2027 um 14:30", "moment", "2027-03-03T14:30:00+01:00"),
        ("heute in einer Woche", "date", "2026-11-30"),
        ("Freitag in zwei Wochen", "date", "2026-12-11"),
        ("letzter Tag des Monats", "date", "2026-11-30"),
        ("Ostermontag 2027", "date", "2027-03-29"),
        ("am 1. Advent", "date", "2026-11-29"),
        ("drei Tage nach Ostern", "date", "2027-03-31"),
        ("nächste Woche", "date_range", "2026-11-30/2026-12-06"),
        ("vom 13. bis zum 15. Dezember", "date_range", "2026-12-13/2026-12-15"),
        ("Anfang März", "date_range", "2027-03-01/2027-03-10"),
        ("in den nächsten drei Tagen", "date_range", "2026-11-24/2026-11-26"),
        ("ab morgen", "date_range", "2026-11-24/.."),
        (
            "zwischen 15 und 17 Uhr",
            "date_range",
            "2026-11-23T15:00:00+01:00/2026-11-23T17:00:00+01:00",
        ),
        ("eine Stunde und dreißig Minuten", "duration", "PT1H30M"),
        ("anderthalb Stunden", "duration", "PT1H30M"),
        ("eine Dreiviertelstunde", "duration", "PT45M"),
    ],
)
def test_german(text: str, kind: str, value: str) -> None:
    """
    The same rules read both languages.
    """
    found = [(one.kind, one.value) for one in read(text)]
    assert (kind, value) in found
    assert len({one for one in found if one[0] == kind}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "may third parties see my data", "march on", "wait a second", "a second hand item",
        "I sat down", "may I have it", "the sun is out", "one moment please", "order 12 of 15",
        "a table for 2", "at 10 Downing Street", "between 5 and 7 items", "in 20 stores",
        "3 to 4 items", "my last order", "the next one", "the second one", "10 to 20 dollars",
        "in 3 parts", "from here to there", "ich mag das so", "zwei von drei", "das dritte Mal",
        "for 4 people", "page 5 of 7",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_moment_is_none(text: str) -> None:
    """
    An appointment that nobody has named would be worse than a question.
    """
    assert read(text) == []


def test_an_hour_of_either_half_of_the_day_gives_both() -> None:
    """
    Seven may be before work or after it: which one is asked.
    """
    found = {one.value for one in read("tomorrow at 7") if one.kind == "moment"}
    assert found == {"2026-11-24T07:00:00+01:00", "2026-11-24T19:00:00+01:00"}


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("tomorrow at 2:30am", datetime(2026, 10, 24, 12, tzinfo=ZoneInfo("Europe/Berlin"))),
        ("tomorrow at 2:30am", datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Berlin"))),
    ],
)
def test_an_hour_that_the_clocks_skip_or_repeat_is_unclear(text: str, now: datetime) -> None:
    """
    On those nights half past two is two moments, or none.
    """
    kinds = {(one.kind, one.value) for one in find_entities(BOT, text, now.date(), now=now)}
    assert ("unclear", "moment") in kinds


def test_hours_from_now_pass_over_a_change_of_the_clocks() -> None:
    """
    Three hours are three hours, whatever the clock on the wall does.
    """
    night = datetime(2026, 10, 25, 1, tzinfo=ZoneInfo("Europe/Berlin"))
    assert [one.value for one in read("in 3 hours", night)] == ["2026-10-25T03:00:00+01:00"]


def test_without_the_moment_of_the_message_none_is_read() -> None:
    """
    Nothing is counted from a clock that nobody has told.
    """
    found = find_entities(BOT, "in two hours", NOW.date())
    assert [one.kind for one in found if one.kind in {"moment", "date_range"}] == []


def test_many_words_for_times_are_read_up_to_a_bound() -> None:
    """
    A message that is all times costs no more than it may.
    """
    assert len(read("monday at 3pm or " * 200)) <= 200
