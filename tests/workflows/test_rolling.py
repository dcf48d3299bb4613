"""Asked to roll, as after a promotion: at once when idle, and nothing is forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from temporalio.client import WorkflowHandle

from domain.dialogue.commands import Command, HandOff
from domain.dialogue.events import CustomerSpoke, Event
from domain.handoffs import Agent, ClaimHandoff, HandoffStatus, ReturnToBot
from domain.identifiers import handoff_workflow_id
from tests.fakes.activities import FakeTurns, echo, say
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from workflows import conversation_state
from workflows.conversation import ConversationWorkflow
from workflows.handoff import HandoffWorkflow

SAM = Agent(name="Sam")


def handing_off(event: Event) -> list[Command]:
    """Its service level is breached at once, and nobody has come an hour later."""
    if isinstance(event, CustomerSpoke) and event.text.startswith("human "):
        handoff_id = event.text.removeprefix("human ")
        due = event.at + timedelta(hours=1)
        return [
            say("wait"),
            HandOff(handoff_id=handoff_id, queue="q", first_reply_due=event.at, nobody_at=due),
        ]
    return [*echo(event)]


@pytest.fixture
def stage(set_up: SetUp) -> Stage:
    return set_up(FakeTurns(handing_off))


async def rolled(handle: WorkflowHandle[Any, Any]) -> None:
    """Ask it to roll and wait for its next run to have begun."""
    before = (await handle.describe()).run_id
    await handle.signal("roll")

    async def is_new() -> bool:
        return (await handle.describe()).run_id != before

    await eventually(is_new)


async def test_an_idle_conversation_rolls_at_once_and_knows_what_it_has_seen(stage: Stage) -> None:
    """No message is needed to wake it; a repeat from before the roll is still dropped."""
    async with running(stage.workers()):
        await stage.send("one", "m-1")
        await eventually(lambda: len(stage.turns.said) == 1)
        await rolled(stage.handle)
        await stage.send("one", "m-1")
        await stage.send("two", "m-2")
        await eventually(lambda: len(stage.turns.said) == 2)

        assert stage.turns.said == ["you said: one", "you said: two"]
        assert stage.turns.sessions == 1


async def test_it_rolls_once_for_each_time_it_is_asked(stage: Stage) -> None:
    """The next run has not been asked: it waits for the customer."""
    async with running(stage.workers()):
        await stage.send("one")
        await eventually(lambda: len(stage.turns.said) == 1)
        await rolled(stage.handle)
        run_id = (await stage.handle.describe()).run_id
        await stage.send("two")
        await eventually(lambda: len(stage.turns.said) == 2)

        assert (await stage.handle.describe()).run_id == run_id


async def test_what_no_worker_has_begun_to_send_is_tried_after_a_roll_however_late(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An attempt that was called off is none, and everything gets one before it is given up."""
    # a roll after more than that
    monkeypatch.setattr(
        conversation_state, "SEND_WITHIN", timedelta(0)
    )  # a roll after more than that
    delivery = stage.needing_a_provider().delivery
    async with running(stage.workers(fenced=False)):
        await stage.send("one")
        await eventually(lambda: len(stage.turns.ended) == 1)
        await rolled(stage.handle)
        async with stage.delivery_worker():
            await eventually(lambda: bool(delivery.is_final))

    assert delivery.given_up == {}
    assert delivery.sent == ["you said: one"]


async def test_a_waiting_handoff_and_a_claimed_one_roll_and_record_nothing_twice(
    stage: Stage,
) -> None:
    """The waiting side drains with its conversation, whoever has come by then."""
    handoff_id = f"h-{stage.conversation_id}"
    handoff = stage.client.get_workflow_handle_for(
        HandoffWorkflow.run, handoff_workflow_id("acme", handoff_id)
    )
    async with running(stage.workers()):
        await stage.send(f"human {handoff_id}")
        await eventually(lambda: [c.escalated for c in stage.desk.changes] == [True])
        await rolled(handoff)
        await stage.handle.execute_update(
            ConversationWorkflow.claim_handoff, ClaimHandoff(handoff_id=handoff_id, agent=SAM)
        )
        await eventually(lambda: len(stage.desk.changes) == 2)
        await rolled(handoff)
        await stage.handle.execute_update(
            ConversationWorkflow.return_to_bot, ReturnToBot(handoff_id=handoff_id, agent=SAM)
        )
        await handoff.result()

    assert [(change.status, change.agent) for change in stage.desk.changes] == [
        (HandoffStatus.WAITING, None),
        (HandoffStatus.CLAIMED, "Sam"),
        (HandoffStatus.RETURNED, "Sam"),
    ]
