"""A form in Slack: a button opens it, and what is sent fills everything at once."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from duralogue.embedded.stack import Stack
from tests.e2e.slack_people import NOTHING_TWICE, Slack, slack_of
from tests.support import eventually

NAME, NUMBER = "Katherine Johnson", "030 7654321"
FORM = "form"


@pytest.fixture
async def slack(stack: Stack) -> AsyncIterator[Slack]:
    async with slack_of(stack, "dentist") as slack:
        yield slack


async def opened(slack: Slack, offer: dict[str, Any]) -> dict[str, Any]:
    """The form, once it is on the screen."""
    [label] = [
        each["text"]["text"]
        for block in offer["blocks"]
        for each in block.get("elements", ())
        if each.get("action_id") == FORM
    ]
    await slack.presses(offer, label)
    views: list[dict[str, Any]] = []

    async def is_there() -> bool:
        views[:] = (await slack.state())["views"]
        return bool(views)

    await eventually(is_there)
    return views[0]


async def test_a_form_books_a_visit(slack: Slack) -> None:
    """Without a question for each of its fields; it is read back before anything is booked."""
    await slack.says("I need an appointment")
    offer = await slack.answered(FORM)
    view = await opened(slack, offer)
    values: dict[str, Any] = {}
    given = iter([None, NAME, NUMBER, ""])
    for block in view["blocks"]:
        written = next(given)
        element = block["element"]
        state = (
            {"selected_option": element["options"][0]} if written is None else {"value": written}
        )
        values[block["block_id"]] = {element["action_id"]: state}
    told = await slack.plays("submit", view_id=view["id"], values=values)
    assert told["status"] == 200, told
    confirming = await slack.answered("Shall I book it?")
    await slack.presses(confirming, "Yes, please")
    await slack.answered("It's booked")

    assert NAME in confirming["text"]
    assert (await slack.state())["views"] == []
    assert len(await slack.seen()) == 3
    assert await slack.repeated() == NOTHING_TWICE
