"""Parts of a message: where it may be split, and which parts are needs of their own."""

import pytest

from domain.understanding.gathered_needs import as_listed, as_needs, asked_beside_talk
from domain.understanding.model import DialogueContext, Entity, OpenQuestion, Understanding
from domain.understanding.needs import parts_of
from tests.unit.domain.bots import acme

NOTHING_ASKED = DialogueContext()


def understood(intent: str | None, *numbers: str, confidence: float = 0.9) -> Understanding:
    entities = tuple(Entity(kind="order_id", value=number, text=number) for number in numbers)
    return Understanding(intent=intent, confidence=confidence, entities=entities)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "where is my order A100002 and how do I return something?",
            ("where is my order A100002", "how do I return something?"),
        ),
        ("How long do I have\nto return an item?", ("How long do I have to return an item?",)),
        ("where is A100002\nhow do i return it", ("where is A100002", "how do i return it")),
        ("track A100002, also do you ship abroad?", ("track A100002", "do you ship abroad?")),
        ("return A100003, and talk to a human", ("return A100003", "talk to a human")),
        (
            "what's your return policy? and where is A100002",
            ("what's your return policy?", "where is A100002"),
        ),
        (
            "wo ist A100002 und wie kann ich etwas zurückgeben",
            ("wo ist A100002", "wie kann ich etwas zurückgeben"),
        ),
        (
            "Wo ist mein Paket? Außerdem brauche ich eine Rechnung.",
            ("Wo ist mein Paket?", "brauche ich eine Rechnung."),
        ),
        (
            "how much is shipping, how long is the warranty and can i pay by invoice",
            ("how much is shipping", "how long is the warranty", "can i pay by invoice"),
        ),
        ("where is it\nand do you ship abroad", ("where is it", "do you ship abroad")),
        ("I want it. Where is it?", ("I want it.", "Where is it?")),
        ("my order nr. 12 is late", ("my order nr. 12 is late",)),
        ("I want my money back", ("I want my money back",)),
        ("where are A100002 and A100004", ("where are A100002 and A100004",)),
        ("the blue and green one is broken", ("the blue and green one is broken",)),
        ("delivery to Hauptstr. 5 in Bonn", ("delivery to Hauptstr. 5 in Bonn",)),
        ("on the 5. december please", ("on the 5. december please",)),
        ("ada@example.com", ("ada@example.com",)),
    ],
)  # fmt: skip
def test_a_message_is_parted_before_what_begins_another_wish(
    text: str, parts: tuple[str, ...]
) -> None:
    """At sentence ends and joints; lists, addresses and dates stay whole."""
    assert parts_of(text, acme(), NOTHING_ASKED) == parts


def test_an_answer_to_a_confirmation_stays_whole() -> None:
    """A yes beside a question is no yes, so nothing may be cut off it."""
    asked = DialogueContext(question=OpenQuestion(slot="confirmed"))

    assert len(parts_of("yes, and when do I get my money?", acme(), asked)) == 1


def test_two_wishes_are_two_needs() -> None:
    """Each with what it names; what only one names serves the other."""
    several = as_needs(
        acme(),
        ("where is A100002", "how do I return something?"),
        (understood("track_order", "A100002"), understood("return_item")),
    )

    assert several is not None
    assert (several.intent, several.said) == ("track_order", "where is A100002")
    [need] = several.also
    assert (need.intent, need.text) == ("return_item", "how do I return something?")
    assert [entity.value for entity in need.entities] == ["A100002"]


def test_a_part_keeps_its_own_number() -> None:
    """The other part's is not mixed in."""
    several = as_needs(
        acme(),
        ("I want to return A100003", "where is A100002?"),
        (understood("return_item", "A100003"), understood("track_order", "A100002")),
    )

    assert several is not None
    assert [entity.value for entity in several.entities] == ["A100003"]
    assert [entity.value for entity in several.also[0].entities] == ["A100002"]


@pytest.mark.parametrize(
    ("parts", "intents"),
    [
        (("I ordered it.", "It's late.", "Where is it?"), (None, "track_order", "track_order")),
        (("hi there!", "where is my order"), ("greet", "track_order")),
        (("thanks!", "how long is the warranty?"), ("thanks", "shop_question")),
        (("where is my order?", "is it lost?"), ("track_order", None)),
        (("my order is late.", "A100002"), ("track_order", None)),
    ],
)  # fmt: skip
def test_one_need_said_at_length_stays_one(
    parts: tuple[str, ...], intents: tuple[str | None, ...]
) -> None:
    """A story, a greeting, a number, a question about the same thing."""
    assert as_needs(acme(), parts, [understood(intent) for intent in intents]) is None


