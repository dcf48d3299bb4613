"""Faults that are stated of a thing, and the intents that are meant by them."""

import pytest

from domain.understanding.acts.faults import states_a_fault, weighed_by_fault
from domain.understanding.model import IntentScore
from tests.unit.domain.bots import acme

LIKELY = (
    IntentScore(intent="track_order", confidence=0.8),
    IntentScore(intent="return_item", confidence=0.1),
    IntentScore(intent="shop_question", confidence=0.02),
)


@pytest.mark.parametrize(
    "text",
    [
        "A100001 is defective, I want my money back", "A100001 came with a scratch",
        "order A100001 doesn't work", "A100001 is not what I ordered", "it fell apart after a day",
        "A100001 has a big hole", "you sent the wrong size", "A100001 is missing a screw",
        "A100001 ist defekt", "A100001 funktioniert nicht", "bei A100001 fehlt ein Teil",
        "A100001 hat einen tiefen Kratzer", "A100001 kam beschädigt an", "falsche Größe geliefert",
    ],
)  # fmt: skip
def test_a_fault_is_told_from_what_is_said_of_a_thing(text: str) -> None:
    """In English and German."""
    assert states_a_fault(text)


@pytest.mark.parametrize(
    "text",
    [
        "where is A100001", "A100001 is late", "A100001 hasn't arrived", "is A100001 broken?",
        "where is the one for the broken mug", "A100001, what's the status", "wo ist A100001",
        "A100001 ist nicht angekommen", "ist A100001 kaputt?", "status of A100001 please",
    ],
)  # fmt: skip
def test_what_is_late_or_asked_is_no_fault(text: str) -> None:
    """Nothing is said to be wrong with the thing itself."""
    assert not states_a_fault(text)


def test_an_intent_that_knows_faults_is_meant_by_one() -> None:
    """The number in a message speaks for its status; the fault speaks louder."""
    found = weighed_by_fault(acme(), "order id is defective", LIKELY)
    assert found[0].intent == "return_item"
    assert found[0].confidence > 0.8
    assert sum(one.confidence for one in found) == pytest.approx(0.92)


def test_without_a_fault_nothing_changes() -> None:
    """And neither where another intent is named beside it."""
    assert weighed_by_fault(acme(), "order id is late", LIKELY) == LIKELY
    named = weighed_by_fault(acme(), "the tracking link for order id doesn't work", LIKELY)
    assert named[0].intent == "track_order"


def test_a_bot_without_faults_in_its_examples_keeps_its_order() -> None:
    """Nobody knows then which intent is for them."""
    plain = acme()
    intents = {
        name: intent.model_copy(update={"examples": {"en": [name.replace("_", " ")]}})
        for name, intent in plain.intents.items()
    }
    bot = plain.model_copy(update={"intents": intents})
    assert weighed_by_fault(bot, "order id is defective", LIKELY) == LIKELY
