"""Waits of a conversation, for a backend or an approval; it is never silent."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.testing import WorkflowEnvironment

from domain.conversations import TurnOutcome
from domain.dialogue.commands import AskApproval, CallTool, Command, DeferCall
from domain.dialogue.events import (
    ApprovalDecided,
    ApprovalExpired,
    CustomerSpoke,
    Event,
    ToolGaveUp,
    ToolRefused,
    ToolSucceeded,
    ToolUnavailable,
    TurnFailed,
)
from domain.handoffs import ApprovalStatus, DecideApproval
from domain.tenant_settings import ConversationPolicy
from tests.fakes.activities import FakeTurns, echo, say
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from workflows.conversation import ConversationWorkflow

CALL = CallTool(call_id="c-1", tool="get_order", arguments={"order_id": "A1"}, attempts=2)


def backend(event: Event) -> Sequence[Command]:  # noqa: PLR0911 - one answer for each event
    """Calls a tool when asked to track; parks it when the backend is down."""
    match event:
        case CustomerSpoke(text="track"):
            return [CALL]
        case ToolSucceeded():
            return [say(f"it is {event.result['status']}")]
        case ToolRefused():
            return [say(f"refused: {event.code}")]
        case ToolUnavailable():
            gives_up = event.at + timedelta(hours=2)
            return [say("the shop is down"), DeferCall(call=CALL, give_up_at=gives_up)]
        case ToolGaveUp():
            return [say("gave up")]
        case TurnFailed():
            return [say("something went wrong on our side")]
        case _:
            return echo(event)


def approving(event: Event) -> Sequence[Command]:
    match event:
        case CustomerSpoke(text="refund"):
            return [
                say("a colleague has to agree"),
                AskApproval(
                    approval_id="ap-1",
                    name="refund",
                    by_role="supervisor",
                    shown={"amount": "129.90 EUR"},
                    digest="d1",
                    remind_at=event.at + timedelta(hours=2),
                    expires_at=event.at + timedelta(hours=24),
                ),
            ]
        case ApprovalDecided():
            return [say("approved" if event.approved else "declined")]
        case ApprovalExpired():
            return [say("nobody decided")]
        case _:
            return echo(event)


@pytest.fixture
def stage(set_up: SetUp) -> Stage:
    return set_up(FakeTurns(backend))


async def test_a_tool_answers_within_the_turn(stage: Stage) -> None:
    """The outcome of a call is the next step of the same turn."""
    async with running(stage.workers()):
        await stage.send("track")
        await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said == ["it is shipped"]
    [(turn, outcome, message_ids)] = stage.turns.ended
    assert turn.startswith("s1t1-")
    assert (outcome, message_ids) == (TurnOutcome.ANSWERED, ("m-1",))


async def test_a_refusal_is_not_tried_again(stage: Stage) -> None:
    """A backend that says no has answered."""
    stage.tools.refuses = "order_not_found"
    async with running(stage.workers()):
        await stage.send("track")
        await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said == ["refused: order_not_found"]
    assert len(stage.tools.calls) == 1


async def test_a_parked_call_resumes_in_a_turn_of_its_own_when_the_backend_is_back(
    stage: Stage,
) -> None:
    """The customer is told, talks on about other things, and hears the outcome later."""
    stage.tools.is_down = True
    async with running(stage.workers()):
        await stage.send("track")
        await eventually(lambda: stage.turns.said == ["the shop is down"])
        await stage.send("what else")
        await eventually(lambda: len(stage.turns.said) == 2)
        stage.tools.is_down = False
        await eventually(lambda: len(stage.turns.said) == 3)

    assert stage.turns.said[1:] == ["you said: what else", "it is shipped"]
    assert len({call.call_id for call in stage.tools.calls}) == 1


async def test_a_parked_call_gives_up_in_the_end(skipping: WorkflowEnvironment) -> None:
    """Two hours of an absent backend end in a named outcome, not in silence."""
    stage = Stage(skipping.client, FakeTurns(backend))
    stage.tools.is_down = True
    async with running(stage.workers()):
        await stage.send("track")
        await eventually(lambda: bool(stage.turns.said))
        await skipping.sleep(timedelta(hours=2, minutes=5))
        await eventually(lambda: "gave up" in stage.turns.said)

    assert stage.turns.said == ["the shop is down", "gave up"]


async def test_a_slow_step_is_announced_once_and_then_answered(stage: Stage) -> None:
    """Never silent: the holding notice comes while the backend still thinks."""
    stage.turns.policy = ConversationPolicy(holding_after=timedelta(milliseconds=300))
    stage.tools.answering = asyncio.Event()
    async with running(stage.workers()):
        await stage.send("track")
        await eventually(lambda: bool(stage.turns.said))
        stage.tools.answering.set()
        await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said == ["one moment please", "it is shipped"]


async def test_a_step_that_never_works_fails_by_name(skipping: WorkflowEnvironment) -> None:
    """A brain that fails on this message must not fail silently."""
    stage = Stage(skipping.client, FakeTurns(backend))
    stage.turns.cannot = lambda event: isinstance(event, CustomerSpoke)
    async with running(stage.workers()):
        await stage.send("hello")
        await skipping.sleep(timedelta(minutes=3))
        await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said == ["one moment please", "something went wrong on our side"]
    assert stage.turns.ended[0][1] is TurnOutcome.FAILED


async def test_an_approval_is_bound_to_what_was_shown(set_up: SetUp) -> None:
    """A decision on other arguments is refused; the right one resumes the flow."""
    stage = set_up(FakeTurns(approving))
    async with running(stage.workers()):
        await stage.send("refund")
        await eventually(lambda: bool(stage.turns.ended))
        decision = DecideApproval(approval_id="ap-1", approve=True, digest="other", by="Sue")
        with pytest.raises(WorkflowUpdateFailedError):
            await stage.handle.execute_update(ConversationWorkflow.decide_approval, decision)
        await stage.handle.execute_update(
            ConversationWorkflow.decide_approval, decision.model_copy(update={"digest": "d1"})
        )
        await eventually(lambda: len(stage.turns.said) == 2)

    assert stage.turns.said[1] == "approved"
    assert [change.status for change in stage.desk.approvals] == [ApprovalStatus.APPROVED]


async def test_an_approval_is_reminded_of_and_expires(skipping: WorkflowEnvironment) -> None:
    """A refund that nobody decides does not wait for ever, and the session stays open for it."""
    stage = Stage(skipping.client, FakeTurns(approving))
    async with running(stage.workers()):
        await stage.send("refund")
        await eventually(lambda: bool(stage.turns.ended))
        await skipping.sleep(timedelta(hours=24, minutes=1))
        await eventually(lambda: "nobody decided" in stage.turns.said)

    statuses = [change.status for change in stage.desk.approvals]
    assert statuses == [ApprovalStatus.WAITING, ApprovalStatus.EXPIRED]
