"""A bot's tests play what the workflow plays: one table of commands, carried out by both."""

from functools import partial
from typing import NamedTuple

import pytest
from temporalio import activity

from domain.dialogue.engine import decide
from domain.dialogue.events import CustomerSpoke, Event, MessageUnderstood
from domain.dialogue.state import DialogueState
from domain.turns import AdvanceTurn, StepResult
from domain.understanding.model import DialogueContext, Need, Understanding
from duralogue.bot_tests.simulator import Stage as Simulator
from tests.fakes.activities import FakeTurns
from tests.support import eventually, running
from tests.unit.domain.bots import MONDAY_MORNING
from tests.unit.domain.dialogue.small_bot import small_bot
from tests.workflows.conftest import SetUp, Stage
from workflows.conversation import ConversationWorkflow


class Said(NamedTuple):
    """One message: how it is understood, and what the knowledge answers."""

    text: str
    intent: str | None = None
    finds: str | None = None
    also: str = ""


def understood(said: Said) -> Understanding:
    also = (Need(text=said.also, confidence=0.1),) if said.also else ()
    confidence = 0.9 if said.intent else 0.1
    return Understanding(intent=said.intent, confidence=confidence, said=said.text, also=also)


class EngineTurns(FakeTurns):
    """The real engine, with understanding by script; questions are answered elsewhere."""

    def __init__(self, script: list[Said]) -> None:
        super().__init__()
        self._script = {said.text: said for said in script}

    @activity.defn(name="advance_turn")
    async def advance_turn(self, request: AdvanceTurn) -> StepResult:
        event: Event = request.event
        if isinstance(event, CustomerSpoke):
            one = understood(self._script[event.text])
            event = MessageUnderstood(at=event.at, text=event.text, understanding=one)
        decision = decide(small_bot(), request.state, event)
        return StepResult(commands=decision.commands, state=decision.state)


SCRIPTS = {
    "found": [Said("which colours?", "colours", "Red.")],
    "not found, by the flow's own branch": [Said("which colours?", "colours")],
    "out of scope": [Said("do you sell tea?", None, "No."), Said("do you sell milk?")],
    "two needs": [Said("which colours?", "colours", "Yes.", also="and when are you open?")],
    "in the middle of a flow": [
        Said("book a room", "book"),
        Said("is breakfast included?", None, "It is."),
        Said("which colours?", "colours"),
    ],
    "a wish after an answer": [Said("which colours?", "colours", "Red."), Said("stop", "cancel")],
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
async def test_both_say_the_same_and_end_in_the_same_state(
    set_up: SetUp, script: list[Said]
) -> None:
    """Else a bot's tests would promise what its customers do not get."""
    simulator = Simulator(small_bot(), MONDAY_MORNING, None)
    for said in script:

        async def understand(_text: str, _: DialogueContext, said: Said = said) -> Understanding:
            return understood(said)

        await simulator.hear(said.text, understand, said.finds)

    stage = set_up(EngineTurns(script))
    async with running([*stage.workers(), stage.answers_worker()]):
        for number, said in enumerate(script, start=1):
            stage.answers.knows_nothing, stage.answers.says = said.finds is None, said.finds
            await stage.send(said.text)
            await eventually(partial(_ended, stage, number))
        snapshot = await stage.handle.query(ConversationWorkflow.get_dialogue)

    assert stage.turns.said == [reply.text for reply in simulator.replies]
    assert plain(snapshot.dialogue) == plain(simulator.state)


def _ended(stage: Stage, turns: int) -> bool:
    return len(stage.turns.ended) == turns


def plain(state: DialogueState) -> dict[str, object]:
    """Without what is named after the conversation, without the time of day, and without the place
    of an answer, which each interpreter makes up."""
    told = state.model_dump(mode="json", exclude={"name", "stack", "parked"})
    frames = [
        (f.flow, f.path, f.waiting and f.waiting.model_copy(update={"since": None}))
        for f in (*state.stack, *state.parked)
    ]
    return told | {"frames": frames, "answered": state.answered is not None}