def test_what_is_listed_is_wanted_of_each() -> None:
    """Also of what is written: each asks for its own yes."""
    text = "where are A100002 and A100004?"
    named = (
        Entity(kind="order_id", value="A100002", text="A100002", start=10, end=17),
        Entity(kind="order_id", value="A100004", text="A100004", start=22, end=29),
    )
    one = Understanding(intent="track_order", confidence=0.9, entities=named)

    listed = as_listed(acme(), text, one)

    assert listed.entities == named[:1]
    assert [need.entities for need in listed.also] == [named[1:]]
    returned = as_listed(acme(), text, one.model_copy(update={"intent": "return_item"}))
    assert [need.intent for need in returned.also] == ["return_item"]


def understood_return(order: str, *, intent: str | None, reason: str | None) -> Understanding:
    """A part that names an order."""
    named = [Entity(kind="order_id", value=order, text=order)]
    named += [Entity(kind="return_reason", value=reason, text=reason)] if reason else []
    return Understanding(intent=intent, confidence=0.9, entities=tuple(named))


def test_two_of_one_kind_are_both_wanted_each_with_its_own() -> None:
    """And what takes the first back is no second."""
    parts = parts_of("return A100003, broken, and A100013, wrong item", acme(), DialogueContext())
    first = understood_return("A100003", intent="return_item", reason="damaged")
    second = understood_return("A100013", intent="track_order", reason="wrong_item")

    both = as_needs(acme(), parts, [first, second])
    taken_back = as_needs(acme(), ("return A100003", "sorry, A100013"), [first, second])

    assert parts == ("return A100003, broken", "A100013, wrong item")
    assert both is not None
    assert both.intent == "return_item"
    assert [(need.intent, need.entities) for need in both.also] == [
        ("return_item", second.entities)
    ]
    assert taken_back is None or all(need.intent != "return_item" for need in taken_back.also)


def test_a_question_about_what_was_named_names_it() -> None:
    """The documents are asked with it, in the place of "it"."""
    parts = ("how long is the warranty", "what does it cover?")
    asked = Understanding(intent="shop_question", confidence=0.9)

    several = as_needs(acme(), parts, [asked, asked])

    assert several is not None
    assert [need.text for need in several.also] == ["what does the warranty cover?"]


def test_a_wish_that_is_refused_is_no_need() -> None:
    """Of "I don't want X, where is Y" only Y is wanted."""
    found = as_needs(
        acme(),
        ("I do NOT want to return it", "where is A100002"),
        (understood("return_item"), understood("track_order", "A100002")),
    )

    assert found is not None
    assert (found.intent, found.said, found.also) == ("track_order", "where is A100002", ())


def test_what_is_said_beside_a_need_stays_with_it() -> None:
    """The reason belongs to the return, not to the question after it."""
    reason = Entity(kind="return_reason", value="damaged", text="broken")
    several = as_needs(
        acme(),
        ("return A100003", "it's broken", "where is A100002?"),
        (
            understood("return_item", "A100003"),
            Understanding(intent=None, confidence=0.9, entities=(reason,)),
            understood("track_order", "A100002"),
        ),
    )

    assert several is not None
    assert reason in several.entities
    assert reason not in several.also[0].entities


TALKED = ("Hello, A100002 here", "who pays the postage?", "thanks")


def test_what_a_greeting_names_stays_with_the_question_beside_it() -> None:
    """A flow that follows may need it."""
    heard = (understood("greet", "A100002"), understood(None), understood("thanks"))
    asked = asked_beside_talk(acme(), TALKED, heard, understood("greet"))
    assert asked is not None
    assert (asked.intent, asked.said) == (None, TALKED[1])
    assert [entity.value for entity in asked.entities] == ["A100002"]


@pytest.mark.parametrize("other", ["talk_to_human", "cancel", "repeat", "what_can_you_do"])
def test_a_question_is_no_ones_all_where_more_is_wanted(other: str) -> None:
    """Whatever the message was taken for as a whole, or in a part of it."""
    heard = (understood(other), understood(None), understood("thanks"))
    assert asked_beside_talk(acme(), TALKED, heard, understood("greet")) is None
    polite = (understood("greet"), understood(None), understood("thanks"))
    assert asked_beside_talk(acme(), TALKED, polite, understood(other)) is None
