"""Contexts of handoffs: the customer's own words, and the names of the bot's files."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.bot.model import Bot, Flow, Slot, SlotType
from domain.desk.context import position_of, shown_fields, slots_of
from domain.desk.summaries import ExtractiveSummaries
from domain.messages import Role, TranscriptMessage
from tests.unit.api.doubles import a_bot

NOW = datetime(2026, 1, 25, tzinfo=UTC)
FRAME = {"flow": "returns", "path": ["a", "ask"], "waiting": {"on": "slot", "ref": "amount"}}


def _bot() -> Bot:
    slots = {
        name: Slot(name=name, type=kind)
        for name, kind in (("amount", SlotType.MONEY), ("mail", SlotType.EMAIL))
    }
    flow = Flow(name="returns", title={"en": "Return an item", "de": "Rückgabe"}, steps=())
    return a_bot().model_copy(update={"slots": slots, "flows": {"returns": flow}})


def _said(*lines: tuple[Role, str]) -> list[TranscriptMessage]:
    return [
        TranscriptMessage(message_id=f"m-{n}", role=role, text=text, seq=n, at=NOW)
        for n, (role, text) in enumerate(lines, 1)
    ]


def test_slots_say_what_kind_of_thing_they_are() -> None:
    """
    A name and an amount are what an agent must not mix up; what is empty is not shown.
    """
    state = {
        "stack": [{**FRAME, "slots": {"mail": "a@b.example"}}],
        "slots": {"amount": "12.00", "gone": None, "other": "x" * 999},
    }

    found = {slot.name: slot for slot in slots_of(state, _bot())}

    assert sorted(found) == ["amount", "mail", "other"]
    assert found["amount"].is_money
    assert found["mail"].is_identity
    assert len(found["other"].value) == 200


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ({"stack": [FRAME]}, "Rückgabe"),
        ({"stack": [], "parked": [FRAME]}, "Rückgabe"),
        ({"stack": [{**FRAME, "flow": "gone"}]}, "gone"),
        ({"stack": [], "parked": []}, None),
        ({}, None),
    ],
)
def test_the_position_is_named_as_customers_know_it(
    state: dict[str, Any], title: str | None
) -> None:
    """
    A flow that the bot no longer has is still named by its id.
    """
    position = position_of(state, _bot(), "de")

    assert (position.title if position else None) == title
    if position:
        assert (position.step, position.waits_for) == ("ask", "slot amount")


def test_of_a_backends_answer_plain_values_are_shown_and_not_too_many() -> None:
    deep: dict[str, Any] = {"a": {"b": {"c": {"d": {"e": 1}}}}, "n": 5, "list": [1, 2]}
    deep |= {"is_sent": False, "total": {"amount": "59.00", "currency": "EUR"}}

    assert shown_fields(deep) == {
        "n": "5",
        "is_sent": False,
        "total.amount": "59.00",
        "total.currency": "EUR",
    }
    assert len(shown_fields({f"k{n}": n for n in range(99)})) == 12
    assert shown_fields(None) == {}


async def test_a_summary_quotes_the_request_the_last_words_and_the_answer() -> None:
    """
    A greeting is no request, and "yes" no last word worth quoting.
    """
    said = _said(
        (Role.CUSTOMER, "Hi"),
        (Role.CUSTOMER, "My parcel\n never came " + "x" * 400),
        (Role.BOT, "It was lost."),
        (Role.CUSTOMER, "Then I want my money back"),
        (Role.CUSTOMER, "yes"),
        (Role.BOT, "A colleague will help."),
    )

    lines = await ExtractiveSummaries().summarise("acme", said)

    assert [(line.kind, line.seq) for line in lines] == [
        ("request", 2),
        ("answered", 3),
        ("latest", 4),
    ]
    assert lines[0].text.startswith("My parcel never came")
    assert len(lines[0].text) <= 240


async def test_one_word_is_better_than_none() -> None:
    lines = await ExtractiveSummaries().summarise("acme", _said((Role.CUSTOMER, "Help")))

    assert [(line.kind, line.text) for line in lines] == [("request", "Help")]
    assert await ExtractiveSummaries().summarise("acme", []) == ()
