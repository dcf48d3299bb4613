"""A step hands its question back: it is answered elsewhere, or in time here."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from temporalio.api.enums.v1 import EventType

from domain.conversations import Repair, RepairAction, TurnOutcome
from domain.dialogue.commands import Command, FindAnswer
from domain.dialogue.events import (
    AnswerFound,
    AnswerUnavailable,
    CustomerSpoke,
    Event,
    NoAnswerFound,
    OperatorForcedHandoff,
)
from domain.handoffs import ReturnToBot
from domain.tenant_settings import ConversationPolicy
from tests.fakes.activities import FakeTurns, say
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from tests.workflows.desk import SAM, Desk, claim
from workflows import options
from workflows.conversation import ConversationWorkflow

SOON = ConversationPolicy(holding_after=timedelta(seconds=0.5))


class Curious:
    """Asks the knowledge about every question; hands off when asked for a human."""

    def __init__(self) -> None:
        self.desk = Desk()

    def __call__(self, event: Event) -> Sequence[Command]:  # noqa: PLR0911 - one for each event
        match event:
            case CustomerSpoke(text=text) if text.endswith("?"):
                return [FindAnswer(query=text)]
            case CustomerSpoke(text=text) if text.endswith("?!"):
                return [say("let me see"), FindAnswer(query=text)]
            case AnswerFound():
                return [say(event.answer.text)]
            case NoAnswerFound():
                return [say("no answer")]
            case AnswerUnavailable():
                return [say(f"locally, {event.reason}")]
            case OperatorForcedHandoff():
                return self.desk(CustomerSpoke(at=event.at, text="human", message_ids=()))
            case _:
                return self.desk(event)


@pytest.fixture
def brain() -> Curious:
    return Curious()


@pytest.fixture
def stage(set_up: SetUp, brain: Curious) -> Stage:
    return set_up(FakeTurns(brain, SOON))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes seconds in the product takes tenths of them here; for workers not fenced."""
    monkeypatch.setattr(options, "ANSWER_ATTEMPT", timedelta(seconds=1))
    monkeypatch.setattr(options, "ANSWER_WITHIN", timedelta(seconds=2))


async def test_an_answer_found_quickly_is_stored_in_one_step_with_its_question(
    stage: Stage,
) -> None:
    """As a quick read is: nothing half done, and the trace says what it took and where it stood."""
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("how long?")
        await eventually(lambda: bool(stage.turns.ended))

    [request] = stage.answers.requests
    assert (request.tenant_id, request.query) == ("acme", "how long?")
    assert stage.turns.said == ["about how long?"]
    [stored] = stage.turns.steps.values()
    assert [(entry.step, entry.note) for entry in stored.trace] == [("find_answer", "returns.md")]


async def test_what_is_not_known_elsewhere_is_not_asked_again_here(stage: Stage) -> None:
    """To find nothing is an answer; only a failure is made good locally."""
    stage.answers.knows_nothing = True
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("how long?")
        await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said == ["no answer"]


async def test_what_was_said_before_the_question_is_out_before_the_answer(stage: Stage) -> None:
    """Such a step is stored first, and the customer reads while it is looked up."""
    stage.answers.answering = asyncio.Event()
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("how long?!")
        await eventually(lambda: stage.turns.said == ["let me see"])
        stage.answers.answering.set()
        await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said == ["let me see", "about how long?!"]
    assert len(stage.turns.steps) == 2


async def test_while_it_takes_long_the_customer_is_told_and_what_they_send_waits(
    stage: Stage,
) -> None:
    """The turn's bound holds beside an answer that takes its time, and so does the order."""
    stage.answers.answering = asyncio.Event()
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("first?")
        await eventually(lambda: stage.turns.said == ["one moment please"])
        await stage.send("second?")
        await eventually(lambda: len(stage.answers.requests) == 1)
        stage.answers.answering.set()
        await eventually(lambda: len(stage.turns.ended) == 2)

    assert stage.turns.said == ["one moment please", "about first?", "about second?"]
    assert [ids for _, _, ids in stage.turns.ended] == [("m-1",), ("m-2",)]


