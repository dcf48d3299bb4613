"""Simple questions and complex ones, by a rule that gives its reasons."""

import pytest

from domain.language_models.callers import Difficulty
from domain.language_models.tiering import (
    LONG,
    QuestionShape,
    difficulty_of,
    shape_of,
)

SECTIONS = ["Opening hours: nine to five", "Delivery takes three days", "Vouchers last five years"]


@pytest.mark.parametrize(
    ("shape", "reasons"),
    [
        (QuestionShape(words=6), ()),
        (QuestionShape(words=LONG), ()),
        (QuestionShape(words=LONG + 1), ("21 words",)),
        (QuestionShape(words=9, needs=2), ("2 needs",)),
        (QuestionShape(words=9, sections=3), ("3 sections",)),
        (QuestionShape(words=9, sections=3, confidence=0.6), ()),
        (QuestionShape(words=9, sections=2, confidence=0.1), ()),
        (QuestionShape(words=30, needs=3, sections=4), ("3 needs", "30 words", "4 sections")),
    ],
)
def test_one_sign_makes_a_question_complex(shape: QuestionShape, reasons: tuple[str, ...]) -> None:
    """And each is told, so that nobody wonders at the bill."""
    tier = difficulty_of(shape)
    assert tier.difficulty is (Difficulty.COMPLEX if reasons else Difficulty.SIMPLE)
    assert tier.reasons == reasons


def test_a_quote_that_is_trusted_settles_it() -> None:
    """The large model could not say it better; the reason names the confidence."""
    tier = difficulty_of(QuestionShape(words=40, needs=2, sections=4, confidence=0.75))
    assert tier.difficulty is Difficulty.SIMPLE
    assert tier.reasons == ("one quote answers it, with confidence 0.75",)


@pytest.mark.parametrize(
    ("question", "sections"),
    [
        ("opening hours?", 1),
        ("opening hours and delivery", 2),
        ("opening hours, delivery of vouchers", 3),
        ("Öffnungszeiten?", 0),
        ("", 0),
    ],
)
def test_sections_are_counted_by_the_words_they_share(question: str, sections: int) -> None:
    """The fewest that hold all words of the question which any of them holds."""
    assert shape_of(question, SECTIONS).sections == sections


def test_a_text_of_any_length_is_measured_quickly() -> None:
    """Outside text has a bound."""
    shape = shape_of("word " * 100_000, [*SECTIONS * 1_000, "word " * 1_000], needs=0)
    assert (shape.words, shape.needs) == (400, 1)
