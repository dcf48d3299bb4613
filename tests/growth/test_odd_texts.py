"""No reader fails on what looks like a number, a word or a sign and is none that it knows."""

import random

import pytest

from tests.growth.test_functions import READERS

_ODD = (  # noqa: SIM905 - a list of words reads best as words
    "\u00b2 \u2083 \u2463 \u2488 \u00bd \u2167 \u0663\u0664 \u4e8c\u5341 \u0967\u0968 \u1369\u136a "
    "\u0301 e\u0301 \U0001f1e9\U0001f1ea \u202ea \ufdfa \u00df \u0130 \u0131 \u017f \x00 \ud7ff "
    "1e999 -0 +5 0x1f 1_0 007 99.99.9999 25:99 31.2.2026 1/0 %s {} [ ] \\ '' \"\" () --"
).split()
"""Digits that are no decimals, numerals of other scripts, letters that grow, days that are none."""
_PLAIN = (  # noqa: SIM905 - the same
    "version chapter model order item number page step at on from to until 3 12 2026 may and or "
    "not is the my Kapitel Modell Bestellung Nummer am um bis nicht und two dritten"
).split()
_TEXTS = 25


@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_whatever_is_written(name: str) -> None:
    """
    "Chapter \u1369": a digit to one test of Python and no number to another.
    """
    order = random.Random(name)  # noqa: S311 - the same each time
    for _ in range(_TEXTS):
        words = [order.choice(_ODD if order.random() < 0.5 else _PLAIN) for _ in range(6)]
        READERS[name](" ".join(words))


@pytest.mark.parametrize("digit", ["\u00b2", "\u1369", "\u2488", "\u0664"])
@pytest.mark.parametrize("noun", ["version", "chapter", "model", "Kapitel"])
def test_a_question_may_name_a_thing_by_any_digit(noun: str, digit: str) -> None:
    """
    What a number stands beside is looked for in the documents.
    """
    READERS["question"](f"what does {noun} {digit} say?")
