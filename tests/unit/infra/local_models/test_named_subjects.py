"""Subjects that a question names, and where they stand."""

import pytest

from infra.local_models.named_subjects import all_stand_in, named_in
from infra.local_models.spoken_form import spoken
from infra.local_models.synonyms import Lexicon

LEXICON = Lexicon()


def stands(question: str, text: str, place: str = "") -> bool:
    return all_stand_in(named_in(question, LEXICON.is_telling), spoken(place), spoken(text))


@pytest.mark.parametrize(
    ("question", "text", "place"),
    [
        ("delivery to iceland?", "Iceland, 12 EUR", ""),
        ("was kostet der versand nach österreich", "To Austria it costs 9 EUR.", ""),
        ("do you ship to poland", "To all other EU countries it costs 14.90 EUR.", ""),
        ("do you ship to peru", "We ship worldwide.", ""),
        ("price of room 250", "Rooms 200-399 cost 120 EUR.", ""),
        ("price of room 12", "Rooms 10, 11 and 12 are quiet.", ""),
        ("what does suite 399 cost", "Room: 399, 320 EUR", "Rooms. Suites."),
        ("token for machine b", "Token for machine B: 4 EUR", ""),
        ("does the xk-77 fit", "The XK77 fits.", ""),
        ("are you open in 2026", "Closed until May 2026.", ""),
        ("is there a Black Friday sale", "On Black Friday all is cheaper.", ""),
        ("weight of the three-person tent", "The tent for 3 is a 3-person tent.", ""),
        ("can i return it after 45 days", "Within 30 days.", ""),
        ("can i pay 50 eur in cash", "Cash is taken.", ""),
        ("i don't want it, what now", "Send it back.", ""),
        ("how do i return my order A100013", "We create a label.", ""),
        ("What Is Your Return Policy", "Within 30 days.", ""),
        ("are you open at 10:30 on 24 december", "Always.", ""),
        ("do u take my e-mail", "Yes.", ""),
    ],
)
def test_it_stands_where_the_thing_itself_is_said(question: str, text: str, place: str) -> None:
    """Amounts, durations, and a customer's own numbers name nothing that a document could hold."""
    assert stands(question, text, place)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("delivery to iceland?", "Norway, 10 EUR"),
        ("delivery to japan", "Outside the EU the carrier collects customs."),
        ("price of room 9999", "Rooms 1-399 cost 80 EUR."),
        ("price of room 120", "Room: 200-399, 120 EUR"),
        ("price of room 12", "The room costs 12 EUR."),
        ("price of room 12", "Here is a room"),
        ("token for machine b", "Token for machine A: 3 EUR"),
        ("does the xk-55 fit", "The XK-77 fits."),
        ("are you open in 2031", "Closed until May 2026."),
        ("is there a Black Friday sale", "The sale begins in January."),
        ("weight of the three-person tent", "The two-person tent weighs 2 kg."),
        ("bus 300 to you", "Take bus 42 or bus 106."),
    ],
)
def test_it_does_not_stand_where_another_is_said(question: str, text: str) -> None:
    """The price of another room is worse than no price."""
    assert not stands(question, text)


@pytest.mark.parametrize(
    "question",
    ["how MANY DAYS do I have to send something back?", "HOW LONG does a REFUND TAKE, thanks"],
)
def test_words_said_with_emphasis_name_nothing(question: str) -> None:
    """Many write a word or two in capitals; the answer is the same."""
    assert named_in(question, LEXICON.is_telling) == ()
