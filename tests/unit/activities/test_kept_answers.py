"""Answers said again: to whoever asks the same, and to nobody else."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from activities.answer_finder import AnswerFinder
from activities.answers import AnswerActivities
from activities.generated_answers import GeneratedAnswers
from activities.kept_answers import KeptAnswers
from domain.channel_addresses import Channel
from domain.errors import DependencyUnavailable
from domain.generated_answers.contexts import ConversationContext, PastMessage
from domain.generated_answers.kept_answers import CacheResult, Candidates
from domain.generated_answers.records import Ending, as_rows
from domain.knowledge import Audience
from domain.language_models.settings import (
    AnswerCacheSettings,
    ModelChainSettings,
    ModelSettings,
)
from domain.messages import Role
from infra.local_models.same_questions import SameQuestions
from infra.memory.answer_cache import Knowledge, MemoryAnswerCache
from infra.prompt_files.reader import shipped_prompts
from tests.fakes.language_models import Script, says
from tests.unit.activities.test_generated_answers import GOOD, PASSAGES, QUOTED, Shop

ASKED = "How long do I have to return goods?"
AGAIN = "How many days do I have to send goods back?"


class KeepingShop(Shop):
    """A shop that keeps its answers."""

    def __init__(self, *scripts: Script, enabled: bool = True) -> None:
        super().__init__(*(scripts or (says(GOOD, (GOOD, "p1")),)))
        self.now = datetime.now(UTC)
        self.cache = MemoryAnswerCache(lambda: self.now)
        self.cache.knowledge["acme"] = Knowledge(chunk_ids={"chunk-7", "chunk-9"})
        self.results: list[CacheResult] = []
        models = ModelSettings(
            answers=ModelChainSettings(simple="small"),
            cache=AnswerCacheSettings(enabled=enabled),
        )
        self.bot = self.bot.model_copy(
            update={"tenant": self.bot.tenant.model_copy(update={"models": models})}
        )

    def looked(self, tenant_id: str, result: CacheResult) -> None:
        assert tenant_id == "acme"
        self.results.append(result)

    def activities(self, within: float = 5.0) -> AnswerActivities:
        own = cast("Any", self)
        generated = GeneratedAnswers(
            models=own,
            bots=own,
            contexts=own,
            records=self.records,
            drafts=self.drafts,
            prompts=shipped_prompts(),
            within=timedelta(seconds=within),
            kept=KeptAnswers(self.cache, SameQuestions(), own, own),
        )
        finder = AnswerFinder(own, own, own)
        return AnswerActivities(finder, within=timedelta(seconds=5), generated=generated)

    async def text(self, query: str = ASKED, **more: Any) -> str:
        number = len(self.records.records) + 1
        told = {"conversation_id": f"c-{number}", "query": query}
        outcome = await self.find(**(told | more))
        return outcome.answer.text if outcome.answer else ""


@pytest.mark.parametrize("query", [ASKED, "how long do i have to  RETURN goods?", AGAIN])
async def test_the_same_question_asks_no_model(query: str) -> None:
    """In the same words or in others: the same answer and citation, no token, nothing streamed."""
    shop = KeepingShop()
    first = await shop.find(query=ASKED, conversation_id="c-1")
    shown = len(shop.drafts.source.pieces)
    second = await shop.find(query=query, conversation_id="c-2")
    assert second.answer == first.answer
    assert len(shop.model.requests) == 1
    assert len(shop.drafts.source.pieces) == shown
    assert shop.results == [CacheResult.MISS, CacheResult.HIT]
    made, again = shop.records.records
    assert again.ending is Ending.KEPT
    assert (again.usage.input_tokens, again.usage.output_tokens, again.requests) == (0, 0, 0)
    assert again.citations == made.citations
    assert again.first_made_at is not None
    rows = dict(as_rows(again)[:1])
    assert rows["answer"].startswith("from the cache, first made at ")
    [listing] = await shop.cache.listed("acme", most=10)
    assert (listing.question, listing.hits) == (ASKED, 1)


@pytest.mark.parametrize(
    "more",
    [
        {"query": "How long do I have to exchange goods?"},
        {"query": "How long do I have to return goods after 30 days?"},
        {"revision": "r-2"},
        {"locale": "de"},
        {"channel": Channel.SMS},
        {"audiences": (Audience.PUBLIC, Audience.SIGNED_IN)},
    ],
)
async def test_another_question_or_another_key_asks_the_model(more: dict[str, Any]) -> None:
    """Nothing is shared between revisions, languages, lengths and audiences."""
    shop = KeepingShop()
    await shop.text()
    await shop.text(**more)
    assert len(shop.model.requests) == 2


@pytest.mark.parametrize(
    "query",
    ["Where is my order?", "Can I return it in time?", "Are you open tomorrow at noon?",
     "I'm Anna, may I return goods?", "Where is order A100002?"],
)  # fmt: skip
async def test_what_is_asked_for_oneself_is_never_kept(query: str) -> None:
    """The model is asked each time."""
    shop = KeepingShop()
    await shop.text(query)
    await shop.text(query)
    assert len(shop.model.requests) == 2
    assert set(shop.results) == {CacheResult.REFUSED}
    assert not await shop.cache.listed("acme", most=10)


@pytest.mark.parametrize(
    "context",
    [
        ConversationContext(slots={"size": "large"}),
        ConversationContext(messages=(PastMessage(role=Role.CUSTOMER, text="I live in Norway"),)),
        ConversationContext(messages=(PastMessage(role=Role.HUMAN_AGENT, text="Dear Anna"),)),
    ],
)
async def test_whoever_is_known_is_answered_by_the_model(context: ConversationContext) -> None:
    """What was said before may be what is meant, and a slot may name somebody."""
    shop = KeepingShop()
    await shop.text()
    shop.context = context
    await shop.text()
    await shop.text()
    assert len(shop.model.requests) == 3
    assert len(await shop.cache.listed("acme", most=10)) == 1


async def test_a_greeting_is_nothing_to_rest_on() -> None:
    """And the model is not told of it, so that the answer is everybody's."""
    shop = KeepingShop()
    shop.context = ConversationContext(
        messages=(
            PastMessage(role=Role.BOT, text="Welcome to Acme!"),
            PastMessage(role=Role.CUSTOMER, text="Hi there"),
        )
    )
    await shop.text()
    await shop.text()
    [request] = shop.model.requests
    assert "Welcome" not in str(request)
    assert "Hi there" not in str(request)


