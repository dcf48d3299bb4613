"""Calls without effect: nothing is stored before them, and nothing is lost for it."""

import asyncio
from collections.abc import Sequence

import pytest
from temporalio import activity

from domain.conversations import TurnOutcome
from domain.dialogue.commands import CallTool, Command, HandOff
from domain.dialogue.events import CustomerSpoke, Event, ToolSucceeded
from domain.handoffs import Agent, ClaimHandoff, ReturnToBot
from domain.tools import Effect
from domain.turns import AdvanceTurn, StepResult
from tests.fakes.activities import FakeTurns, echo, say
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from workflows.conversation import ConversationWorkflow

SAM = Agent(name="Sam")


class Brain:
    """Reads twice for one answer; books with an effect; hands off when asked to."""

    def __init__(self) -> None:
        self.handoff_id = ""

    def __call__(self, event: Event) -> Sequence[Command]:
        match event:
            case CustomerSpoke(text="track"):
                return [CallTool(call_id="1", tool="find_order", arguments={})]
            case ToolSucceeded(call_id="1"):
                return [CallTool(call_id="2", tool="find_parcel", arguments={})]
            case ToolSucceeded():
                return [say("it is shipped")]
            case CustomerSpoke(text="book"):
                return [CallTool(call_id="3", tool="book", arguments={}, effect=Effect.WRITE)]
            case CustomerSpoke(text="human"):
                self.handoff_id = f"h-{id(self)}"
                return [
                    HandOff(
                        handoff_id=self.handoff_id,
                        queue="returns",
                        first_reply_due=event.at,
                        nobody_at=event.at.replace(year=event.at.year + 1),
                    )
                ]
            case _:
                return echo(event)


@pytest.fixture
def brain() -> Brain:
    return Brain()


@pytest.fixture
def stage(set_up: SetUp, brain: Brain) -> Stage:
    return set_up(FakeTurns(brain))


async def test_quick_reads_are_stored_with_the_answer(stage: Stage) -> None:
    """One step is stored, with the customer's words, and the answer comes once."""
    async with running(stage.workers()):
        await stage.send("track")
        await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said == ["it is shipped"]
    assert [step for _, step in stage.turns.steps] == [0]
    assert [message_ids for _, _, message_ids in stage.turns.ended] == [("m-1",)]


async def test_a_read_that_takes_a_while_is_stored_first(stage: Stage) -> None:
    """So that the customer's other windows show their words, and that somebody is typing."""
    stage.tools.answering = asyncio.Event()
    async with running(stage.workers()):
        await stage.send("track")
        await eventually(lambda: len(stage.turns.steps) == 1)
        stage.tools.answering.set()
        await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said == ["it is shipped"]
    assert len(stage.tools.calls) == 2


async def test_a_call_with_an_effect_is_never_made_before_it_is_stored(stage: Stage) -> None:
    """A repeated message is found by storing it, and must not book twice."""
    async with running(stage.workers()):
        await stage.send("book")
        await eventually(lambda: bool(stage.turns.ended))

    assert [step for _, step in stage.turns.steps] == [0, 1]


class Counting(FakeTurns):
    """Counts in the dialogue's state how often it has decided."""

    @activity.defn
    async def advance_turn(self, request: AdvanceTurn) -> StepResult:
        result = await super().advance_turn(request)
        state = request.state.model_copy(
            update={"misunderstandings": request.state.misunderstandings + 1}
        )
        return result.model_copy(update={"state": state})


async def test_a_repeat_found_after_reading_changes_nothing(set_up: SetUp, brain: Brain) -> None:
    """The transcript knows it from before the conversation was ended by force."""
    stage = set_up(Counting(brain))
    async with running(stage.workers()):
        await stage.send("track", "m-1")
        await eventually(lambda: len(stage.turns.ended) == 1)
        await stage.handle.terminate()
        await stage.send("track", "m-1")
        await stage.send("hello", "m-2")
        await eventually(lambda: len(stage.turns.ended) == 2)
        dialogue = await stage.handle.query(ConversationWorkflow.get_dialogue)

    assert stage.turns.said == ["it is shipped", "you said: hello"]
    assert dialogue.dialogue.misunderstandings == 1


async def test_a_claim_while_reading_keeps_the_bot_silent_and_the_words(
    stage: Stage, brain: Brain
) -> None:
    """What was said is forwarded; what was read waits until the bot may speak again."""
    async with running(stage.workers()):
        await stage.send("human")
        await eventually(lambda: len(stage.turns.ended) == 1)
        stage.tools.answering = asyncio.Event()
        await stage.send("track")
        await eventually(lambda: bool(stage.tools.calls))
        claim = ClaimHandoff(handoff_id=brain.handoff_id, agent=SAM)
        await stage.handle.execute_update(ConversationWorkflow.claim_handoff, claim)
        stage.tools.answering.set()
        await eventually(lambda: len(stage.turns.ended) == 2)
        silent = list(stage.turns.said)
        back = ReturnToBot(handoff_id=brain.handoff_id, agent=SAM)
        await stage.handle.execute_update(ConversationWorkflow.return_to_bot, back)
        await eventually(lambda: "it is shipped" in stage.turns.said)

    assert silent == []
    assert stage.turns.ended[1][1:] == (TurnOutcome.FORWARDED, ("m-2",))


async def test_a_quick_read_takes_few_events(stage: Stage) -> None:
    """Signal, a task, timer and call, another task: what one call costs, and two markers."""
    async with running(stage.workers()):
        await stage.send("track")
        await eventually(lambda: len(stage.turns.ended) == 1)
        before = await stage.rest()
        await stage.send("track")
        await eventually(lambda: len(stage.turns.ended) == 2)
        after = await stage.rest()

    reads, per_read = 2, 9
    assert after - before == 5 + reads * per_read
