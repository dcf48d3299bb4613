"""Calls whose server asks the customer something: parked for as long as that takes.

The engine is the real one, so that what it decides and what the workflow keeps are tried together.
"""

from datetime import timedelta

import pytest
from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from domain.dialogue.engine import decide
from domain.dialogue.events import CustomerSpoke, Event, MessageUnderstood
from domain.tool_questions import ToolQuestion
from domain.tools import ToolCall, ToolOutcome, ToolStatus
from domain.turns import AdvanceTurn, StepResult
from domain.understanding.entities import find_entities
from domain.understanding.model import Understanding
from tests.fakes.activities import FakeTools, FakeTurns
from tests.support import eventually, running
from tests.unit.domain.dialogue.test_asked_calls import bistro
from tests.workflows.conftest import Stage

SEAT = ToolQuestion(
    request="q", field="seat", kind="enum", words="Where?", values=("inside", "terrace")
)
STATE = "sealed-by-the-server"


class BistroTurns(FakeTurns):
    """Decides with the engine itself."""

    @activity.defn
    async def advance_turn(self, request: AdvanceTurn) -> StepResult:
        self.events.append(request.event)
        decision = decide(bistro(), request.state, _understood(request.event))
        return StepResult(commands=decision.commands, state=decision.state)


class AskingTools(FakeTools):
    """Asks before it does anything; does it once it has the answer and its own state back."""

    @activity.defn
    async def call_tool(self, call: ToolCall) -> ToolOutcome:
        self.calls.append(call)
        if call.answers is None:
            return ToolOutcome(status=ToolStatus.ASKS, questions=(SEAT,), request_state=STATE)
        return ToolOutcome(status=ToolStatus.SUCCEEDED, result={"table": "7"})


def _understood(event: Event) -> Event:
    if not isinstance(event, CustomerSpoke):
        return event
    intent = "book" if "book" in event.text else None
    heard = Understanding(
        intent=intent,
        confidence=0.95 if intent else 0.1,
        language="en",
        entities=tuple(find_entities(bistro(), event.text, event.at.date(), locale="en")),
    )
    return MessageUnderstood(at=event.at, text=event.text, understanding=heard)


@pytest.fixture
def stage(skipping: WorkflowEnvironment) -> Stage:
    """A conversation with the bistro."""
    return Stage(skipping.client, BistroTurns(), tools=AskingTools())


async def test_a_question_outlives_its_workers_and_a_day(
    stage: Stage, skipping: WorkflowEnvironment
) -> None:
    """
    The workers are gone as soon as the question is asked; those that come later, and those that
    come after a day, know nothing but the history, and hand back what the server gave for its
    question, under the same key.
    """
    async with running(stage.workers(cached=0)):
        await stage.send("book a table")
        await eventually(lambda: len(stage.turns.said) == 1)
        await stage.send("4")
        await eventually(lambda: "Where?" in stage.turns.said)
    async with running(stage.workers(cached=0)):
        await skipping.sleep(timedelta(hours=24))

    async with running(stage.workers(cached=0)):
        await stage.send("terrace")
        await eventually(lambda: "Table 7 is yours." in stage.turns.said)

    asked, going_on = stage.tools.calls
    assert stage.turns.said == ["How many are you?", "Where?", "Table 7 is yours."]
    assert (asked.request_state, going_on.request_state) == (None, STATE)
    assert going_on.answers == {"q": {"seat": "terrace"}}
    assert asked.idempotency_key == going_on.idempotency_key


async def test_a_question_that_nobody_answers_ends(
    stage: Stage, skipping: WorkflowEnvironment
) -> None:
    """After the tool's own time, in the flow's branch for a refusal; the call was made once."""
    async with running(stage.workers(cached=0)):
        await stage.send("book a table")
        await eventually(lambda: len(stage.turns.said) == 1)
        await stage.send("4")
        await eventually(lambda: "Where?" in stage.turns.said)
        await skipping.sleep(timedelta(days=2, minutes=1))
        await eventually(lambda: "Sorry, no table: input_expired." in stage.turns.said)

    assert len(stage.tools.calls) == 1
    assert not any("close" in said for said in stage.turns.said[:3])