@pytest.mark.usefixtures("impatient")
async def test_a_late_answer_is_made_good_here_within_the_turn(stage: Stage) -> None:
    """The step that follows is told why, for the trace; an answer after that counts no more."""
    stage.answers.answering = asyncio.Event()
    async with running([*stage.workers(fenced=False), stage.answers_worker()]):
        await stage.send("how long?")
        await eventually(lambda: bool(stage.turns.ended))
        stage.answers.answering.set()
        await stage.send("and you?")
        await eventually(lambda: len(stage.turns.ended) == 2)

    assert stage.turns.said == ["one moment please", "locally, timed out", "about and you?"]
    assert {outcome for _, outcome, _ in stage.turns.ended} == {TurnOutcome.ANSWERED}


async def test_where_no_worker_takes_it_the_local_answer_comes_sooner(stage: Stage) -> None:
    """Nothing is gained by waiting for a queue that nobody serves."""
    async with running(stage.workers()):
        await stage.send("how long?")
        await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said[-1] == "locally, was not taken by any worker in time"


async def test_what_fails_elsewhere_is_tried_again_a_few_times(stage: Stage) -> None:
    stage.answers.fails = ["DependencyUnavailable"]
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("once?")
        await eventually(lambda: len(stage.turns.ended) == 1)
        stage.answers.fails = ["DependencyUnavailable"] * 3
        await stage.send("for good?")
        await eventually(lambda: len(stage.turns.ended) == 2)

    said = [text for text in stage.turns.said if text != "one moment please"]
    assert said == ["about once?", "locally, failed (DependencyUnavailable)"]


async def test_a_human_who_takes_over_meanwhile_discards_the_answer(
    stage: Stage, brain: Curious
) -> None:
    """It is neither spoken beside the human nor kept for later, and what the customer writes
    reaches the human without waiting for it."""
    stage.answers.answering = asyncio.Event()
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("human")
        await stage.send("how long?")
        await eventually(lambda: bool(stage.answers.requests))
        await claim(stage, brain.desk.handoff_id, SAM)
        await stage.send("are you there")
        await eventually(lambda: len(stage.turns.ended) == 3)
        history = await stage.handle.fetch_history()
        stage.answers.answering.set()
        back = ReturnToBot(handoff_id=brain.desk.handoff_id, agent=SAM)
        await stage.handle.execute_update(ConversationWorkflow.return_to_bot, back)
        await eventually(lambda: "handoff_returned" in stage.turns.said)
        await stage.send("thanks")
        await eventually(lambda: "you said: thanks" in stage.turns.said)

    outcomes = [outcome for _, outcome, _ in stage.turns.ended[:3]]
    assert outcomes == [TurnOutcome.ANSWERED, TurnOutcome.FORWARDED, TurnOutcome.FORWARDED]
    assert not [text for text in stage.turns.said if "how long" in text or "locally" in text]
    discarded = [step.trace for step in stage.turns.steps.values() if step.trace]
    assert "draft_discarded" in [entry.step for trace in discarded for entry in trace]
    kinds = [event.event_type for event in history.events]
    assert EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED in kinds


async def test_an_operators_handoff_is_done_after_the_answer(stage: Stage) -> None:
    """A repair waits for the turn, which is bounded; nothing is said twice or lost."""
    stage.answers.answering = asyncio.Event()
    repair = Repair(
        repair_id="r-1", action=RepairAction.FORCE_HANDOFF, by="olga", reason="too long"
    )
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("how long?")
        await eventually(lambda: bool(stage.answers.requests))
        await stage.handle.execute_update(ConversationWorkflow.repair, repair)
        stage.answers.answering.set()
        await eventually(lambda: bool(stage.turns.handoffs))

    said = [text for text in stage.turns.said if text != "one moment please"]
    assert said == ["about how long?", "a colleague will be with you"]


async def test_an_answer_from_elsewhere_is_one_activity(stage: Stage) -> None:
    """Searching, budget, model, checks and record are within it."""
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("how long?")
        await eventually(lambda: "about how long?" in stage.turns.said)
        history = await stage.handle.fetch_history()

    kinds = [event.event_type for event in history.events]
    assert kinds.count(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) == 1


async def test_a_worker_replaced_meanwhile_goes_on_where_it_was(stage: Stage) -> None:
    """The question is in the history: the next worker waits for the same answer."""
    stage.answers.answering = asyncio.Event()
    async with running([stage.answers_worker()]):
        async with running(stage.workers(cached=0)):
            await stage.send("how long?")
            await eventually(lambda: "one moment please" in stage.turns.said)
        stage.answers.answering.set()
        async with running(stage.workers(cached=0)):
            await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said == ["one moment please", "about how long?"]
    assert len(stage.answers.requests) == 1
