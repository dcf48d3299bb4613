"""Histories recorded by earlier releases still replay on today's workflow code."""

from datetime import timedelta
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from workers.sandbox import workflow_runner
from workflows.conversation import ConversationWorkflow
from workflows.conversation_state import ConversationInput
from workflows.desk import DeskWorkflow
from workflows.handoff import HandoffWorkflow

HISTORIES = [
    WorkflowHistory.from_json(path.stem, path.read_text())
    for path in sorted((Path(__file__).parent / "histories").glob("*.json"))
]


@workflow.defn(name="ConversationWorkflow")
class SleepyConversation(ConversationWorkflow):
    """A change that would break every open conversation: one more timer at the beginning."""

    @workflow.init
    def __init__(self, conversation: ConversationInput) -> None:
        super().__init__(conversation)

    @workflow.run
    async def run(self, conversation: ConversationInput) -> None:
        await workflow.sleep(timedelta(seconds=1))
        await super().run(conversation)


def replayer(*workflows: type) -> Replayer:
    return Replayer(
        workflows=workflows,
        data_converter=pydantic_data_converter,
        workflow_runner=workflow_runner(),
    )


def test_there_are_histories_of_every_kind() -> None:
    """An empty folder would let every change pass."""
    assert len(HISTORIES) >= 7


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.workflow_id)
async def test_a_recorded_history_replays(history: WorkflowHistory) -> None:
    """A failure here means this release would break conversations already open."""
    await replayer(ConversationWorkflow, HandoffWorkflow, DeskWorkflow).replay_workflow(history)


async def test_a_change_that_breaks_replay_is_caught() -> None:
    """The gate itself works: one more timer is a non-determinism error."""
    [chat] = [history for history in HISTORIES if history.workflow_id.endswith("-chat")]

    with pytest.raises(workflow.NondeterminismError):
        await replayer(SleepyConversation).replay_workflow(chat)
