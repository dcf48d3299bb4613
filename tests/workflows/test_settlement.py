"""An update is durable before anything is stored because of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from domain.conversations import TurnOutcome
from domain.dialogue.commands import AskApproval, CancelHandoff, Command
from domain.dialogue.events import CustomerSpoke, Event
from domain.dialogue.state import DialogueState
from domain.handoffs import DecideApproval
from domain.turns import StepResult, TraceEntry
from tests.fakes.activities import FakeTurns, say
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from tests.workflows.desk import SAM, Desk, claim, from_agent
from workflows import durability_barrier
from workflows.conversation import ConversationWorkflow

A_WHILE = timedelta(seconds=1)


async def claimed_as_a_step_ends(set_up: SetUp) -> list[HistoryEvent] | None:
    """What was recorded; None where the claim came after the step, which is another story."""
    brain = Desk()
    stage = set_up(FakeTurns(brain))
    async with running(stage.workers()):
        await stage.send("human")
        await eventually(lambda: bool(stage.turns.said))
        stage.turns.failures = ["advance_turn"] * 3
        stage.turns.advancing = asyncio.Event()
        await stage.send("first")
        await stage.send("second")

        async def patient_step_waits() -> bool:
            described = await stage.handle.describe()
            return bool(described.raw_description.pending_activities)

        await eventually(patient_step_waits)
        claiming = asyncio.create_task(claim(stage, brain.handoff_id, SAM))
        stage.turns.advancing.set()
        await claiming
        await eventually(lambda: len(stage.turns.ended) == 3)
        await stage.rest()
        history = await stage.handle.fetch_history()
    await stage.end()
    outcomes = [outcome for _, outcome, _ in stage.turns.ended[1:]]
    if TurnOutcome.ANSWERED in outcomes:
        return None
    assert outcomes == [TurnOutcome.FORWARDED] * 2
    return list(history.events)


async def test_a_claim_is_durable_before_anything_is_stored_because_of_it(
    set_up: SetUp,
) -> None:
    """A worker killed in the claim's own task must not leave a turn forwarded to nobody."""
    events = None
    for _ in range(10):
        async with asyncio.timeout(240):
            if events := await claimed_as_a_step_ends(set_up):
                break
    assert events, "the claim came too late every time"

    kinds = [event.event_type for event in events]
    accepted = kinds.index(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED)
    forwarded = kinds.index(EventType.EVENT_TYPE_MARKER_RECORDED, accepted)
    completed = kinds.index(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED, accepted)
    assert completed < forwarded


class AskingDesk(Desk):
    """Asks a supervisor, too, before it hands off."""

    def __call__(self, event: Event) -> list[Command]:
        if not isinstance(event, CustomerSpoke):
            return super().__call__(event)
        asked = AskApproval(
            approval_id="ap-1",
            name="refund",
            by_role="supervisor",
            shown={},
            digest="d1",
            expires_at=event.at + timedelta(days=1),
        )
        return [asked, *super().__call__(event)]


async def test_a_claim_waits_for_a_step_that_waits_for_another_update(
    set_up: SetUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bot is about to answer a supervisor's decision, and would speak over the human."""
    monkeypatch.setattr(durability_barrier, "_A_MOMENT", A_WHILE)  # long enough to come in between
    brain = AskingDesk()
    stage = set_up(FakeTurns(brain))

    async def step_waits() -> bool:
        history = await stage.handle.fetch_history()
        timers = [event.timer_started_event_attributes for event in history.events]
        return any(timer.start_to_fire_timeout.ToTimedelta() == A_WHILE for timer in timers)

    async with running(stage.workers(fenced=False)):
        await stage.send("human")
        await eventually(lambda: len(stage.turns.ended) == 1)
        await stage.handle.execute_update(
            ConversationWorkflow.decide_approval,
            DecideApproval(approval_id="ap-1", approve=True, digest="d1", by="Sue"),
        )
        await eventually(step_waits)
        await claim(stage, brain.handoff_id, SAM)
        said_by_then = list(stage.turns.said)
        await eventually(lambda: len(stage.turns.ended) == 2)

    assert stage.turns.said == ["a colleague will be with you", "approval_decided"]
    assert said_by_then == stage.turns.said


@asynccontextmanager
async def claimed(set_up: SetUp, *, stored: StepResult) -> AsyncIterator[tuple[Stage, Desk]]:
    """A conversation with a human whose second turn was stored by a worker that then died."""
    brain = Desk()
    stage = set_up(FakeTurns(brain))
    async with running(stage.workers()):
        await stage.send("human")
        await eventually(lambda: len(stage.turns.ended) == 1)
        await claim(stage, brain.handoff_id, SAM)
        [(first, _, _)] = stage.turns.ended
        stage.turns.steps[first.replace("t1", "t2"), 0] = stored
        await stage.send("hello")

        async def has_ended() -> bool:
            return len(await outcomes(stage)) == 2

        await eventually(has_ended)
        yield stage, brain


async def outcomes(stage: Stage) -> list[TurnOutcome | None]:
    turns = await stage.handle.query(ConversationWorkflow.get_recent_turns)
    return [turn.outcome for turn in turns]


async def test_an_answer_stored_before_a_claim_is_no_forwarding(set_up: SetUp) -> None:
    """The worker died after storing it, and the claim came before anybody could tell us."""
    answer = StepResult(commands=(say("stored before"),), state=DialogueState(misunderstandings=7))
    async with claimed(set_up, stored=answer) as (stage, _):
        dialogue = await stage.handle.query(ConversationWorkflow.get_dialogue)

        assert await outcomes(stage) == [TurnOutcome.ANSWERED] * 2
        assert dialogue.dialogue.misunderstandings == 7


async def test_a_forwarding_whose_answer_was_lost_is_still_one(set_up: SetUp) -> None:
    """Else what came meanwhile would not wait for the bot's return."""
    trace = (TraceEntry(step="forwarded", ms=0),)
    forwarding = StepResult(commands=(), state=DialogueState(), trace=trace)
    async with claimed(set_up, stored=forwarding) as (stage, _):
        assert await outcomes(stage) == [TurnOutcome.ANSWERED, TurnOutcome.FORWARDED]


async def test_a_cancelled_handoff_that_was_claimed_stays_claimed(set_up: SetUp) -> None:
    """Else nobody would be in charge: the bot is silent, and the human is refused."""
    cancelled = StepResult(
        commands=(say("never mind"), CancelHandoff(handoff_id="any")), state=DialogueState()
    )
    async with claimed(set_up, stored=cancelled) as (stage, brain):
        message = from_agent(brain.handoff_id, "I am here", "a-1")
        await stage.handle.execute_update(ConversationWorkflow.send_agent_message, message)
        await eventually(lambda: stage.desk.messages == ["I am here"])
