"""Conversations in the Temporal UI's list, and how little that costs."""

import pytest
from temporalio.api.enums.v1 import EventType

from domain.dialogue.commands import Command, HandOff
from domain.dialogue.events import CustomerSpoke, Event
from tests.fakes.activities import FakeTurns, echo
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from workflows.search_attributes import CONVERSATION_STATUS, HANDOFF_QUEUE, LAST_STEP

_UPSERT = EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES


def brain(event: Event) -> list[Command]:
    if isinstance(event, CustomerSpoke) and event.text == "human":
        return [
            HandOff(
                handoff_id="h-1",
                queue="support",
                first_reply_due=event.at,
                nobody_at=event.at.replace(year=event.at.year + 1),
            )
        ]
    return [*echo(event)]


@pytest.fixture
def stage(set_up: SetUp) -> Stage:
    return set_up(FakeTurns(brain))


async def upserts(stage: Stage) -> int:
    history = await stage.handle.fetch_history()
    return sum(event.event_type == _UPSERT for event in history.events)


async def test_the_list_says_what_the_last_turn_did(stage: Stage) -> None:
    """An operator reads whom a conversation waits for without opening it."""
    async with running(stage.workers()):
        await stage.send("hello", shows_last_step=True)
        await eventually(lambda: len(stage.turns.said) == 1)
        await stage.send("human")
        handed_off = ("waiting_for_human", "support", "read the message, handed off to support")

        async def is_shown() -> bool:
            shown = (await stage.handle.describe()).typed_search_attributes
            keys = (CONVERSATION_STATUS, HANDOFF_QUEUE, LAST_STEP)
            return tuple(shown.get(key) for key in keys) == handed_off

        await eventually(is_shown)


async def test_a_turn_like_the_one_before_costs_no_event(stage: Stage) -> None:
    """An upsert is an event of the history: a cited answer after another needs none."""
    async with running(stage.workers()):
        await stage.send("one", shows_last_step=True)
        await eventually(lambda: len(stage.turns.said) == 1)
        await stage.rest()  # what a turn did is shown after it
        first = await upserts(stage)
        for text in ("two", "three"):
            await stage.send(text)
        await eventually(lambda: len(stage.turns.said) == 3)
        await stage.rest()

    assert (first, await upserts(stage)) == (1, 1)


async def test_a_conversation_of_an_earlier_release_replays_without_it(stage: Stage) -> None:
    """Its history has no upsert there: one more would be a non-determinism error."""
    async with running(stage.workers()):
        await stage.send("hello")
        await eventually(lambda: len(stage.turns.said) == 1)
        await stage.rest()
        shown = (await stage.handle.describe()).typed_search_attributes

    assert shown.get(LAST_STEP) is None
