"""A cancellation wished, asked about or only told of, by what its clause is like."""

import pytest

from domain.understanding.acts.stopping_stances import Stance, stopping_stance, wished_order

ASKS = """
I want to know if I can cancel|a question about cancelling
once it is booked, is it too late to cancel
do I have to cancel by phone|by when do I have to cancel|yes, provided I can cancel for free
could you tell me whether cancelled visits are refunded|can you remind me of the cancellation terms
could I get out of it by cancelling|and cancelling, how does that work
ich frage mich, ob ich absagen kann|Frage zum Stornieren|sagt ihr auch mal selbst Termine ab
verfällt mein Gutschein, wenn ich absage|und Absagen, wie geht das
sind Absagen am Wochenende möglich
"""
WISHES = """
my plans changed and I have to cancel, what do you need?|I'm afraid I need to cancel, is that ok?
leider müssen wir morgen absagen, kostet das was?|ich sage T1234 hiermit ab
please cancel it, is it free?
my son is ill so I need to call it off, what now?|deshalb muss ich absagen, was nun?
"""
NEITHER = """
can I cancel?|if possible, cancel it|could you cancel it please?|cancel my visit|where is my order?
is it possible to get it cancelled please|wenn möglich T1234 stornieren|kannst du ihn absagen?
"""


def _each(said: str) -> list[str]:
    return said.strip().replace("\n", "|").split("|")


@pytest.mark.parametrize("text", _each(ASKS))
def test_a_question_is_told_by_its_form(text: str) -> None:
    assert stopping_stance(text) is Stance.ASKS


@pytest.mark.parametrize("text", _each(WISHES))
def test_a_wish_stays_one_beside_a_question(text: str) -> None:
    assert stopping_stance(text) is Stance.WISHES
    assert wished_order(text) is not None


@pytest.mark.parametrize("text", _each(NEITHER))
def test_what_may_be_an_order_is_left_to_who_reads_orders(text: str) -> None:
    assert stopping_stance(text) is None


def test_what_somebody_else_has_done_is_told() -> None:
    assert stopping_stance("my friend cancelled her appointment last week") is Stance.TELLS
    assert stopping_stance("meine Freundin hat letzte Woche storniert") is Stance.TELLS


def test_a_wish_that_is_taken_back_orders_nothing() -> None:
    assert wished_order("I thought I have to cancel, but I don't") is None
    assert wished_order("ich muss absagen, nein, doch nicht") is None
