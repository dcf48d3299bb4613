"""The holding notice and the named failure come on time, whatever hangs."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
from temporalio import activity
from temporalio.exceptions import ApplicationError

from domain.conversations import TurnOutcome
from domain.dialogue.commands import CallTool, Command
from domain.dialogue.events import CustomerSpoke, Event, ToolUnavailable, TurnFailed
from domain.tenant_settings import ConversationPolicy
from domain.turns import AdvanceTurn, StepResult, StepTaken, TakeStep
from tests.fakes.activities import FakeTurns, say
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from workflows import options
from workflows.conversation import ConversationWorkflow

HOLDING_AFTER = timedelta(seconds=0.5)
FAILURE_AFTER = timedelta(seconds=1.2)
AT_LATEST = timedelta(seconds=60)
"""A busy machine is late; a guard that waits for what hangs would never come at all."""


class Hanging(FakeTurns):
    """A brain whose model never returns from a message with this text."""

    @activity.defn(name="advance_turn")
    async def advance_turn(self, request: AdvanceTurn) -> StepResult:
        if isinstance(request.event, CustomerSpoke) and request.event.text == "hang":
            await asyncio.Event().wait()
        return await super().advance_turn(request)


class Forgetful(FakeTurns):
    """Stores each step, and its answer is lost; whoever decides anew never ends."""

    @activity.defn(name="take_step")
    async def take_step(self, request: TakeStep) -> StepTaken:
        await super().take_step(request)
        raise ApplicationError("the answer is lost", type="DependencyUnavailable")

    @activity.defn(name="advance_turn")
    async def advance_turn(self, request: AdvanceTurn) -> StepResult:
        if self.steps and isinstance(request.event, CustomerSpoke):
            await asyncio.Event().wait()
        return await super().advance_turn(request)


def brain(event: Event) -> Sequence[Command]:
    match event:
        case CustomerSpoke(text="track"):
            return [CallTool(call_id="c-1", tool="get_order", arguments={}, attempts=1)]
        case ToolUnavailable():
            return [say("the shop does not answer")]
        case TurnFailed():
            return [say("something went wrong on our side")]
        case _:
            return [say("hello")]


@pytest.fixture
async def stage(set_up: SetUp, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """Impatient: what takes seconds in the product takes tenths of them here."""
    monkeypatch.setitem(options.QUICK_STEP, "start_to_close_timeout", timedelta(seconds=0.1))
    monkeypatch.setattr(options, "LEAST_TIME_FOR_A_TURN", FAILURE_AFTER)
    policy = ConversationPolicy(holding_after=HOLDING_AFTER, failure_after=FAILURE_AFTER)
    stage = set_up(Hanging(brain, policy))
    async with running(stage.workers(fenced=False)):
        yield stage


@pytest.mark.parametrize(
    ("text", "outcome", "last_word"),
    [
        ("hang", TurnOutcome.FAILED, "something went wrong on our side"),
        ("track", TurnOutcome.ANSWERED, "the shop does not answer"),
    ],
    ids=["a model", "a backend"],
)
async def test_what_hangs_is_announced_and_then_named(
    stage: Stage, text: str, outcome: TurnOutcome, last_word: str
) -> None:
    """A quick step that never returns must not hold up the timers beside it."""
    stage.tools.answering = asyncio.Event()

    await stage.send(text)
    await eventually(lambda: bool(stage.turns.said), within=AT_LATEST.total_seconds())
    await eventually(lambda: bool(stage.turns.ended), within=AT_LATEST.total_seconds())
    stage.tools.answering.set()

    assert stage.turns.said == ["one moment please", last_word]
    assert stage.turns.ended[0][1] is outcome


async def test_who_waits_behind_steps_that_hang_is_told_as_soon(
    set_up: SetUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker has few places for steps; a queue behind them must not be one of silence."""
    monkeypatch.setitem(options.QUICK_STEP, "start_to_close_timeout", timedelta(seconds=1))
    monkeypatch.setitem(options.QUICK_STEP, "schedule_to_start_timeout", timedelta(seconds=2))
    monkeypatch.setattr(options, "LEAST_TIME_FOR_A_TURN", FAILURE_AFTER)
    policy = ConversationPolicy(holding_after=3 * HOLDING_AFTER, failure_after=timedelta(minutes=4))
    turns = Hanging(brain, policy)
    people = [set_up(turns) for _ in range(10)]
    async with running(people[0].workers(fenced=False, steps_at_once=1)):
        for number, person in enumerate(people):
            await person.send("hang", f"m-{number}")

        await eventually(
            lambda: turns.said.count("one moment please") == len(people),
            within=AT_LATEST.total_seconds(),
        )


async def test_a_turn_that_was_stored_before_it_was_given_up_was_answered(set_up: SetUp) -> None:
    """The customer has the answer, so the workflow does not call the turn a failure."""
    policy = ConversationPolicy(holding_after=HOLDING_AFTER, failure_after=FAILURE_AFTER)
    stage = set_up(Forgetful(brain, policy))
    async with running(stage.workers(fenced=False)):
        conversation = await stage.send("hi")
        recent = ConversationWorkflow.get_recent_turns

        async def is_over() -> bool:
            return bool(await conversation.query(recent))

        await eventually(is_over, within=AT_LATEST.total_seconds())
        [turn] = await conversation.query(recent)

    assert stage.turns.said.count("hello") == 1
    assert turn.outcome is TurnOutcome.ANSWERED
