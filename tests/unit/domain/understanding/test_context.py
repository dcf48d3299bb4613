"""The meaning of a message in the context of what was said before."""

from datetime import date

import pytest

from domain.understanding.context import Resolution, resolve
from domain.understanding.entities import find_entities
from domain.understanding.model import DialogueContext, Mention, OpenQuestion, Scalar
from tests.unit.domain.understanding.bots import a_bot

BOT = a_bot()
TODAY = date(2026, 3, 10)
TWO_ORDERS = (Mention(kind="order_id", value="A100002"), Mention(kind="order_id", value="A100001"))


def resolved(text: str, context: DialogueContext) -> tuple[Resolution, dict[str, Scalar]]:
    entities = find_entities(BOT, text, TODAY)
    resolution = resolve(BOT, text, context, entities)
    return resolution, {e.kind: e.value for e in (*entities, *resolution.entities)}


def asked(slot: str) -> DialogueContext:
    return DialogueContext(question=OpenQuestion(slot=slot))


@pytest.mark.parametrize(
    ("slot", "text", "value", "complete"),
    [
        ("order_id", "A123456", "A123456", True),
        ("order_id", "it's a123456, thanks", "A123456", False),
        ("order_id", "my order number is A123456", "A123456", True),
        ("order_id", "a 123-456", "A123456", True),
        ("order_id", "A100001, sorry, A100002", "A100002", True),
        ("return_reason", "damaged", "damaged", True),
        ("return_reason", "it was defektive", "damaged", True),
        ("return_reason", "Wrong item!", "wrong_item", True),
        ("return_reason", "I got the wrong itme", "wrong_item", True),
        ("confirmed", "yes please", True, True),
        ("confirmed", "nope", False, True),
        ("confirmed", "no, it was A100002", False, False),
        ("contact", "ada@example.com", "ada@example.com", True),
        ("pickup", "tomorrow", "2026-03-11", True),
        ("pieces", "three", 3, True),
        ("note", "Leave it with the neighbour", "Leave it with the neighbour", False),
    ],
)
def test_the_open_question_is_answered(
    slot: str,
    text: str,
    value: Scalar,
    complete: bool,  # noqa: FBT001
) -> None:
    """
    The engine fills the slot it asked for, and looks for an intent only if more was said.
    """
    resolution, values = resolved(text, asked(slot))
    assert values[slot] == value
    assert resolution.resolved == f"{slot}={value}"
    assert resolution.complete is complete


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        ("order_id", "123456"),
        ("order_id", "what is your return policy?"),
        ("return_reason", "how long does it take"),
        ("confirmed", "I'm not sure"),
        ("pieces", "half of them"),
        ("note", "can I talk to somebody?"),
    ],
)
def test_a_message_that_does_not_answer_fills_nothing(slot: str, text: str) -> None:
    """
    A digression must reach the engine as one, and a value is never guessed.
    """
    resolution, values = resolved(text, asked(slot))
    assert slot not in values
    assert not resolution.complete


@pytest.mark.parametrize("text", ["when does it arrive?", "cancel that order", "return this one"])
def test_a_reference_means_what_was_mentioned_last(text: str) -> None:
    """
    Customers do not repeat a number they have just typed.
    """
    resolution, values = resolved(text, DialogueContext(mentions=TWO_ORDERS))
    assert values["order_id"] == "A100002"
    assert resolution.resolved == "order_id=A100002"


@pytest.mark.parametrize(
    "text", ["is it possible to talk to a human", "that's all", "where is A100009, can you see it"]
)
def test_an_empty_it_means_nothing(text: str) -> None:
    """
    "It" is often only grammar, and what is said outright goes before what was said earlier.
    """
    resolution, _ = resolved(text, DialogueContext(mentions=TWO_ORDERS))
    assert resolution.entities == ()


@pytest.mark.parametrize(
    ("text", "option"),
    [("the second one", "A100002"), ("2", "A100002"), ("last one", "A100003"), ("#1", "A100001")],
)
def test_a_place_in_the_list_means_what_stands_there(text: str, option: str) -> None:
    """
    A list invites to answer by number, and the open slot gets the value that stands there.
    """
    context = DialogueContext(
        question=OpenQuestion(slot="order_id"), options=("A100001", "A100002", "A100003")
    )
    resolution, values = resolved(text, context)
    assert (resolution.resolved, values["order_id"]) == (option, option)


def test_a_place_beyond_the_list_means_nothing() -> None:
    """
    "The fifth one" of three is a mistake to be asked about.
    """
    context = DialogueContext(options=("A100001", "A100002", "A100003"))
    assert resolved("the fifth one", context)[0] == Resolution()


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("the first one", "track_order"),
        ("return item", "return_item"),
        ("track ordr", "track_order"),
        ("the return item one please", "return_item"),
    ],
)
def test_one_of_the_offered_choices_is_picked(text: str, choice: str) -> None:
    """
    After "did you mean … or …?" a few words decide.
    """
    context = DialogueContext(question=OpenQuestion(choices=("track_order", "return_item")))
    resolution, values = resolved(text, context)
    assert (resolution.resolved, values["choice"]) == (choice, choice)


def test_a_long_message_is_no_choice() -> None:
    """
    Who says something new instead of choosing is listened to.
    """
    context = DialogueContext(question=OpenQuestion(choices=("track_order", "return_item")))
    text = "actually I would like to know what your stores in Hamburg open on Sunday"
    assert resolved(text, context)[0].resolved is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("and the first one again?", "A100001"),
        ("the first order again please", "A100001"),
        ("und die erste nochmal?", "A100001"),
        ("what about the second order", "A100002"),
        ("wo ist die letzte bestellung", "A100002"),
        ("my first order never came back from repair", None),
        ("ordered first class delivery", None),
    ],
)
def test_a_place_among_what_was_named(text: str, value: str | None) -> None:
    """In the order in which it was named; a sentence that merely counts points at nothing."""
    named = tuple(Mention(kind="order_id", value=v) for v in ("A100002", "A100001"))

    found = resolve(BOT, text, DialogueContext(mentions=named), ())

    assert [entity.value for entity in found.entities] == ([value] if value else [])
