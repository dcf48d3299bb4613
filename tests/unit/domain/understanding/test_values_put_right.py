"""Values that the customer puts right in the same message, of every kind and in both languages."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bot.model import SlotType
from domain.understanding.answers import answers_to
from domain.understanding.entities import find_entities
from tests.unit.domain.understanding.bots import a_bot, slot

BOT = a_bot()
NOW = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Berlin"))


def _answers(kind: SlotType, text: str, locale: str = "en") -> list[object]:
    found = find_entities(BOT, text, date(2026, 11, 23), locale=locale, now=NOW)
    return list(dict.fromkeys(one.value for one in answers_to(slot("x", kind), text, found)))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (SlotType.DURATION, "2 weeks, no, 3", "P21D"),
        (SlotType.DURATION, "two weeks, sorry, three", "P21D"),
        (SlotType.DURATION, "2 weeks no 3 weeks", "P21D"),
        (SlotType.DURATION, "2 not 3 weeks", "P14D"),
        (SlotType.DURATION, "not 2 but 3 weeks", "P21D"),
        (SlotType.DURATION, "2 hours, make that 90 minutes", "PT1H30M"),
        (SlotType.DURATION, "2 Wochen, nein, 3", "P21D"),
        (SlotType.DURATION, "nicht 2 Wochen sondern 3", "P21D"),
        (SlotType.DURATION, "a week, no, two", "P14D"),
        (SlotType.DURATION, "eine Woche, nein, zwei", "P14D"),
        (SlotType.MONEY, "30 Euro, ähm, 40", "40.00 EUR"),
        (SlotType.DATETIME, "friday at 3, no, saturday", "2026-11-28T15:00:00+01:00"),
        (SlotType.INTEGER, "2, no wait, 3", 3),
        (SlotType.INTEGER, "nicht 2 sondern 3", 3),
        (SlotType.DATE, "Tuesday, sorry, Wednesday", "2026-11-25"),
        (SlotType.DATE, "3 December, no, 4", "2026-12-04"),
        (SlotType.DATE, "am 3. Dezember, nein, am 4.", "2026-12-04"),
        (SlotType.TIME, "um 3, nein, um 4", "16:00"),
        (SlotType.TIME, "3pm, sorry, 4", "16:00"),
        (SlotType.MONEY, "50, no wait, 60 euros", "60.00 EUR"),
        (SlotType.MONEY, "50 euros, no wait, 60", "60.00 EUR"),
        (SlotType.MONEY, "50 €, nein, 60", "60.00 EUR"),
        (SlotType.MONEY, "$20, I mean 25", "25.00 USD"),
        (SlotType.DATETIME, "tomorrow at 3, no, at 4", "2026-11-24T16:00:00+01:00"),
        (SlotType.DATETIME, "morgen um 3, nein, um 4", "2026-11-24T16:00:00+01:00"),
    ],
)
def test_a_value_put_right_is_the_last_one(kind: SlotType, text: str, value: object) -> None:
    """Also where only a part of it is said anew."""
    locale = "de" if any(word in text for word in ("nein", "nicht")) else "en"
    assert _answers(kind, text, locale) == [value]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (SlotType.DURATION, "2 weeks or 3", ["P14D", "P21D"]),
        (SlotType.DURATION, "2 Wochen oder 3", ["P14D", "P21D"]),
        (SlotType.MONEY, "50 euros, no, 2 mugs please", ["50.00 EUR"]),
        (SlotType.DURATION, "2 weeks for 3 people", ["P14D"]),
        (SlotType.MONEY, "50 euros for order 3", ["50.00 EUR"]),
    ],
)
def test_what_is_left_open_or_is_another_thing(
    kind: SlotType, text: str, value: list[object]
) -> None:
    """Two to choose from, and numbers of something else."""
    assert _answers(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (SlotType.INTEGER, "less than 3"), (SlotType.INTEGER, "more than three"),
        (SlotType.INTEGER, "under 3"), (SlotType.INTEGER, "weniger als 3"),
        (SlotType.DURATION, "less than 3 weeks"), (SlotType.DURATION, "über drei Wochen"),
        (SlotType.MONEY, "less than 50 euros"), (SlotType.MONEY, "mehr als 50 Euro"),
    ],
)  # fmt: skip
def test_a_bound_is_no_value(kind: SlotType, text: str) -> None:
    """What is less than three is not three: the bot asks again."""
    assert _answers(kind, text) == []


@pytest.mark.parametrize(
    "text", ["at least 3", "no more than 3", "not less than 3", "nicht mehr als 3", "mindestens 3"]
)
def test_a_bound_that_holds_its_number_is_one(text: str) -> None:
    """Three is among them, and is what people mean."""
    assert _answers(SlotType.INTEGER, text) == [3]


@given(
    first=st.integers(2, 20),
    second=st.integers(2, 20),
    unit=st.sampled_from(["days", "weeks", "months"]),
    turn=st.sampled_from([", no, ", ", sorry, ", ", I mean ", " - actually "]),
)
def test_a_part_means_what_the_whole_would(first: int, second: int, unit: str, turn: str) -> None:
    """Whatever the number and the words between."""
    short = _answers(SlotType.DURATION, f"{first} {unit}{turn}{second}")
    assert short == _answers(SlotType.DURATION, f"{second} {unit}")
