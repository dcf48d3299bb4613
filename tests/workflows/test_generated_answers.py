"""Answers in a model's words, in a conversation: said once, and nothing else in the history."""

import asyncio
from datetime import timedelta
from typing import Any, cast

import pytest
from temporalio import activity

from activities.answers import AnswerOutcome, AnswerRequest
from domain.generated_answers.contexts import ConversationContext, PastMessage
from domain.knowledge import Answer
from domain.messages import Role
from tests.fakes.activities import FakeTurns
from tests.fakes.language_models import says
from tests.support import eventually, running
from tests.unit.activities.test_generated_answers import GOOD, Shop
from tests.workflows.conftest import SetUp, Stage
from tests.workflows.test_answers_elsewhere import SOON, Curious
from workflows import options


@pytest.fixture
def stage(set_up: SetUp) -> Stage:
    return set_up(FakeTurns(Curious(), SOON))


async def test_neither_prompt_nor_passages_are_in_the_history(stage: Stage) -> None:
    """The question, ids and the answer are; all else is read and made where it is used."""
    shop = Shop(says("You may return goods within 30 days."), says(GOOD))
    past = PastMessage(role=Role.CUSTOMER, text="I bought a kayak.")
    shop.context = ConversationContext(messages=(past,))
    stage.answers = cast("Any", shop.activities())
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("how long?")
        await eventually(lambda: bool(stage.turns.ended))
        history = await stage.handle.fetch_history()

    assert stage.turns.said == [GOOD]
    assert len(shop.model.requests) == 2
    converter = stage.client.data_converter
    events = b"".join(event.SerializeToString() for event in history.events)
    payloads = [
        payload
        for event in history.events
        for payload in event.activity_task_completed_event_attributes.result.payloads
    ]
    decoded = await converter.payload_codec.decode(payloads) if converter.payload_codec else []
    seen = events + b"".join(payload.data for payload in [*payloads, *decoded])
    assert GOOD.encode() in seen, "what was said is readable here"
    instructions, words = shop.model.requests[0].messages
    for text in (
        *(line for line in instructions.text.splitlines() if line),
        words.text,
        "kayak",
        "Sale items",
        "4.90",
        "30 days",
    ):
        assert text.encode() not in seen, text


class Killed:
    """A worker that dies with its first attempt, whose answer comes to light too late."""

    def __init__(self, *, for_ever: bool) -> None:
        self.attempts = 0
        self._for_ever = for_ever

    @activity.defn
    async def find_answer(self, request: AnswerRequest) -> AnswerOutcome:
        self.attempts += 1
        if self.attempts == 1 or self._for_ever:
            await asyncio.Event().wait()
        return AnswerOutcome(answer=Answer(text=request.query, citations=(), confidence=1.0))


@pytest.mark.parametrize(
    ("for_ever", "said"),
    [(False, "how long?"), (True, "locally, timed out")],
)
async def test_a_worker_that_was_killed_is_replaced_within_bounds(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, *, for_ever: bool, said: str
) -> None:
    """It beats no more. Another takes it on, or the step falls back; one answer either way."""
    monkeypatch.setattr(options, "ANSWER_BEATS", timedelta(seconds=0.2))
    monkeypatch.setattr(options, "ANSWER_WITHIN", timedelta(seconds=1.2 if for_ever else 10))
    killed = Killed(for_ever=for_ever)
    stage.answers = cast("Any", killed)
    async with running([*stage.workers(), stage.answers_worker()]):
        await stage.send("how long?")
        await eventually(lambda: bool(stage.turns.ended))

    assert killed.attempts >= 2
    assert [text for text in stage.turns.said if text != "one moment please"] == [said]
