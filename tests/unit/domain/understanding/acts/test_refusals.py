"""A wish that is turned round, and what only has a "not" in it."""

import pytest

from domain.messages import MAX_TEXT
from domain.understanding.acts.refusals import refusal, wished_part
from domain.understanding.acts.refused_wishes import refuses
from tests.unit.domain.bots import a_bot, acme

GERMAN = a_bot(
    {
        "tenant.yaml": "tenant: laden\nbranding: {name: Uli, locales: [de]}\n",
        "intents.yaml": """
intents:
  return_item:
    de: [ich möchte etwas zurückgeben, Rückgabe, Artikel zurückschicken, ich will mein Geld zurück,
         Erstattung bitte, kann ich das umtauschen und zurückgeben]
  cancel_order: {de: [Bestellung stornieren, ich möchte meine Bestellung stornieren, storniere das]}
""",
        "flows/a.yaml": """
return_item: {when: return_item, title: {de: Artikel zurückgeben}, about: {de: deine Rückgabe},
  steps: [{answer: true}]}
cancel_order: {when: cancel_order, title: {de: Bestellung stornieren}, steps: [{answer: true}]}
""",
    }
)

REFUSED = """
return_item: I do NOT want to return it
return_item: i dont want to return it
return_item: I don't want to return it anymore
return_item: I don't want to return the lamp
return_item: im not returning it
return_item: i wont return it
return_item: no refund please
return_item: I never wanted a refund
return_item: i no longer want to return it
return_item: I don't think I want to return it
return_item: you don't have to refund me
return_item: there is no need to refund me
return_item: I would rather not return it
return_item: I dont wanna return this anymore
return_item: never return it
return_item: not interested in a return
return_item: I said I don't want a refund!
return_item: no more returns
return_item: I don't want to return it, it works great
return_item: dont send it back pls
return_item: i dont want a refund i want an exchange
return_item: bitte keine Rückgabe
talk_to_human: I don't want to talk to a human
talk_to_human: please no human
talk_to_human: i dont need a human
talk_to_human: no agent please
talk_to_human: dont connect me with an agent
talk_to_human: please don't put me through to an agent
talk_to_human: ich möchte nicht mit einem Menschen sprechen
talk_to_human: keinen Mitarbeiter bitte
talk_to_human: ich brauche keinen Menschen
track_order: I don't want to track my order
track_order: don't track my order
cancel: don't cancel
cancel: please don't stop
cancel: nicht abbrechen
"""
WANTED = """
talk_to_human: I don't want to talk to a bot
talk_to_human: i dont want to chat with a machine
talk_to_human: no bots, human please
talk_to_human: I don't want to talk to a robot, get me a person
talk_to_human: isn't there a human?
talk_to_human: can't I talk to a human?
talk_to_human: nobody answers, get me a human
talk_to_human: I do not want to wait, connect me to support
return_item: I don't want to keep it
return_item: I don't want the blanket anymore
return_item: I don't want it any more
return_item: it does not work, I want to return it
return_item: I am not happy, I want a refund
return_item: the blanket is not what I ordered, refund please
return_item: why don't you refund me
return_item: can I not return it
return_item: I don't want an exchange, I want a refund
return_item: I can't use it, please take it back
return_item: this doesn't fit, I want to send it back
return_item: I don't want this jacket, please take it back
return_item: I didn't get a refund
return_item: there is no return label
track_order: my order has not arrived
track_order: I haven't received my order
track_order: I never got my parcel
track_order: no parcel yet, where is it?
track_order: I don't know where my order is
track_order: don't you know where my order is?
cancel: I don't want to do this any more
"""


def pairs(table: str) -> list[tuple[str, str]]:
    found = [line.partition(": ") for line in table.strip().splitlines()]
    return [(intent, text) for intent, _, text in found]


@pytest.mark.parametrize(("intent", "text"), pairs(REFUSED))
def test_what_is_not_wanted_is_refused(intent: str, text: str) -> None:
    """
    The words are those of the wish, and the meaning is the contrary.
    """
    assert refuses(acme(), intent, text)


@pytest.mark.parametrize(("intent", "text"), pairs(WANTED))
def test_a_negation_that_tells_how_things_are_refuses_nothing(intent: str, text: str) -> None:
    """
    Half of all complaints have a "not" in them.
    """
    assert not refuses(acme(), intent, text)


@pytest.mark.parametrize(
    ("intent", "text", "is_refused"),
    [
        ("return_item", "bitte keine Rückgabe", True),
        ("return_item", "ich will das nicht zurückgeben", True),
        ("return_item", "nicht zurückschicken", True),
        ("return_item", "ich möchte doch keine Erstattung", True),
        ("return_item", "die Rückgabe will ich nicht mehr", True),
        ("cancel_order", "ich will nicht stornieren", True),
        ("cancel_order", "bitte die Bestellung nicht stornieren", True),
        ("return_item", "das passt nicht, ich will es zurückgeben", False),
        ("return_item", "der Mixer funktioniert nicht, bitte Geld zurück", False),
        ("return_item", "ich will das nicht behalten", False),
        ("cancel_order", "die Bestellung ist nicht da, bitte stornieren", False),
    ],
)
def test_german_refuses_as_english_does(intent: str, text: str, is_refused: bool) -> None:  # noqa: FBT001
    """
    With the negation at the end, in the middle or before a noun.
    """
    assert refuses(GERMAN, intent, text) is is_refused


def test_the_wish_is_looked_for_in_what_is_not_refused() -> None:
    """
    "I don't want to return it, where is my order?" asks for the order.
    """
    assert wished_part("I don't want to return it, where is my order?") == ", where is my order?"
    assert wished_part("I don't want to return it") == "I don't want to return it"


def test_long_texts_are_read() -> None:
    """
    Whatever is repeated in them.
    """
    assert refusal("I don't want to return it, " * (MAX_TEXT // 27)) is not None
