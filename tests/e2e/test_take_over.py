"""A person takes a text chat from the bot on the running product, ends it, and opens it anew."""

from collections.abc import AsyncIterator

import pytest

from duralogue.demo.staff import Colleague
from duralogue.embedded.stack import Stack
from tests.e2e.office import Office, office_of
from tests.e2e.phone import Phone, phone_of
from tests.support import eventually


@pytest.fixture
async def office(stack: Stack) -> AsyncIterator[Office]:
    async with office_of(stack) as office:
        yield office


@pytest.fixture
async def phone(stack: Stack) -> AsyncIterator[Phone]:
    async with phone_of(stack, "acme") as phone:
        yield phone


async def test_from_the_bot_to_a_person_to_the_end(phone: Phone, office: Office) -> None:
    """Nothing was handed off: taken over, held back, on hold, resolved and rated."""
    sam, sue = office.agent, office.supervisor
    await phone.writes("Hello!")
    await phone.got("1. Track an order")
    taken = await sam.take_over(phone.conversation_id)
    assert taken.status_code == 200, taken.text
    handoff = taken.json()["handoff_id"]
    assert (await sam.handoff(handoff))["assigned_agent"] == "Sam"
    assert (await sue.take_over(phone.conversation_id)).status_code == 409

    await phone.writes("My kettle hums")
    words = {"message_id": "a-1", "text": "Hello, this is Sam.", "seen": 0}

    async def is_held_back() -> bool:
        held = await sam.act_on(handoff, "messages", words)
        assert held.status_code in {202, 409}, held.text
        newer = [each["text"] for each in held.json().get("newer", ())]
        return held.status_code == 409 and "My kettle hums" in newer

    await eventually(is_held_back)
    assert (await sam.act_on(handoff, "messages", {**words, "anyway": True})).is_success
    await phone.got("this is Sam")
    assert (await sam.act_on(handoff, "hold", {"on": True})).is_success
    await phone.got("stay with us")
    on_hold = await sam.handoff(handoff)
    assert on_hold["on_hold_since"] is not None
    assert on_hold["first_replied_at"] is not None

    ended = await sue.act_on(handoff, "resolve", {"disposition": "solved", "note": "it sings"})
    assert ended.status_code == 204, ended.text
    await phone.got("How was your chat")
    await phone.writes("5")
    await phone.got("Thank you for telling us")
    over = await sam.handoff(handoff)
    assert (over["status"], over["disposition"], over["note"]) == ("resolved", "solved", "it sings")
    anew = await sam.take_over(phone.conversation_id)
    assert anew.status_code in {200, 503}, anew.text  # while the session is still ending
    await eventually(lambda: is_taken(sam, phone))
    assert await phone.repeated() == []


async def is_taken(sam: Colleague, phone: Phone) -> bool:
    return (await sam.take_over(phone.conversation_id)).status_code == 200
