"""Negation, as people write it in English and German."""

import pytest

from domain.messages import MAX_TEXT
from domain.understanding.acts.negation import (
    MAX_NEGATIONS,
    Kind,
    is_negated,
    negations,
    without_negated,
)


def denied(text: str) -> list[str]:
    return [text[one.start : one.end] for one in negations(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("on friday, not thursday", ["thursday"]),
        ("friday not thursday", ["thursday"]),
        ("not thursday but friday", ["thursday"]),
        ("I want to return A100013, not A100001. My e-mail is a@b.de", ["A100001"]),
        ("not thursday i meant friday", ["thursday"]),
        ("large instead of small", ["small"]),
        ("friday rather than thursday", ["thursday"]),
        ("i'd rather have blue than red", ["red"]),
        ("any day except friday", ["friday"]),
        ("not on the 5th, on the 6th", ["on the 5th"]),
        ("send it to ada@example.com not bob@example.com", ["bob@example.com"]),
        ("am Freitag, nicht am Donnerstag", ["am Donnerstag"]),
        ("nicht Donnerstag, Freitag", ["Donnerstag"]),
        ("nicht klein sondern groß", ["klein"]),
        ("nicht morgen, übermorgen", ["morgen"]),
        ("Freitag statt Donnerstag", ["Donnerstag"]),
        ("groß anstatt klein", ["klein"]),
        ("lieber Freitag als Donnerstag", ["Donnerstag"]),
        ("A100002 und nicht A100001", ["A100001"]),
        ("weder Freitag noch Samstag", ["Freitag noch Samstag"]),
    ],
)
def test_of_two_things_the_one_set_aside_is_negated(text: str, parts: list[str]) -> None:
    """
    "X, not Y" means X: with Y the wrong order would be returned.
    """
    assert denied(text) == parts
    assert all(one.kind is Kind.CONTRAST for one in negations(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I do NOT want to return it", ["I do NOT want to return it"]),
        ("i dont want to talk to a human", ["i dont want to talk to a human"]),
        ("pls dont cancel my order", ["pls dont cancel my order"]),
        ("I haven't changed my mind, it arrived broken", ["I haven't changed my mind"]),
        ("i can't do friday, saturday works", ["i can't do friday"]),
        ("friday doesn't work", ["friday doesn't work"]),
        ("friday is not possible but saturday is", ["friday is not possible"]),
        ("tuesday is no good, wednesday?", ["tuesday is no good"]),
        ("I don't think I want to cancel", ["I don't think I want to cancel"]),
        ("yes I know, but please don't", ["please don't"]),
        ("i no longer want it", ["i no longer want it"]),
        ("i dont want a refund i want an exchange", ["i dont want a refund"]),
        ("don't cancel it and please track it", ["don't cancel it"]),
        ("ich will das nicht zurückgeben", ["ich will das nicht zurückgeben"]),
        ("bitte nicht stornieren", ["bitte nicht stornieren"]),
        ("Freitag geht nicht, lieber Samstag", ["Freitag geht nicht"]),
        ("Donnerstag nicht, Freitag", ["Donnerstag nicht"]),
        ("am Freitag kann ich nicht, aber am Samstag", ["am Freitag kann ich nicht"]),
    ],
)
def test_a_denied_statement_is_negated_with_its_subject(text: str, parts: list[str]) -> None:
    """
    "Friday doesn't work" sets Friday aside as surely as "not Friday" does.
    """
    assert denied(text) == parts
    assert all(one.kind is Kind.CLAUSE for one in negations(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("without a receipt", ["a receipt"]),
        ("I want an exchange, no refund", ["refund"]),
        ("ich will kein Geld zurück sondern einen Umtausch", ["Geld zurück"]),
        ("ich brauche keinen Menschen", ["Menschen"]),
        ("ohne Kassenzettel", ["Kassenzettel"]),
    ],
)
def test_what_is_missing_or_unwanted_is_negated(text: str, parts: list[str]) -> None:
    """
    "No refund" is no wish for a refund.
    """
    assert denied(text) == parts
    assert all(one.kind is Kind.LACK for one in negations(text))


@pytest.mark.parametrize(
    "text",
    [
        "not only the red one but also the blue one", "why not friday", "no problem, friday",
        "no, A100002", "no its A100002", "No.", "can't I return it?", "don't you ship to Norway?",
        "don't forget to cancel it", "never mind", "i can't wait", "nicht nur Freitag",
        "warum nicht", "kein Problem, Freitag", "nein, A100002", "nein A100002", "keine Ahnung",
        "Könnt ihr das nicht stornieren?", "friday at 10", "bigger than before", "größer als A4",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_negation_is_none(text: str) -> None:
    """
    A "no" that answers is a correction to what follows it, and an idiom denies nothing.
    """
    assert denied(text) == []


def test_a_no_that_opens_a_message_may_be_an_answer() -> None:
    """
    "No A100002" corrects an order number; "no refund" denies a wish. Who asks has to say.
    """
    assert is_negated("no A100002", 3, 10)
    assert not is_negated("no A100002", 3, 10, opening=False)


def test_what_is_negated_is_blanked_out_in_place() -> None:
    """
    Places found in the rest are still places in the text.
    """
    text = "friday, not thursday, at noon"
    rest = without_negated(text)
    assert rest == "friday,             , at noon"
    assert len(rest) == len(text)


def test_a_value_that_holds_the_negation_is_not_negated_by_it() -> None:
    """
    "Doesn't work" is a reason in so many words.
    """
    text = "it doesn't work"
    assert not is_negated(text, text.index("doesn't"), len(text))
    assert is_negated(text, text.index("work"), len(text))


def test_what_stands_directly_behind_is_told_from_the_rest_of_a_statement() -> None:
    """
    "I haven't received A100001" is about that order; "not order A100001" is not.
    """
    for text, is_next in (
        ("I haven't received A100001", False), ("not my order A100001", True),
        ("it is not A100001", True), ("nicht die Bestellung A100001", True),
    ):  # fmt: skip
        (one,) = negations(text)
        assert one.is_next_to(text, text.index("A1")) is is_next, text


@pytest.mark.parametrize(
    "unit", ["not a, ", "don't ", "no ", "nicht ", "x not ", "als lieber ", "' "]
)
def test_the_number_of_negations_has_an_end(unit: str) -> None:
    """
    Each value is held against each negation.
    """
    assert len(negations(unit * (MAX_TEXT // len(unit)))) <= MAX_NEGATIONS
