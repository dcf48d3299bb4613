"""Words of moments in any order: none ends in an error, none is looked through for long."""

import random

import pytest

from domain.understanding.entities import find_entities
from domain.understanding.values.moments.series import bounded_effort
from tests.unit.domain.understanding.values.test_moments import BOT, NOW, read

_WORDS = (  # noqa: SIM905 - a list of words reads best as words
    "tomorrow today friday monday next last this in at on from to until after before between and "
    "or the 3 4 12 31 0 99 2026 1999 10000 , . 3pm 3:30 15:00 noon half past quarter hour minutes "
    "days weeks month years first second third may march summer easter weekend morning afternoon "
    "night ago hence within every 5th o'clock utc 2026-12-05 5.12. 5/12/2027 31.2. fortnight end "
    "heute morgen freitag n\u00e4chsten am von bis nach vor zwischen der halb viertel stunde tage "
    "jahre ersten dritten mai sommer ostern vormittag abend anfang jeden ab - : ides advent"
).split()
_MOST_EFFORT = 60_000
"""Days, weeks and years; some thousand in the sentences of `test_moments.py`."""


def effort_of(text: str) -> int:
    """How many units series have looked at."""
    with bounded_effort(10**9) as effort:
        find_entities(BOT, text, NOW.date(), locale="en", now=NOW)
    return 10**9 - effort.left


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "Tuesday 1 Jan 2030 9:30 to 10:15 utc",
            "2030-01-01T10:30:00+01:00/2030-01-01T11:15:00+01:00",
        ),
        ("tomorrow at 3, Friday at 4. And tomorrow at 3", "2026-11-24T15:00:00+01:00"),
    ],
)
def test_what_cannot_be_meant_together_hides_nothing(text: str, value: str) -> None:
    """
    "Tomorrow" and "Friday" share no day on a Monday: that reading is none, the others are there.
    """
    assert value in {one.value for one in read(text)}


@pytest.mark.parametrize("seed", range(40))
def test_no_order_of_words_fails_or_takes_long(seed: int) -> None:
    """
    Series within series within series are looked through as often as their lengths multiply.
    """
    order = random.Random(seed)  # noqa: S311 - the same each time
    for length in (6, 12, 24):
        text = " ".join(order.choice(_WORDS) for _ in range(length))
        assert effort_of(text) <= _MOST_EFFORT, text


def test_a_long_text_takes_no_more_than_its_share() -> None:
    """
    Twenty runs of words are read in one message, all of them within one bound.
    """
    text = "tomorrow at 3, Friday at 4. And " * 120

    assert effort_of(text) <= _MOST_EFFORT
