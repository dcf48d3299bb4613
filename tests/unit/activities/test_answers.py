"""Finding an answer within a step, handing the question back, and making good what failed."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from temporalio.exceptions import ApplicationError

from activities.answer_finder import AnswerFinder
from activities.answers import AnswerActivities, AnswerRequest
from activities.turns import TurnActivities
from domain.bot.model import Bot
from domain.channel_addresses import Channel
from domain.conversations import TurnOutcome
from domain.dialogue.commands import FindAnswer
from domain.dialogue.events import AnswerUnavailable, CustomerSpoke, NoAnswerFound, TurnEvent
from domain.dialogue.state import DialogueState
from domain.knowledge import Answer, Passage, Topic
from domain.language_models.settings import ModelSettings
from domain.messages import Citation
from domain.ports import Vector
from domain.turns import AdvanceTurn, ConversationRef, OpenSession, TakeStep, answer_event
from domain.understanding.model import Need, Understanding
from infra.memory.database import MemoryDatabase
from infra.memory.turns import MemoryTurnStore
from tests.fakes.answers import an_answer
from tests.fakes.bots import OneBot
from tests.unit.domain.dialogue.small_bot import small_bot

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SPOKE = CustomerSpoke(at=NOW, text="which colours?", message_ids=("m-1",))
FRESH = DialogueState(session=1, name="c-1", channel=Channel.WEB)


class Library:
    """Embedder, retriever and answerer in one; remembers what it was asked."""

    model, dimension = "test-model", 1

    def __init__(self, text: str | None = "Red.") -> None:
        self.asked: list[tuple[str, str]] = []
        self.hangs = False
        self._text = text

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return [(1.0,) for _ in texts]

    async def search(self, tenant_id: str, query: str, *_: Any, **__: Any) -> list[Passage]:
        self.asked.append((tenant_id, query))
        if self.hangs:
            await asyncio.Event().wait()
        return []

    async def answer(self, *_: Any) -> Answer | None:
        return an_answer(self._text) if self._text else None


class Understander:
    """Two needs in one message, where `also` says so."""

    def __init__(self, also: str = "") -> None:
        self._also = (Need(text=also, confidence=0.1),) if also else ()

    async def understand(self, bot: Bot, text: str, *_: Any, **__: Any) -> Understanding:
        return Understanding(intent="colours", confidence=0.9, said=text, also=self._also)


def activities(
    library: Library, *, elsewhere: bool, also: str = "", bot: Bot | None = None
) -> TurnActivities:
    bots = OneBot(bot or small_bot())
    return TurnActivities(
        bots=bots,
        understander=Understander(also),
        embedder=library,
        retriever=cast("Any", library),
        answerer=library,
        turns=MemoryTurnStore(MemoryDatabase(), bots),
        answers_elsewhere=elsewhere,
    )


def step(event: TurnEvent, state: DialogueState = FRESH) -> AdvanceTurn:
    ref = ConversationRef(tenant_id="tiny", conversation_id="c-1", channel=Channel.WEB)
    return AdvanceTurn(conversation=ref, turn="t-1", step=0, event=event, state=state)


async def test_where_the_answerer_is_here_a_question_and_its_answer_are_one_step() -> None:
    library = Library()

    result = await activities(library, elsewhere=False).advance_turn(step(SPOKE))

    assert library.asked == [("tiny", "which colours?")]
    assert [c.do for c in result.commands] == ["say", "say"]
    assert result.awaited() is None
    steps = [entry.step for entry in result.trace]
    assert steps == ["understand", "decide", "find_answer", "decide"]


async def test_where_it_is_elsewhere_the_question_is_handed_back_and_nothing_looked_up() -> None:
    """As a tool call is; and since it has no effect, nothing need be stored before it."""
    library = Library()

    result = await activities(library, elsewhere=True).advance_turn(step(SPOKE))

    assert library.asked == []
    assert result.awaited() == FindAnswer(query="which colours?")
    assert result.only_reads()
    assert [entry.step for entry in result.trace] == ["understand", "decide"]


@pytest.mark.parametrize("purpose", ["answers", "rerank", "embed"])
async def test_where_its_tenant_has_a_model_the_question_is_handed_back(purpose: str) -> None:
    """Whatever holds for the others; what is decided is recorded with the step's commands."""
    library = Library()
    bot = small_bot()
    settings = {"models": ModelSettings.model_validate({purpose: "small"})}
    bot = bot.model_copy(update={"tenant": bot.tenant.model_copy(update=settings)})
    turns = activities(library, elsewhere=False, bot=bot)

    result = await turns.advance_turn(step(SPOKE))
    failed = AnswerUnavailable(at=NOW, query="which colours?", reason="timed out")
    after = await turns.advance_turn(step(failed, result.state))

    assert result.awaited() == FindAnswer(query="which colours?")
    assert library.asked == [("tiny", "which colours?")]
    assert [c.do for c in after.commands] == ["say", "say"]


