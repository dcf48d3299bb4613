"""Flows that wait for a moment: timers of the conversation's own workflow, with a clock that skips.

The engine is the real one, so that what it decides and what the workflow keeps are tried together.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

import pytest
from temporalio import activity
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from domain.conversations import EndChat, Repair, RepairAction
from domain.dialogue.commands import Say
from domain.dialogue.engine import decide
from domain.dialogue.events import CustomerSpoke, Event, MessageUnderstood, MomentReached
from domain.handoffs import ReturnToBot
from domain.tools import ToolCall, ToolOutcome, ToolStatus
from domain.turns import AdvanceTurn, StepResult
from domain.understanding.entities import find_entities
from domain.understanding.model import Understanding
from tests.fakes.activities import FakeTools, FakeTurns
from tests.support import eventually, running
from tests.unit.domain.dialogue.dentist import dentist
from tests.workflows.conftest import Stage
from tests.workflows.desk import SAM, claim
from workflows.conversation import ConversationWorkflow

_INTENTS = {
    "book": "book_visit",
    "cannot come": "cancel_visit",
    "cancel": "cancel",
    "human": "talk_to_human",
}


class RealTurns(FakeTurns):
    """Decides with the engine itself; what is said are the responses' names."""

    @activity.defn
    async def advance_turn(self, request: AdvanceTurn) -> StepResult:
        event = _understood(request.event)
        self.events.append(event)
        decision = decide(dentist(), request.state, event)
        commands = tuple(
            command.model_copy(
                update={"reply": command.reply.model_copy(update={"text": command.reply.response})}
            )
            if isinstance(command, Say)
            else command
            for command in decision.commands
        )
        return StepResult(commands=commands, state=decision.state)


def _understood(event: Event) -> Event:
    if not isinstance(event, CustomerSpoke):
        return event
    return MessageUnderstood(
        at=event.at,
        text=event.text,
        understanding=Understanding(
            intent=_INTENTS.get(event.text),
            confidence=0.9,
            entities=find_entities(dentist(), event.text, event.at.date()),
        ),
    )


class Practice(FakeTools):
    """Books whatever is asked for."""

    @activity.defn
    async def call_tool(self, call: ToolCall) -> ToolOutcome:
        self.calls.append(call)
        result = {"id": f"v-{len(self.calls)}"}
        return ToolOutcome(status=ToolStatus.SUCCEEDED, result=result)


@pytest.fixture
def stage(skipping: WorkflowEnvironment) -> Stage:
    return Stage(skipping.client, RealTurns(), tools=Practice())


async def booked(stage: Stage, environment: WorkflowEnvironment, days: int = 10) -> datetime:
    """A visit so many days from now; returns the moment of its reminder."""
    before = len(stage.turns.ended)
    day = (await environment.get_current_time() + timedelta(days=days)).date()
    for text in ("book", day.isoformat(), "14:30"):
        await stage.send(text)
    await eventually(lambda: len(stage.turns.ended) == before + 3)
    assert stage.turns.said[-1] == "booked"
    return (await waits_of(stage))[-1]


async def waits_of(stage: Stage) -> Sequence[datetime]:
    return (await stage.handle.query(ConversationWorkflow.get_state)).waits


async def skip_to(environment: WorkflowEnvironment, moment: datetime) -> None:
    await environment.sleep(moment - await environment.get_current_time())


def reached(stage: Stage) -> list[datetime]:
    return [event.at for event in stage.turns.events if isinstance(event, MomentReached)]


async def test_a_reminder_comes_on_time(skipping: WorkflowEnvironment, stage: Stage) -> None:
    """Nine idle days later to the second; nobody was nudged, and nothing was closed."""
    async with running(stage.workers()):
        moment = await booked(stage, skipping)
        await skip_to(skipping, moment - timedelta(seconds=5))
        assert stage.turns.said[-1] == "booked"
        await skip_to(skipping, moment + timedelta(seconds=5))
        await eventually(lambda: stage.turns.said[-2:] == ["reminder", "ask_coming"])

    assert timedelta(0) <= reached(stage)[0] - moment < timedelta(seconds=1)
    assert stage.turns.sessions == 1


async def test_the_customer_answers_it_and_the_conversation_closes(
    skipping: WorkflowEnvironment, stage: Stage
) -> None:
    """After the last moment the conversation ends as any other."""
    async with running(stage.workers()):
        await skip_to(skipping, await booked(stage, skipping))
        await eventually(lambda: stage.turns.said[-1] == "ask_coming")
        await stage.send("yes")
        await eventually(lambda: stage.turns.said[-1] == "see_you")
        await skipping.sleep(timedelta(days=2))
        await eventually(lambda: stage.turns.said[-1] == "close")
        await stage.handle.result()


async def test_an_ended_chat_keeps_its_reminder(
    skipping: WorkflowEnvironment, stage: Stage
) -> None:
    """Who books a visit and ends the chat has been promised a word the day before."""
    async with running(stage.workers()):
        moment = await booked(stage, skipping)
        request = EndChat(request_id="e-1")
        await stage.handle.execute_update(ConversationWorkflow.end_chat, request)
        await skip_to(skipping, moment + timedelta(seconds=5))
        await eventually(lambda: stage.turns.said[-2:] == ["reminder", "ask_coming"])

    assert "close" not in stage.turns.said


