"""Moving an open conversation to another revision of its bot."""

import asyncio

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from domain.dialogue.events import CustomerSpoke
from domain.revisions import DialogueSnapshot, MoveToRevision
from domain.tenant_settings import ConversationPolicy
from tests.fakes.activities import FakeTurns
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from workflows.conversation import ConversationWorkflow


@pytest.fixture
def stage(set_up: SetUp) -> Stage:
    return set_up(FakeTurns())


async def look(stage: Stage) -> DialogueSnapshot:
    return await stage.handle.query(ConversationWorkflow.get_dialogue)


async def move(stage: Stage, looked_at: DialogueSnapshot, to: str = "r2") -> None:
    await stage.handle.execute_update(
        ConversationWorkflow.move_to_revision,
        MoveToRevision(
            from_revision=looked_at.revision,
            to_revision=to,
            mark=looked_at.mark,
            policy=ConversationPolicy(),
        ),
    )


def refusal(failed: pytest.ExceptionInfo[WorkflowUpdateFailedError]) -> str:
    cause = failed.value.cause
    assert isinstance(cause, ApplicationError)
    return f"{cause.type}: {cause.message}"


async def test_the_next_turn_runs_on_the_revision_moved_to_also_after_a_roll(stage: Stage) -> None:
    """What it pins is carried along; moving again changes nothing."""
    async with running(stage.workers()):
        await stage.send("one")
        await eventually(lambda: len(stage.turns.said) == 1)
        looked_at = await look(stage)
        await move(stage, looked_at)
        await move(stage, looked_at)
        await stage.handle.signal(ConversationWorkflow.roll)
        await stage.send("two")
        await eventually(lambda: len(stage.turns.said) == 2)

        assert (looked_at.revision, (await look(stage)).revision) == ("r1", "r2")
        assert stage.turns.revisions == ["r1", "r2"]


async def test_a_dialogue_that_has_moved_on_is_not_moved(stage: Stage) -> None:
    """What was found to fit is no longer what is there; whoever asks has to look again."""
    async with running(stage.workers()):
        await stage.send("one")
        await eventually(lambda: len(stage.turns.said) == 1)
        looked_at = (await look(stage)).model_copy(update={"mark": "of before"})
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await move(stage, looked_at)

        assert refusal(refused) == "Conflict: the dialogue has moved on since it was looked at"
        assert (await look(stage)).revision == "r1"


async def test_no_conversation_is_moved_in_the_middle_of_a_turn(stage: Stage) -> None:
    """A turn ends on the revision on which it began: its steps would not fit together."""
    async with running(stage.workers()):
        await stage.send("one")
        await eventually(lambda: len(stage.turns.said) == 1)
        looked_at = await look(stage)
        stage.turns.failures = ["advance_turn"] * 3
        stage.turns.advancing = asyncio.Event()
        await stage.send("two")
        await eventually(lambda: not stage.turns.failures)
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await move(stage, looked_at)
        stage.turns.advancing.set()
        await eventually(lambda: len(stage.turns.said) == 2)

        assert refusal(refused) == "Conflict: a turn is under way"
        assert [e.text for e in stage.turns.events if isinstance(e, CustomerSpoke)] == [
            "one",
            "two",
        ]