@pytest.mark.parametrize(("purpose", "is_stored"), [("answers", True), ("rerank", False)])
async def test_what_a_model_will_write_is_stored_before_it_begins(
    purpose: str, *, is_stored: bool
) -> None:
    """It takes seconds, and a timer to see whether it does would cost a workflow task. Meanwhile
    the message is in the transcript, and a repeated one is known before a model is asked."""
    bot = small_bot()
    settings = {"models": ModelSettings.model_validate({purpose: "small"})}
    bot = bot.model_copy(update={"tenant": bot.tenant.model_copy(update=settings)})
    turns = activities(Library(), elsewhere=False, bot=bot)
    advance = step(SPOKE)
    opened = await turns.open_session(OpenSession(conversation=advance.conversation, at=NOW))
    taken = await turns.take_step(
        TakeStep(
            advance=advance,
            session=opened.session,
            ends=TurnOutcome.ANSWERED,
            started_at=NOW,
            at=NOW,
        )
    )

    assert taken.result.awaited() == FindAnswer(query="which colours?")
    assert (taken.committed is not None) == is_stored


async def test_what_failed_elsewhere_is_answered_here_and_the_trace_says_why() -> None:
    """And so is what else the step asks: who has waited once has waited enough."""
    library = Library()
    turns = activities(library, elsewhere=True, also="are you open?")
    asked = await turns.advance_turn(step(SPOKE))
    failed = AnswerUnavailable(at=NOW, query="which colours?", reason="timed out")

    result = await turns.advance_turn(step(failed, asked.state))

    assert library.asked == [("tiny", "which colours?"), ("tiny", "are you open?")]
    assert [c.do for c in result.commands] == ["say", "say", "say"]
    assert result.awaited() is None
    first = result.trace[0]
    assert (first.step, first.note) == ("fall_back", "answered locally: remote timed out")


async def test_both_places_come_to_the_same() -> None:
    """One mechanism: what the customer reads does not depend on where it was found."""
    here, there = Library(), Library()
    at_once = await activities(here, elsewhere=False).advance_turn(step(SPOKE))
    turns = activities(there, elsewhere=True)
    asked = await turns.advance_turn(step(SPOKE))
    failed = AnswerUnavailable(at=NOW, query="which colours?", reason="timed out")
    after = await turns.advance_turn(step(failed, asked.state))

    assert after.commands == at_once.commands
    assert after.state == at_once.state


@pytest.mark.parametrize(("text", "note"), [("Red.", "returns.md"), (None, "refused")])
async def test_an_answer_found_elsewhere_brings_its_trace(text: str | None, note: str) -> None:
    library = Library(text)
    answers = AnswerActivities(
        AnswerFinder(library, cast("Any", library), library), within=timedelta(seconds=5)
    )

    outcome = await answers.find_answer(REQUEST)

    assert (outcome.answer is None) == (text is None)
    assert [(entry.step, entry.note) for entry in outcome.trace] == [("find_answer", note)]


REQUEST = AnswerRequest(tenant_id="tiny", conversation_id="c-1", turn="t-1", query="?", at=NOW)


class Guide(Library):
    """Has no answer, and says what the question may be about."""

    async def topics(self, *_: Any) -> tuple[Topic, ...]:
        return (Topic(text="Red.", citation=Citation(document_id="c.md", title="Colours")),)


async def test_without_an_answer_it_is_named_what_the_question_may_be_about() -> None:
    """The customer is asked which of them; nothing is claimed to be the answer."""
    guide = Guide(None)
    finder = AnswerFinder(guide, cast("Any", guide), guide)
    there = await AnswerActivities(finder, within=timedelta(seconds=5)).find_answer(REQUEST)

    assert [topic.label for topic in there.topics] == ["Colours"]
    event = answer_event("?", there.answer, NOW, there.topics)
    assert isinstance(event, NoAnswerFound)
    assert event.topics == there.topics


async def test_an_answer_that_takes_too_long_is_a_failure_with_a_name() -> None:
    """It may be tried again, and keeps no place on its worker."""
    library = Library()
    library.hangs = True
    finder = AnswerFinder(library, cast("Any", library), library)

    with pytest.raises(ApplicationError, match="took too long") as late:
        await AnswerActivities(finder, within=timedelta(milliseconds=20)).find_answer(REQUEST)

    assert late.value.type == "DependencyUnavailable"
    assert not late.value.non_retryable
