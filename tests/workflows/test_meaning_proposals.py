"""A step asks what the words mean: a model proposes, and without one the turn goes on."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from domain.conversations import TurnOutcome
from domain.dialogue.commands import Command, FindAnswer, ProposeMeaning
from domain.dialogue.events import AnswerFound, CustomerSpoke, Event, MeaningProposed
from domain.tenant_settings import ConversationPolicy
from tests.fakes.activities import FakeTurns, say
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from tests.workflows.desk import SAM, Desk, claim
from workflows import model_options

HOLDING = "one moment please"
"""Said on a busy machine, where half a second passes."""
SOON = ConversationPolicy(holding_after=timedelta(seconds=0.5))


class Unsure:
    """Asks a model about what ends in dots; a proposal for a question is looked up."""

    def __init__(self) -> None:
        self.desk = Desk()

    def __call__(self, event: Event) -> Sequence[Command]:
        match event:
            case CustomerSpoke(text=text) if text.endswith("…"):
                return [ProposeMeaning(text=text, locale="en")]
            case MeaningProposed(proposal=None):
                return [say(f"on my own, {event.reason}")]
            case MeaningProposed(spoke=spoke) if "how" in spoke.text:
                return [FindAnswer(query=spoke.text)]
            case MeaningProposed():
                assert event.proposal is not None
                return [say(f"{event.proposal.do} for {event.spoke.text} by {event.model}")]
            case AnswerFound():
                return [say(event.answer.text)]
            case _:
                return self.desk(event)


@pytest.fixture
def brain() -> Unsure:
    return Unsure()


@pytest.fixture
def stage(set_up: SetUp, brain: Unsure) -> Stage:
    return set_up(FakeTurns(brain, SOON))


async def test_what_is_proposed_quickly_is_stored_in_one_step(stage: Stage) -> None:
    """Nothing is decided or stored before the proposal is there."""
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("take it back…")
        await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said[-1] == "start_flow for take it back… by small-1"
    stored = list(stage.turns.steps.values())[-1]
    assert [entry.step for entry in stored.trace] == ["propose_meaning"]
    [request] = stage.proposals.requests
    assert request.asked.text == "take it back…"


async def test_a_proposal_may_be_followed_by_an_answer_from_elsewhere(stage: Stage) -> None:
    """One after the other, in one turn."""
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("say how long…")
        await eventually(lambda: bool(stage.turns.ended))

    assert [said for said in stage.turns.said if said != HOLDING] == ["about say how long…"]


@pytest.mark.parametrize("fails", [True, False])
async def test_without_a_proposal_the_turn_goes_on(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, *, fails: bool
) -> None:
    """The model is down, or no worker takes the question."""
    monkeypatch.setattr(model_options, "PROPOSED_WITHIN", timedelta(seconds=1))
    stage.proposals.fails = fails
    workers = [*stage.workers(fenced=False), *([stage.answers_worker()] if fails else [])]
    async with running(workers):
        await stage.send("take it back…")
        await eventually(lambda: bool(stage.turns.ended))

    reason = "failed (DependencyUnavailable)" if fails else "was not taken by any worker in time"
    assert stage.turns.said[-1] == f"on my own, {reason}"
    assert [outcome for _, outcome, _ in stage.turns.ended] == [TurnOutcome.ANSWERED]


async def test_a_human_who_takes_over_meanwhile_gets_the_words(stage: Stage, brain: Unsure) -> None:
    """The proposal comes to nothing, and the message is forwarded like any other."""
    stage.proposals.proposing = asyncio.Event()
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("human")
        await stage.send("take it back…")
        await eventually(lambda: bool(stage.proposals.requests))
        await claim(stage, brain.desk.handoff_id, SAM)
        await eventually(lambda: len(stage.turns.ended) == 2)
        stage.proposals.proposing.set()

    assert stage.turns.ended[-1][1] is TurnOutcome.FORWARDED
    assert not [text for text in stage.turns.said if "start_flow" in text]


async def test_a_worker_replaced_meanwhile_goes_on_where_it_was(stage: Stage) -> None:
    """The question is in the history: the next worker waits for the same proposal."""
    stage.proposals.proposing = asyncio.Event()
    async with running([stage.answers_worker()]):
        async with running(stage.workers(cached=0)):
            await stage.send("take it back…")
            await eventually(lambda: "one moment please" in stage.turns.said)
        stage.proposals.proposing.set()
        async with running(stage.workers(cached=0)):
            await eventually(lambda: bool(stage.turns.ended))

    assert stage.turns.said == ["one moment please", "start_flow for take it back… by small-1"]
    assert len(stage.proposals.requests) == 1
