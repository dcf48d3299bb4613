"""Sentences in a passage's own words that say another fact, and links that look like none."""

import pytest

from domain.generated_answers.checks import Rules, unsafe
from domain.generated_answers.grounding import Fault, Grounding, grounding_of
from domain.generated_answers.verdicts import Guard
from domain.knowledge import Passage


def judged(sentence: str, source: str, title: str = "Returns") -> Grounding:
    return grounding_of(
        sentence, [Passage(document_id="d", title=title, heading="", text=source, score=1.0)]
    )


@pytest.mark.parametrize(
    ("sentence", "source", "fault"),
    [
        (
            "You have 30 days to return it.",
            "You have 14 days to return it. The warranty is 30 days.",
            Fault.NUMBER,
        ),
        ("Returns take 30 days.", "Returns are free. Answers take 30 days.", Fault.NUMBER),
        ("Refunds take up to 5 days.", "Refunds take at least 5 days.", Fault.NUMBER),
        ("Es dauert höchstens 5 Tage.", "Es dauert mindestens 5 Tage.", Fault.OPPOSITE),
        ("It opens at 9 a.m.", "It opens at 9 p.m.", Fault.NUMBER),
        ("Closed on Monday.", "Open on Monday. Closed on Sunday.", Fault.OPPOSITE),
        ("Only members pay nothing.", "Members pay nothing.", Fault.CONDITION),
        ("Members pay nothing.", "Only gold members pay nothing.", Fault.CONDITION),
        ("Nur Mitglieder zahlen nichts.", "Mitglieder zahlen nichts.", Fault.CONDITION),
        (
            "Your refund is approved.",
            "Your refund is approved once we have checked the parcel.",
            Fault.CONDITION,
        ),
        ("You may cancel.", "You may cancel if the parcel is still here.", Fault.CONDITION),
        (
            "Sie können stornieren.",
            "Sie können stornieren, sofern das Paket noch hier ist.",
            Fault.CONDITION,
        ),
        ("We pay the shipping.", "You pay the shipping.", Fault.PERSON),
        ("We pay for shipping.", "The customer pays for shipping.", Fault.PERSON),
        ("Kunden zahlen den Versand.", "Wir zahlen den Versand.", Fault.PERSON),
        (
            "The customer pays for return shipping.",
            "We pay for return shipping. The customer prints the label.",
            Fault.PERSON,
        ),
    ],
)
def test_another_fact_in_the_same_words(sentence: str, source: str, fault: Fault) -> None:
    """Stitched of two sentences, without its condition, of somebody else, or the other bound."""
    found = judged(sentence, source)
    assert found.passage is None
    assert found.fault in {fault, Fault.NOT_SAID}


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("You may cancel if the parcel is here.", "You may cancel if the parcel is still here."),
        ("If it is late, call us.", "Call us if it is late."),
        ("Only gold members pay nothing.", "Only gold members pay nothing."),
        ("You have 30 days.", "You have up to 30 days."),
        ("The shipping is paid by you.", "The customer pays the shipping."),
        ("We refund the price when you return goods.", "You return goods; we refund the price."),
        ("Wir zahlen den Versand.", "Den Versand zahlen wir."),
        ("Returns: 30 days.", "30 days."),
        ("It opens at 9 a.m.", "It opens at 9 am."),
    ],
)
def test_the_same_fact_in_other_words(sentence: str, source: str) -> None:
    """It passes as it did."""
    assert judged(sentence, source).passage == 0


@pytest.mark.parametrize(
    "text",
    [
        "Visit evil . com for it.",
        "Visit evil.rocks for it.",
        "Visit evil.xn--p1ai for it.",
        "Visit evil.unheard/path for it.",
        "Visit evil\u3002com for it.",
    ],
)
def test_a_link_under_any_name(text: str) -> None:
    """Top domains are too many to list: a path tells, and so does an encoded alphabet."""
    assert Guard.LINKS in {one.guard for one in unsafe(text, Rules())}


@pytest.mark.parametrize("text", ["We close at 5 p.m.Come by.", "It is free.Of course it is."])
def test_a_missing_space_is_no_link(text: str) -> None:
    """People type so."""
    assert unsafe(text, Rules()) == []
