"""A wish that is named first and turned down afterwards, and wishes that only look like it."""

import pytest

from domain.understanding.acts.late_refusals import turns_down, without_asides
from domain.understanding.acts.refused_wishes import refuses
from tests.unit.domain.bots import acme


@pytest.mark.parametrize(
    "text",
    [
        "return A100003? No way",
        "return it? not in a million years",
        "return it? You can whistle for it",
        "return it? What a silly idea",
        "I've gone off the idea of returning it",
        "I'd rather keep it after all",
        "scratch the refund",
        "I was going to return it but I've changed my mind",
        "I wanted a refund, but it works now",
        "I thought about returning it but decided not to",
        "don't bother sending it back",
        "can't be bothered to return it",
        "return it please, actually no, don't",
        "I want to return it. Wait, never mind",
        "I want to return it. Actually, I've changed my mind",
        "why would I return it",
        "false alarm about the return",
        "my wife talked me out of returning it",
        "we're not going to return it after all",
        "returning it was a dumb idea, ignore me",
        "Zurückschicken? Vergiss es",
        "Zurückgeben? Da kannst du lange warten",
        "das mit der Rückgabe lassen wir",
        "ich wollte es zurückgeben, hab's mir aber anders überlegt",
        "auf die Rückgabe verzichte ich",
        "lass gut sein mit der Rückgabe",
        "die Rückgabe könnt ihr euch sparen",
        "zurückgeben will ich es nun wirklich nicht",
        "ich behalte es doch lieber",
        "ich ziehe die Rückgabe zurück",
        "schick es bitte nicht zurück",
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
        "I don't want it any more, how do I return it",
        "isn't it possible to return it?",
        "is it not possible to return it?",
        "why can't I return this",
        "I'm not keeping it, return it please",
        "I was going to return it but the page crashed",
        "I wanted to keep it, but I'd like to return it",
        "I didn't want to return it at first, but now I do",
        "I won't hesitate to return it",
        "never mind the exchange, just refund me",
        "I'm not leaving until you refund me",
        "without a label can I still return it?",
        "should I return it?",
        "what if I change my mind about the return?",
        "can I no longer return it?",
        "skip the form and return it",
        "I'd rather return it than wait",
        "warum kann ich es nicht zurückgeben",
        "könnte ich es nicht zurückgeben?",
        "ich konnte es nicht zurückgeben",
        "ich behalte es nicht, ich will es zurückgeben",
        "vergiss den Umtausch, ich will es zurückgeben",
        "lass uns die Rückgabe machen",
        "erst wollte ich es nicht zurückgeben, jetzt aber doch",
        "ich weiß nicht, ob ich es zurückgeben kann",
        "ich will nichts anderes als es zurückgeben",
        "I want to return A100001. No receipt though",
        "I changed my mind and want to return it",
        "refund A100003 please, i changed my mind",
        "ich will es zurückgeben, hab's mir anders überlegt",
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
    assert not turns_down("No way", frozenset({"return"}))
    assert not turns_down("", frozenset())


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("ich möchte das zurückgeben, ich will es nicht mehr", False),
        ("wie kann ich das zurückgeben, ich will es nicht mehr", False),
        ("zurückgeben bitte, brauche ich nicht mehr", False),
        ("Ich möchte den Becher zurückschicken. Ich mag ihn nicht mehr.", False),
        ("please return it, we no longer want it", False),
        ("Rückgabe? brauche ich nicht mehr", True),
        ("ich wollte es zurückgeben, brauche ich aber nicht mehr", True),
        ("ich will das nicht mehr zurückgeben", True),
    ],
)
def test_who_no_longer_wants_a_thing_still_wants_to_return_it(
    text: str, *, is_refused: bool
) -> None:
    """
    What is denied after a wish is the thing; after a question to oneself it is the wish.
    """
    assert refuses(acme(), "return_item", text) is is_refused
