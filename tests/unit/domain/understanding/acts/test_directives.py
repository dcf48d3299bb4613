"""Stop, start over, go back: told by their form."""

import pytest

from domain.understanding.acts.directives import Order, directive

STOP = """
cancel|please cancel|can you cancel it|stop|nevermind|never mind then|forget it|forget about it
abort|quit|call it off|cancel this whole thing|I'd like to cancel the whole process|lets stop here
I don't want this, cancel it|no, stop|ok cancel please|actually, cancel that|cancle|end chat
doch nicht|lass gut sein|brich das ab|vergiss es|hör auf|alles abbrechen|bitte abbrechen|lass es
"""
NAMED = """
cancel my return: retur
sorry I meant cancel my return: retur
cancel the return for me please: retur
i want to cancel the return: retur
cancle return pls: retur
return cancel: retur
call the return off: retur
actually cancel the refund: refund
Rückgabe abbrechen: rückgab
brich die Rückgabe ab: rückgab
ich möchte die Rückgabe abbrechen: rückgab
nein, storniere meine Rückgabe: rückgab
bitte die Rückgabe stornieren: rückgab
Rückgabe absagen: rückgab
sag die Rückgabe bitte ab: rückgab
"""
RESTART = """
start over|can we start over please|lets start from scratch|restart|begin again|from scratch please
back to the start|start again|nochmal von vorne bitte|neu anfangen|neustart|zurück zum anfang
"""
BACK = "go back|back please|can I go back|previous question|one step back|zurück|geh zurück bitte"
NONE = """
You cancelled my flight|how do I cancel my return|I cancelled it|it stopped working|it won't stop
don't cancel|please don't cancel my return|when I stop it makes a noise|send it back|take it back
I was told to wait but nobody called|stornier die Rückgabe doch nicht|start a return
bitte nicht abbrechen|Was kostet es, einen Termin zu stornieren?
wie kann ich die Rückgabe stornieren?
what happens if I cancel|what does it cost to cancel|bis wann kann ich absagen?
my bank card is cancelled|the back is broken|I forgot my password|it does not stop beeping
"""


def texts(table: str) -> list[str]:
    return [text for line in table.strip().splitlines() for text in line.split("|")]


@pytest.mark.parametrize("text", texts(STOP))
def test_a_bare_order_to_stop_names_nothing(text: str) -> None:
    """
    It means what is being talked about.
    """
    found = directive(text)
    assert found is not None
    assert (found.order, found.about) == (Order.STOP, frozenset())


@pytest.mark.parametrize("line", NAMED.strip().splitlines())
def test_an_order_to_stop_says_what(line: str) -> None:
    """
    "Cancel my return" is no wish for a return.
    """
    text, _, about = line.partition(": ")
    found = directive(text)
    assert found is not None
    assert (found.order, found.about) == (Order.STOP, frozenset({about}))


@pytest.mark.parametrize("text", texts(RESTART))
def test_starting_over_is_told_from_starting(text: str) -> None:
    """
    In both languages.
    """
    found = directive(text)
    assert found is not None
    assert found.order is Order.RESTART


@pytest.mark.parametrize("text", texts(BACK))
def test_going_back_is_told_from_giving_back(text: str) -> None:
    """
    Only as the whole message.
    """
    found = directive(text)
    assert found is not None
    assert found.order is Order.BACK


@pytest.mark.parametrize("text", texts(NONE))
def test_what_tells_of_stopping_orders_nothing(text: str) -> None:
    """
    A report, a question, and what is refused.
    """
    assert directive(text) is None