async def test_an_unanswered_reminder_ends_in_silence(
    skipping: WorkflowEnvironment, stage: Stage
) -> None:
    """Nobody is asked whether they are still there, the day after."""
    async with running(stage.workers()):
        await skip_to(skipping, await booked(stage, skipping))
        await eventually(lambda: stage.turns.said[-1] == "ask_coming")
        await skipping.sleep(timedelta(days=2))
        await stage.handle.result()

    assert stage.turns.said[-1] == "ask_coming"


async def test_a_reminder_survives_continue_as_new(
    skipping: WorkflowEnvironment, stage: Stage
) -> None:
    """Asked to roll, as after a deployment; the next run arms its own timer."""
    async with running(stage.workers()):
        moment = await booked(stage, skipping)
        first = (await stage.handle.describe()).run_id
        await stage.handle.signal(ConversationWorkflow.roll)

        async def has_rolled() -> bool:
            return (await stage.handle.describe()).run_id != first

        await eventually(has_rolled)
        assert await waits_of(stage) == (moment,)
        await skip_to(skipping, moment)
        await eventually(lambda: stage.turns.said[-1] == "ask_coming")

    assert len(reached(stage)) == 1


async def test_a_reminder_survives_its_workers(skipping: WorkflowEnvironment, stage: Stage) -> None:
    """All of them are replaced; the new ones know nothing but the history."""
    async with running(stage.workers(cached=0)):
        moment = await booked(stage, skipping)
    async with running(stage.workers(cached=0)):
        await skip_to(skipping, moment)
        await eventually(lambda: stage.turns.said[-1] == "ask_coming")

    assert len(reached(stage)) == 1


async def test_a_reminder_is_called_off(skipping: WorkflowEnvironment, stage: Stage) -> None:
    """By the author's step; its timer rings for nobody."""
    async with running(stage.workers()):
        moment = await booked(stage, skipping)
        await stage.send("cannot come")
        await eventually(lambda: stage.turns.said[-1] == "visit_cancelled")
        assert await waits_of(stage) == ()
        await skip_to(skipping, moment + timedelta(days=1))
        await stage.handle.result()

    assert reached(stage) == []
    assert stage.turns.said[-2:] == ["nudge", "close"]


async def test_a_visit_is_cancelled_while_its_reminder_waits(
    skipping: WorkflowEnvironment, stage: Stage
) -> None:
    """After a yes the booking is taken back, and no reminder comes."""
    async with running(stage.workers()):
        moment = await booked(stage, skipping)
        await stage.send("cancel")
        await eventually(lambda: stage.turns.said[-1] == "ask_call_off")
        await stage.send("yes")
        await eventually(lambda: stage.turns.said[-1] == "taken_back")
        await skip_to(skipping, moment + timedelta(days=1))
        await stage.handle.result()

    assert reached(stage) == []
    assert [call.tool for call in cast("Practice", stage.tools).calls] == ["book", "cancel"]


async def test_each_of_several_reminders_comes_at_its_own_time(
    skipping: WorkflowEnvironment, stage: Stage
) -> None:
    """The later one was asked for first."""
    async with running(stage.workers()):
        later = await booked(stage, skipping, days=20)
        await booked(stage, skipping, days=5)
        sooner = (await waits_of(stage))[0]
        assert sooner < later
        for moment in (sooner, later):
            await skip_to(skipping, moment)
            await eventually(lambda: stage.turns.said[-1] == "ask_coming")
            await stage.send("yes")
            await eventually(lambda: stage.turns.said[-1] == "see_you")

    assert [abs(at - due) < timedelta(seconds=1) for at, due in
            zip(reached(stage), (sooner, later), strict=True)] == [True, True]  # fmt: skip


@pytest.mark.parametrize(("later", "reminds"), [(5, True), (120, False)])
async def test_a_reminder_waits_while_a_human_has_the_conversation(
    skipping: WorkflowEnvironment,
    stage: Stage,
    later: int,
    reminds: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """One owner: the bot says nothing beside a human. Hours later it takes `if_past`."""
    async with running(stage.workers()):
        moment = await booked(stage, skipping)
        await skip_to(skipping, moment - timedelta(minutes=5))
        await stage.send("human")
        await eventually(lambda: bool(stage.turns.handoffs))
        [handoff_id] = stage.turns.handoffs
        await claim(stage, handoff_id, SAM)
        await skip_to(skipping, moment + timedelta(minutes=later))
        assert reached(stage) == []
        await stage.handle.execute_update(
            ConversationWorkflow.return_to_bot, ReturnToBot(handoff_id=handoff_id, agent=SAM)
        )
        await eventually(lambda: len(reached(stage)) == 1)

    assert "handoff_returned" in stage.turns.said
    assert ("reminder" in stage.turns.said[-2:]) == reminds


async def test_an_operators_close_ends_it(skipping: WorkflowEnvironment, stage: Stage) -> None:
    """Nothing wakes a conversation that was closed on purpose."""
    async with running(stage.workers()):
        await booked(stage, skipping)
        repair = Repair(repair_id="r-1", action=RepairAction.CLOSE, by="Olga")
        await stage.handle.execute_update(ConversationWorkflow.repair, repair)
        await stage.handle.result()
        described = await stage.handle.describe()

    assert described.status is WorkflowExecutionStatus.COMPLETED
    assert reached(stage) == []
