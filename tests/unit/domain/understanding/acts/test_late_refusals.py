"""A wish that is named first and turned down afterwards, and wishes that only look like it."""

import pytest

from domain.understanding.acts.late_refusals import turned_down, without_asides
from domain.understanding.acts.refusals import refuses
from tests.unit.domain.bots import acme


@pytest.mark.parametrize(
    "text",
    [
        "return A100003? No way",
        "Return A100003? Never.",
        "return it? nope, keep it",
        "Send it back? I don't think so.",
        "Return my order A100001. Absolutely not!",
        "do not, under any circumstances, return it",
        "don't ever return A100001",
        "I changed my mind about returning A100001",
        "I decided against returning it",
        "Returning it is out of the question",
        "please just forget about the return",
        "Scrap the return",
        "A100001 zurückgeben? Auf keinen Fall",
        "Rückgabe? Nein danke",
        "Ich habe es mir mit der Rückgabe anders überlegt",
        "Die Rückgabe hat sich erledigt",
        "Vergiss die Rückgabe",
        "ich will A100001 auf gar keinen Fall zurückgeben",
    ],
)
def test_what_is_taken_back_is_not_wanted(text: str) -> None:
    """In the same message, by a no, a phrase or an order."""
    assert refuses(acme(), "return_item", text)


@pytest.mark.parametrize(
    "text",
    [
        "I want to return it. Is that possible?",
        "I want to return A100001. No receipt though",
        "I changed my mind and want to return it",
        "I changed my mind about the colour, can I return it?",
        "No, I want to return it",
        "Can I return it or not?",
        "I want to return it, no?",
        "Can I leave the return at a shop?",
        "return A100003 please, no hurry",
        "I decided to return it",
        "Forget my last message, I want to return it",
        "Never mind the box, can I send it back?",
        "Is a return out of the question?",
        "Kann ich es zurückgeben? Nicht getragen",
        "Ich habe es mir anders überlegt und möchte es zurückgeben",
    ],
)
def test_what_only_looks_so_is_still_wanted(text: str) -> None:
    """A question, a remark, a no to something else, a change of mind that leads to the wish."""
    assert not refuses(acme(), "return_item", text)


def test_an_aside_is_blanked_out_and_nothing_moves() -> None:
    """Places in the text stay what they were."""
    text = "do not, under any circumstances, return it"
    assert without_asides(text) == f"do not{' ' * 27}return it".replace(" " * 27, " " * 26 + " ")
    assert len(without_asides(text)) == len(text)


def test_a_single_sentence_answers_nothing() -> None:
    """A bare no is for whoever asked."""
    assert turned_down("No way") == ()
    assert turned_down("") == ()
