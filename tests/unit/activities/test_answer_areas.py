"""A question is answered from the documents of its skill, wherever answers are found."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from activities.answer_finder import AnswerFinder
from activities.answers import AnswerActivities, AnswerRequest
from activities.turns import TurnActivities
from domain.bot.model import Bot
from domain.channel_addresses import Channel
from domain.dialogue.commands import FindAnswer
from domain.dialogue.events import AnswerUnavailable, CustomerSpoke
from domain.dialogue.state import DialogueState
from domain.knowledge import Answer, Passage
from domain.knowledge_areas import KnowledgeArea
from domain.messages import Citation
from domain.turns import AdvanceTurn, ConversationRef
from domain.understanding.model import IntentScore, Understanding
from infra.memory.database import MemoryDatabase
from infra.memory.turns import MemoryTurnStore
from tests.fakes.bots import OneBot
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.small_bot import FILES

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SKILLS = "skills: {rooms: {flows: [book], documents: [rooms/]}}\n"


class Library:
    """Two look-alike documents; answers with whatever it is shown first."""

    model, dimension = "m", 1

    def __init__(self, confidence: dict[str, float] | None = None) -> None:
        self.areas: list[KnowledgeArea | None] = []
        self._confidence = confidence or {}

    async def embed(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        return [(1.0,) for _ in texts]

    async def search(self, *_: Any, area: KnowledgeArea | None = None, **__: Any) -> list[Passage]:
        self.areas.append(area)
        found = ["halls/notice", *(["rooms/notice"] if area else [])]
        return [
            Passage(document_id=name, title="", heading="", text=name, score=1.0) for name in found
        ]

    async def answer(self, _: str, __: Any, passages: Sequence[Passage]) -> Answer | None:
        name = passages[0].document_id
        cited = Citation(document_id=name, title=name)
        return Answer(text=name, citations=(cited,), confidence=self._confidence.get(name, 0.6))


class Understander:
    async def understand(self, *_: Any, **__: Any) -> Understanding:
        scores = (IntentScore(intent="book", confidence=0.3),)
        return Understanding(intent=None, confidence=0.7, alternatives=scores)


@pytest.fixture(scope="module")
def bot() -> Bot:
    return a_bot({**FILES, "tenant.yaml": FILES["tenant.yaml"] + SKILLS})


def turns(bot: Bot, library: Library, *, elsewhere: bool) -> TurnActivities:
    bots = OneBot(bot)
    return TurnActivities(
        bots=bots,
        understander=Understander(),
        embedder=library,
        retriever=cast("Any", library),
        answerer=library,
        turns=MemoryTurnStore(MemoryDatabase(), bots),
        answers_elsewhere=elsewhere,
    )


def step(event: CustomerSpoke | AnswerUnavailable, state: DialogueState) -> AdvanceTurn:
    ref = ConversationRef(tenant_id="tiny", conversation_id="c-1", channel=Channel.WEB)
    return AdvanceTurn(conversation=ref, turn="t-1", step=0, event=event, state=state)


SPOKE = CustomerSpoke(at=NOW, text="what is the notice period?", message_ids=("m-1",))
FRESH = DialogueState(session=1, name="c-1", channel=Channel.WEB, greeted=True)


async def test_a_step_answers_from_the_documents_of_the_skill(bot: Bot) -> None:
    library = Library()
    result = await turns(bot, library, elsewhere=False).advance_turn(step(SPOKE, FRESH))
    [said] = [c.reply.text for c in result.commands if c.do == "say"]
    assert said == "rooms/notice"


async def test_a_question_handed_back_names_its_skill_also_when_that_fails(bot: Bot) -> None:
    """By its name alone: patterns would fill a workflow's history."""
    library = Library()
    activities = turns(bot, library, elsewhere=True)
    asked = await activities.advance_turn(step(SPOKE, FRESH))
    wanted = asked.awaited()
    assert isinstance(wanted, FindAnswer)
    assert wanted.skill == "rooms"
    failed = AnswerUnavailable(at=NOW, query=wanted.query, reason="late", skill=wanted.skill)
    result = await activities.advance_turn(step(failed, asked.state))
    [said] = [c.reply.text for c in result.commands if c.do == "say"]
    assert said == "rooms/notice"


@pytest.mark.parametrize(("skill", "said"), [("rooms", "rooms/notice"), (None, "halls/notice")])
async def test_elsewhere_the_skill_is_looked_up_in_the_revision(
    bot: Bot, skill: str | None, said: str
) -> None:
    library = Library()
    finder = AnswerFinder(library, cast("Any", library), library)
    answers = AnswerActivities(finder, within=timedelta(seconds=5), bots=OneBot(bot))
    outcome = await answers.find_answer(
        AnswerRequest(
            tenant_id="tiny",
            conversation_id="c-1",
            turn="t-1",
            query=SPOKE.text,
            at=NOW,
            revision=bot.revision,
            skill=skill,
        )
    )
    assert outcome.answer is not None
    assert outcome.answer.text == said


async def test_a_document_that_answers_far_better_is_not_lost(bot: Bot) -> None:
    """However the question was routed."""
    library = Library({"halls/notice": 0.9})
    result = await turns(bot, library, elsewhere=False).advance_turn(step(SPOKE, FRESH))
    [said] = [c.reply.text for c in result.commands if c.do == "say"]
    assert said == "halls/notice"


def test_a_question_without_a_skill_is_recorded_as_it_always_was() -> None:
    """Histories of earlier releases and those of today are the same there."""
    assert "skill" not in FindAnswer(query="?").model_dump(mode="json")
