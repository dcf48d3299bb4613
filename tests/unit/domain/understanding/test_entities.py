"""Entities that a message names, however it is written."""

from datetime import date

import pytest

from domain.understanding.entities import MAX_ENTITIES, find_entities
from domain.understanding.model import Scalar
from domain.understanding.preprocess import clean
from tests.unit.domain.understanding.bots import a_bot

BOT = a_bot()
TUESDAY = date(2026, 3, 10)


def found(text: str, kind: str, locale: str = "en") -> list[Scalar]:
    entities = find_entities(BOT, clean(text), TUESDAY, locale=locale)
    return [entity.value for entity in entities if entity.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("where is a100001?", "order_id", "A100001"),
        ("it's A100001.", "order_id", "A100001"),
        ("the AB-1234 please", "sku", "ab-1234"),
        ("Write to Ada.Lovelace@Example.COM!", "email", "ada.lovelace@example.com"),
        ("it cost 129,90 €", "money", "129.90 EUR"),
        ("€1.299,90 is a lot", "money", "1299.90 EUR"),
        ("I paid $10K", "money", "10000.00 USD"),
        ("20 euros and 43 cents", "money", "20.43 EUR"),
        ("42 bucks", "money", "42.00 USD"),
        ("it was '6'", "number", 6),
        ("about,50 EUR", "money", "50.00 EUR"),
        ("the second one", "ordinal", 2),
        ("the 3rd option", "ordinal", 3),
        ("the last one, please", "ordinal", -1),
        ("I bought two hundred and five of them", "number", 205),
        ("2.5 kilos", "number", 2.5),
        ("it was broken when it came", "return_reason", "damaged"),
        ("tomorrow", "date", "2026-03-11"),
        ("the day before yesterday", "date", "2026-03-08"),
        ("next Friday", "date", "2026-03-20"),
        ("on friday", "date", "2026-03-13"),
        ("last Tuesday", "date", "2026-03-03"),
        ("in two weeks", "date", "2026-03-24"),
        ("14 days ago", "date", "2026-02-24"),
        ("the 3rd of May", "date", "2026-05-03"),
        ("May 3, 2027", "date", "2027-05-03"),
        ("on 24.12.", "date", "2026-12-24"),
        ("2026-04-01", "date", "2026-04-01"),
        ("übermorgen", "date", "2026-03-12"),
        ("on the 5th", "date", "2026-04-05"),
    ],
)
def test_a_value_is_found_and_normalised(text: str, kind: str, value: Scalar) -> None:
    """
    Flows compare and store values, so one value has one form however it was written.
    """
    assert found(text, kind) == [value]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("BA1000012", "order_id"),
        ("A1000011", "order_id"),
        ("ada@example", "email"),
        ("the first may be broken", "date"),
        ("31.02.2026", "date"),
        ("I waited 3.5 hours", "date"),
        ("one second please", "ordinal"),
        ("it isn't much", "money"),
        ("A100001", "number"),
        ("1." * 40 + "5 EUR", "money"),
        ("1'" * 40 + "5", "number"),
        ("10 euros", "number"),
        ("on 3 May", "number"),
    ],
)
def test_what_only_looks_like_a_value_is_left_alone(text: str, kind: str) -> None:
    """
    A value that nobody said would silently fill a slot.
    """
    assert found(text, kind) == []


def test_slashed_dates_follow_the_customers_locale() -> None:
    """
    3/4 is April in Europe and March in the United States.
    """
    assert found("3/4/2026", "date") == ["2026-04-03"]
    assert found("3/4/2026", "date", locale="en-US") == ["2026-03-04"]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("yep", True), ("Ja, bitte", True), ("sure", True), ("yes, that's the one", True),
        ("OK go ahead", True), ("👍", True), ("of course", True), ("yes but it is late", None),
        ("nope", False), ("nein danke", False), ("No, I want the other one", False),
        ("please don't", False), ("not really", False), ("that's not right", False),
        ("I'm not sure", None), ("maybe", None), ("ok, what is your return policy?", None),
        ("sure thing is broken", None), ("yes, no, wait", None), ("nobody told me", None),
        ("I don't know", None), ("", None),
    ],
)  # fmt: skip
def test_yes_and_no_are_told_from_what_resembles_them(text: str, meaning: bool | None) -> None:  # noqa: FBT001
    """
    A refund hangs on a yes: "I'm not sure" must not be one.
    """
    assert found(text, "yes_no") == ([] if meaning is None else [meaning])


def test_entities_know_their_place_in_the_text() -> None:
    """
    Redaction and masking cut the text at these places.
    """
    text = "A100001 to ada@example.com for 10 EUR"
    entities = find_entities(BOT, text, TUESDAY)
    assert [text[entity.start : entity.end] for entity in entities] == [
        "A100001", "ada@example.com", "10 EUR",
    ]  # fmt: skip


def test_a_run_of_number_words_has_an_end() -> None:
    """
    "Hundred" two hundred times is a number that no float holds.
    """
    assert all(value < 1e40 for value in found("hundred " * 500, "number") if value != "")  # type: ignore[operator]


@pytest.mark.parametrize("unit", ["1 ", "may 1 ", "A100001 ", "5 EUR ", "a@a.de ", "broken "])
def test_so_many_things_are_read_in_one_message(unit: str) -> None:
    """
    What is found is compared, kept and carried on: its number has a bound like the text.
    """
    entities = find_entities(BOT, clean(unit * 2_000), TUESDAY)
    assert 0 < len(entities) <= MAX_ENTITIES