async def test_a_repaired_answer_is_not_kept() -> None:
    """Its first draft was wrong."""
    shop = KeepingShop(says("You may return goods within 30 days."), says(GOOD, (GOOD, "p1")))
    assert await shop.text() == GOOD
    assert shop.record.ending is Ending.REPAIRED
    assert not await shop.cache.listed("acme", most=10)


async def test_what_is_quoted_instead_is_not_kept() -> None:
    """The model is asked again by the next one."""
    shop = KeepingShop(says("You may return goods within 30 days."))
    assert await shop.text() == QUOTED.text
    assert not await shop.cache.listed("acme", most=10)


async def test_an_answer_goes_with_its_passage() -> None:
    """Whether the passage is gone from the knowledge, or not found for this question."""
    shop = KeepingShop()
    await shop.text()
    shop.passages = PASSAGES[1:]
    await shop.text()
    assert shop.results == [CacheResult.MISS, CacheResult.MISS]
    shop.passages = list(PASSAGES)
    shop.cache.knowledge["acme"].chunk_ids.remove("chunk-7")
    await shop.text()
    assert CacheResult.HIT not in shop.results


async def test_a_change_of_the_knowledge_ends_what_is_kept() -> None:
    """Also one while the model was at work, and one that was taken back."""
    shop = KeepingShop()
    await shop.text()
    known = shop.cache.knowledge["acme"]
    known.generation, known.swapped_at = 2, shop.now + timedelta(seconds=1)
    await shop.text()
    assert CacheResult.HIT not in shop.results
    shop.now += timedelta(minutes=1)
    await shop.text()
    await shop.text()
    assert shop.results[-2:] == [CacheResult.MISS, CacheResult.HIT]
    known.swapped_at = shop.now + timedelta(seconds=1)
    await shop.text()
    assert shop.results[-1] is CacheResult.MISS


async def test_an_old_answer_is_made_anew() -> None:
    """After `keep`."""
    shop = KeepingShop()
    await shop.text()
    shop.now += timedelta(days=7, seconds=1)
    await shop.text()
    await shop.text()
    assert len(shop.model.requests) == 2


async def test_without_the_setting_nothing_is_kept() -> None:
    """Which is the default."""
    shop = KeepingShop(enabled=False)
    await shop.text()
    await shop.text()
    assert len(shop.model.requests) == 2
    assert shop.results == []
    assert not AnswerCacheSettings().enabled


async def test_while_the_cache_is_down_the_model_answers() -> None:
    """Whichever of its two parts fails."""

    async def fails(*_: object, **__: object) -> Candidates:
        raise DependencyUnavailable("down")

    shop = KeepingShop()
    cast("Any", shop.cache).keep = fails
    assert await shop.text() == GOOD
    cast("Any", shop.cache).find = fails
    assert await shop.text() == GOOD
    assert len(shop.model.requests) == 2


async def test_two_at_once_keep_one() -> None:
    """Both are answered, and the first one's answer stays."""
    shop = KeepingShop()
    first, second = await asyncio.gather(
        shop.find(query=ASKED, conversation_id="c-1"), shop.find(query=ASKED, conversation_id="c-2")
    )
    assert first.answer == second.answer
    assert len(await shop.cache.listed("acme", most=10)) == 1
