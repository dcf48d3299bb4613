"""A customer ends the chat: what is open decides whether, and who is told."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from domain.conversations import EndChat
from domain.dialogue.commands import AskApproval, CloseConversation, Command
from domain.dialogue.events import CustomerSpoke, Event
from domain.handoffs import HandoffStatus
from tests.fakes.activities import FakeTurns, echo
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from tests.workflows.desk import SAM, Desk, claim, from_agent
from workflows.conversation import ConversationWorkflow

END = EndChat(request_id="e-1")


async def end(stage: Stage) -> None:
    """Ask, and again while the conversation says that it is busy, as the gateway does."""

    async def has_ended() -> bool:
        try:
            await stage.handle.execute_update(ConversationWorkflow.end_chat, END)
        except WorkflowUpdateFailedError as refusal:
            if isinstance(refusal.cause, ApplicationError) and refusal.cause.type == "NotYet":
                return False
            raise
        return True

    await stage.rest()
    await eventually(has_ended)


async def test_an_ended_chat_is_closed_and_the_next_message_opens_another(set_up: SetUp) -> None:
    """Nothing more is said by the bot; whoever comes back begins anew."""
    stage = set_up(FakeTurns(echo))
    async with running(stage.workers()):
        await stage.send("hello")
        await eventually(lambda: bool(stage.turns.said))
        await end(stage)
        await stage.handle.result()
        await stage.send("hello again")
        await eventually(lambda: len(stage.turns.said) == 2)

    closed = [c for step in stage.turns.steps.values() for c in step.commands]
    assert [c.reason for c in closed if isinstance(c, CloseConversation)] == ["customer"]


async def test_whoever_talks_with_the_customer_is_told(set_up: SetUp) -> None:
    """Else they would write to somebody who has left."""
    brain = Desk()
    stage = set_up(FakeTurns(brain))
    async with running(stage.workers()):
        await stage.send("human")
        await eventually(lambda: bool(stage.turns.said))
        await claim(stage, brain.handoff_id, SAM)
        await eventually(lambda: bool(stage.desk.owners))
        await end(stage)
        await stage.handle.result()
        await eventually(
            lambda: [c.status for c in stage.desk.changes][-1:] == [HandoffStatus.CANCELLED]
        )
        with pytest.raises(Exception, match=r"already completed|not found"):
            await stage.handle.execute_update(
                ConversationWorkflow.send_agent_message, from_agent(brain.handoff_id, "hi", "a-1")
            )


async def test_an_approval_that_waits_is_not_thrown_away(set_up: SetUp) -> None:
    """The customer's refund is decided, whether they stay or not."""

    def brain(event: Event) -> Sequence[Command]:
        if isinstance(event, CustomerSpoke):
            asked = AskApproval(
                approval_id="a-1",
                name="refund",
                by_role="supervisor",
                shown={},
                digest="d",
                expires_at=event.at + timedelta(hours=1),
            )
            return [*echo(event), asked]
        return []

    stage = set_up(FakeTurns(brain))
    async with running(stage.workers()):
        await stage.send("refund")
        await eventually(lambda: bool(stage.turns.said))
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await end(stage)

    assert isinstance(refused.value.cause, ApplicationError)
    assert refused.value.cause.type == "Conflict"
    assert "still under way" in refused.value.cause.message
