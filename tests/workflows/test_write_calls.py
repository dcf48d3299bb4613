"""Calls that write: what is sent again, what is not, and what an operator may hurry."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from temporalio import activity
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from domain.conversations import Repair, RepairAction
from domain.dialogue.commands import CallTool, Command, DeferCall
from domain.dialogue.events import (
    CustomerSpoke,
    Event,
    HandoffReturned,
    ToolGaveUp,
    ToolSucceeded,
    ToolUnavailable,
)
from domain.handoffs import ReturnToBot
from domain.tools import Effect, OnceBy, ToolCall, ToolOutcome, ToolStatus
from tests.fakes.activities import FakeTools, FakeTurns, say
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from tests.workflows.desk import SAM, Desk, claim
from workflows.conversation import ConversationWorkflow


class FailingTools(FakeTools):
    """A backend that fails by these names, one call after the other, and then works."""

    def __init__(self, *fails: str) -> None:
        super().__init__()
        self.fails = list(fails)

    @activity.defn(name="call_tool")
    async def call_tool(self, call: ToolCall) -> ToolOutcome:
        self.calls.append(call)
        if self.fails:
            raise ApplicationError("no", type=self.fails.pop(0))
        return ToolOutcome(status=ToolStatus.SUCCEEDED)


def stage_with(client: Client, once_by: OnceBy, *fails: str) -> Stage:
    call = CallTool(
        call_id="c-1", tool="pay", arguments={}, effect=Effect.WRITE, once_by=once_by, attempts=2
    )

    def brain(event: Event) -> Sequence[Command]:
        match event:
            case CustomerSpoke():
                return [call]
            case ToolUnavailable():
                park = DeferCall(
                    call=call,
                    give_up_at=event.at + timedelta(hours=2),
                    may_have_happened=event.may_have_happened,
                )
                return [say(f"away, {event.may_have_happened}"), park]
            case ToolGaveUp():
                return [say(f"unknown, {event.may_have_happened}")]
            case ToolSucceeded():
                return [say("paid")]
            case _:
                return []

    return Stage(client, FakeTurns(brain), tools=FailingTools(*fails))


async def test_an_unknown_outcome_without_key_or_look_up_ends_the_call(temporal: Client) -> None:
    """Neither Temporal nor the conversation sends it again; the engine is told at once."""
    stage = stage_with(temporal, OnceBy.NOTHING, "OutcomeUnknown")
    async with running(stage.workers()):
        await stage.send("pay")
        await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said == ["unknown, True"]
    assert len(stage.tools.calls) == 1


async def test_what_never_reached_the_backend_is_tried_again(temporal: Client) -> None:
    """Until an attempt may have been carried out: that one is the last."""
    fails = ("DependencyUnavailable", "DependencyUnavailable", "OutcomeUnknown")
    stage = stage_with(temporal, OnceBy.NOTHING, *fails)
    async with running(stage.workers()):
        await stage.send("pay")
        await eventually(lambda: len(stage.turns.said) == 1)
        await stage.handle.execute_update(ConversationWorkflow.repair, _retry("r-1"))
        await eventually(lambda: len(stage.tools.calls) == 2)
        await stage.handle.execute_update(ConversationWorkflow.repair, _retry("r-2"))
        await eventually(lambda: len(stage.turns.said) == 2)

    assert stage.turns.said == ["away, False", "unknown, True"]
    assert [call.sent_at for call in stage.tools.calls] == [None, None, None]


async def test_a_call_that_can_be_looked_up_says_when_it_was_on_its_way(temporal: Client) -> None:
    """So that its worker knows how long the backend may still be at it; one attempt a time."""
    stage = stage_with(temporal, OnceBy.LOOKUP, "OutcomeUnknown")
    async with running(stage.workers()):
        await stage.send("pay")
        await eventually(lambda: "paid" in stage.turns.said)

    first, second = stage.tools.calls
    assert (first.repeated, first.sent_at) == (False, None)
    assert second.repeated
    assert second.sent_at is not None


async def test_an_operators_retry_is_urgent_and_only_that_one(temporal: Client) -> None:
    """It goes past a circuit that is open; the attempts after it are ordinary again."""
    stage = stage_with(temporal, OnceBy.KEY, *["DependencyUnavailable"] * 3)
    async with running(stage.workers()):
        await stage.send("pay")
        await eventually(lambda: len(stage.turns.said) == 1)
        await stage.handle.execute_update(ConversationWorkflow.repair, _retry("r-1"))
        await eventually(lambda: "paid" in stage.turns.said)

    assert [call.urgent for call in stage.tools.calls] == [False, False, True, False]


async def test_a_call_parked_while_its_outcome_was_held_is_not_made_again(set_up: SetUp) -> None:
    """A human was in charge when it came; the bot, back before it was told, has deferred it."""
    desk, call = Desk(), CallTool(call_id="c-1", tool="pay", arguments={}, effect=Effect.WRITE)

    def brain(event: Event) -> Sequence[Command]:
        match event:
            case CustomerSpoke(text="pay"):
                return [call]
            case HandoffReturned():
                return [DeferCall(call=call, give_up_at=event.at + timedelta(hours=2))]
            case ToolSucceeded():
                return [say("paid")]
            case _:
                return desk(event)

    stage = set_up(FakeTurns(brain))
    stage.tools.answering = asyncio.Event()
    async with running(stage.workers()):
        await stage.send("human")
        await stage.send("pay")
        await eventually(lambda: bool(stage.tools.calls))
        await claim(stage, desk.handoff_id, SAM)
        stage.tools.answering.set()
        await eventually(lambda: len(stage.turns.ended) == 2)
        await stage.handle.execute_update(
            ConversationWorkflow.return_to_bot, ReturnToBot(handoff_id=desk.handoff_id, agent=SAM)
        )
        await eventually(lambda: "paid" in stage.turns.said)
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await stage.handle.execute_update(ConversationWorkflow.repair, _retry("r-1"))

    assert isinstance(refused.value.cause, ApplicationError)
    assert refused.value.cause.message == "no call is deferred"
    assert len(stage.tools.calls) == 1


def _retry(repair_id: str) -> Repair:
    return Repair(
        repair_id=repair_id, action=RepairAction.RETRY_NOW, by="olga", reason="it is back"
    )
