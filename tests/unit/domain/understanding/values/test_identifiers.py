"""Identifiers as people write them, and those whose check digits are wrong."""

from datetime import date

import pytest

from domain.bot.checksum import Checksum
from domain.bot.model import SlotType
from domain.understanding.answers import answer_to
from domain.understanding.entities import find_entities
from domain.understanding.values.checksums import passes
from domain.understanding.values.identifiers import find_identifiers, folded
from tests.unit.domain.understanding.bots import a_bot, slot

ORDER = "^A[0-9]{6}$"


@pytest.mark.parametrize(
    "text",
    [
        "a 100 002", "#A100002", "order no. a100002", "A-100002", "A1OO002", "AlO0002", "aI00002",
        "A 1O0 002", "Bestellung A/100002 bitte", "it's a100002.",
    ],
)  # fmt: skip
def test_an_order_number_is_known_in_many_forms(text: str) -> None:
    """
    Nobody types an order number as the shop prints it.
    """
    assert [value for _, _, value in find_identifiers(ORDER, text)] == ["A100002"]


@pytest.mark.parametrize("text", ["A10000", "allow me", "AOOOOOO", "A100002B", "oil 100"])
def test_other_words_are_no_order_number(text: str) -> None:
    """
    Letters that look like digits are taken for them only among digits.
    """
    assert list(find_identifiers(ORDER, text)) == []


def test_letters_that_the_pattern_asks_for_stay_letters() -> None:
    """
    An O in the pattern is an O.
    """
    assert folded("^O[0-9]{4}$", "o12O4") == "O1204"
    assert folded("^[A-Z]{2}[0-9]{4}$", "IO1234") == "IO1234"


@pytest.mark.parametrize(
    ("checksum", "right", "wrong"),
    [
        (Checksum.LUHN, "79927398713", "79927398714"),
        (Checksum.MOD97, "DE68210501700012345678"[4:] + "DE68", "GB00"),
        (Checksum.MOD11, "0-306-40615-2", "0-306-40615-3"),
        (Checksum.MOD11, "0-8044-2957-X", "0-8044-2957-1"),
    ],
)
def test_check_digits(checksum: Checksum, right: str, wrong: str) -> None:
    """
    A slip of the finger is asked about before a backend refuses it.
    """
    assert passes(checksum, right)
    assert not passes(checksum, wrong)


def test_a_number_with_wrong_check_digits_is_no_value() -> None:
    """
    Neither found in a message nor taken as the answer.
    """
    one = slot("member", SlotType.STRING, pattern="^M[0-9]{6}$", checksum="luhn")
    bot = a_bot().model_copy(update={"slots": {"member": one}})

    def member(text: str) -> list[object]:
        found = find_entities(bot, text, date(2026, 11, 23))
        answer = answer_to(one, text, found)
        named = [entity.value for entity in found if entity.kind == "member"]
        return [*named, answer.value if answer else None]

    assert member("I am M123455") == ["M123455", "M123455"]
    assert member("I am M123456") == [None]
