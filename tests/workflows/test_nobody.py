"""Nobody comes: the conversation hears of it at the moments that were decided, then no more."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from domain.dialogue.commands import Command, HandOff
from domain.dialogue.events import CustomerSpoke, Event, HandoffUnanswered
from domain.handoffs import HandoffStatus
from domain.identifiers import handoff_workflow_id
from tests.fakes.activities import FakeTurns, echo, say
from tests.support import eventually, running
from tests.workflows.conftest import Stage
from tests.workflows.desk import SAM, claim
from workflows.handoff import HandoffWorkflow


def nagging(event: Event) -> Sequence[Command]:
    """Hands off; "often" as an earlier release would have."""
    if isinstance(event, CustomerSpoke) and event.text in {"human", "often"}:
        first, *again = (event.at + timedelta(minutes=m) for m in (2, 6, 14))
        return [
            HandOff(
                handoff_id="h-1",
                queue="support",
                first_reply_due=event.at + timedelta(minutes=5),
                nobody_at=first,
                nobody_again=tuple(again) if event.text == "human" else None,
            )
        ]
    if isinstance(event, HandoffUnanswered):
        return [say("nobody")]
    return [*echo(event)]


@pytest.fixture
def stage(skipping: WorkflowEnvironment) -> Stage:
    return Stage(skipping.client, FakeTurns(nagging))


def heard(stage: Stage) -> list[int]:
    """Minutes after the customer had asked."""
    asked = stage.turns.events[0].at
    told = [event.at for event in stage.turns.events if isinstance(event, HandoffUnanswered)]
    return [round((at - asked).total_seconds() / 60) for at in told]


async def test_it_is_told_when_that_was_decided_and_never_again(
    skipping: WorkflowEnvironment, stage: Stage
) -> None:
    """The place in the queue is kept: a human may still come the next day."""
    async with running(stage.workers()):
        await stage.send("human")
        await eventually(lambda: bool(stage.turns.ended))
        await skipping.sleep(timedelta(days=1))
        assert heard(stage) == [2, 6, 14]
        await claim(stage, "h-1", SAM)
        await eventually(lambda: HandoffStatus.CLAIMED in [c.status for c in stage.desk.changes])


async def test_a_roll_does_not_begin_anew(skipping: WorkflowEnvironment, stage: Stage) -> None:
    """Neither between two times, nor after the last one."""
    queue = skipping.client.get_workflow_handle(handoff_workflow_id("acme", "h-1"))
    async with running(stage.workers()):
        await stage.send("human")
        await eventually(lambda: bool(stage.turns.ended))
        for minutes in (3, 20):
            await skipping.sleep(timedelta(minutes=minutes))
            before = (await queue.describe()).run_id
            await queue.signal(HandoffWorkflow.roll)

            async def has_rolled(before: str = before) -> bool:
                return (await queue.describe()).run_id != before

            await eventually(has_rolled)
        await skipping.sleep(timedelta(days=1))
        described = await queue.describe()

    assert heard(stage) == [2, 6, 14]
    assert described.status is WorkflowExecutionStatus.RUNNING


async def test_a_handoff_of_an_earlier_release_goes_on_as_it_began(
    skipping: WorkflowEnvironment, stage: Stage
) -> None:
    """Its history must replay; the brain keeps quiet when it was told often enough."""
    async with running(stage.workers()):
        await stage.send("often")
        await eventually(lambda: bool(stage.turns.ended))
        await skipping.sleep(timedelta(minutes=9))
        await eventually(lambda: len(heard(stage)) >= 4)

    assert heard(stage)[:4] == [2, 4, 6, 8]
