"""Questions about an action are told from orders by their form."""

import pytest

from domain.understanding.acts.action_questions import ActionQuestion, action_question, supposes

TERMS = """
until when can I cancel?|what does it cost to cancel|how late can I call it off
is there a fee if I cancel?|what happens if I don't come|and if I cancel?
do I lose my deposit if I cancel?|suppose I booked, could I cancel?
ok, and what's the deadline for cancelling?|if I returned A100003, when do I get my money?
bis wann kann ich stornieren?|was kostet eine Stornierung|und wenn ich absage?
muss ich was zahlen, wenn ich absage?|gibt es eine Stornogebühr?|wie kurzfristig darf ich absagen
angenommen, ich buche: kann ich dann absagen?|ist stornieren kostenlos?
"""
LEAVE = """
can I still cancel later?|is it possible to cancel by e-mail?
could we call it off next time for free?
ok, but can I cancel if I'm ill?|kann ich das später noch stornieren?
ok, aber kann ich noch absagen?
ist eine Absage am selben Tag noch möglich?
"""
WAY = "how do I cancel my appointment?|tell me how to return it|wie sage ich einen Termin ab?"
NONE = """
cancel my appointment|can you cancel it please?|could you cancel it?|can I cancel?
it arrived broken, how much is that?|I'd like to cancel, what does it cost?
if you can, cancel it|storniere bitte meinen Termin|ich möchte absagen|kannst du ihn absagen?
when can I come in for a haircut?|wann kann ich einen Termin haben?
"""


def _each(said: str) -> list[str]:
    return said.strip().replace("\n", "|").split("|")


@pytest.mark.parametrize("text", _each(TERMS))
def test_terms_are_asked_for(text: str) -> None:
    assert _kind(text) is ActionQuestion.TERMS


@pytest.mark.parametrize("text", _each(LEAVE))
def test_leave_is_asked_for(text: str) -> None:
    assert _kind(text) is ActionQuestion.LEAVE


@pytest.mark.parametrize("text", _each(WAY))
def test_the_way_is_asked_for(text: str) -> None:
    assert _kind(text) is ActionQuestion.WAY


@pytest.mark.parametrize("text", _each(NONE))
def test_nothing_of_the_kind_is_asked(text: str) -> None:
    assert _kind(text) is None


def test_a_supposition_is_told_from_a_condition() -> None:
    assert supposes("Suppose I booked a shave, could I cancel it?")
    assert supposes("wenn ich es zurückschicke, wann bekomme ich mein Geld?")
    assert not supposes("if it isn't there yet, please cancel it")


def _kind(text: str) -> ActionQuestion | None:
    return action_question(text, "de" if {"ich", "ist", "gibt"} & set(text.split()) else "en")
