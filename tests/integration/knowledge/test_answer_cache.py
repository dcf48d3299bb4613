"""Kept answers in PostgreSQL: bound to their key, their tenant and the knowledge that is shown."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, NotFound
from domain.generated_answers.attempts import chunk_id
from domain.generated_answers.kept_answers import CacheKey, Candidates, KeptAnswer
from domain.generated_answers.records import CitedChunk
from domain.knowledge import Answer, Audience
from domain.messages import Citation
from duralogue.kept_answers import list_kept, purge_kept
from infra.postgres.answer_cache import PostgresAnswerCache
from infra.postgres.raw_queries import tenant_write
from infra.settings import Settings
from tests.integration.knowledge.conftest import Library, document
from tests.integration.knowledge.dates import NOW

SHIPPING = document("shipping", "## Costs\n\nDelivery costs 4.90 EUR. It is free above 60 EUR.")
RETURNS = document("returns", "## Time\n\nYou may return an item within 30 days.")
QUESTION = "What does shipping cost?"
KEEP, AT_ONCE = timedelta(days=7), timedelta(0)


class Cache:
    """One tenant's part of the table."""

    def __init__(self, engine: AsyncEngine, library: Library, **more: Any) -> None:
        self.library = library
        self.store = PostgresAnswerCache(engine, **more)
        self.key = CacheKey(
            tenant_id=library.tenant,
            revision="r-1",
            audiences=(Audience.PUBLIC,),
            locale="en",
            longest=1_600,
            prompt="answer@1/en",
        )

    async def found(
        self, question: str = QUESTION, key: CacheKey | None = None, keep: timedelta = KEEP
    ) -> Candidates:
        [vector] = await self.library.embedder.embed([question])
        return await self.store.find(key or self.key, question, vector, today=NOW.date(), keep=keep)

    async def keep(self, question: str = QUESTION, since: timedelta = AT_ONCE) -> None:
        [vector] = await self.library.embedder.embed([question])
        [best, *_] = await self.library.search(question)
        kept = KeptAnswer(
            question=question,
            answer=Answer(
                text="Delivery costs 4.90 EUR.",
                citations=(Citation(document_id=best.document_id, title=best.title),),
                confidence=0.9,
            ),
            citations=(CitedChunk(start=0, end=24, chunk_id=chunk_id(best)),),
            model="command-a",
        )
        generation = (await self.found(question)).generation
        await self.store.keep(self.key, kept, vector, generation=generation, since=since, keep=KEEP)


@pytest.fixture
async def cache(engine: AsyncEngine, library: Library) -> Cache:
    """Of a tenant with two documents."""
    await library.sync(SHIPPING, RETURNS)
    return Cache(engine, library)


async def test_an_answer_is_found_under_its_key_by_words_and_by_meaning(
    cache: Cache, engine: AsyncEngine, neighbour: Library
) -> None:
    """The same words first; never for another tenant or with another part of the key."""
    await cache.keep("How long may I take to return an item?")
    await cache.keep()
    first, second = (await cache.found("what does  SHIPPING cost?")).answers
    assert (first.question, first.model) == (QUESTION, "command-a")
    assert first.made_at is not None
    assert second.question.startswith("How long")
    nearest = (await cache.found("How much is delivery?")).answers[0]
    assert nearest.question == QUESTION
    for part in ({"revision": "r-2"}, {"locale": "de"}, {"longest": 160}, {"prompt": "answer@2"},
        {"audiences": (Audience.PUBLIC, Audience.SIGNED_IN)}, {"context": "c"}):  # fmt: skip
        assert not (await cache.found(key=cache.key.model_copy(update=part))).answers
    await neighbour.sync(SHIPPING, RETURNS)
    other = cache.key.model_copy(update={"tenant_id": neighbour.tenant})
    assert not (await cache.found(key=other)).answers
    assert await Cache(engine, neighbour).store.purge(neighbour.tenant) == 0


async def test_a_change_of_the_knowledge_ends_what_was_kept(cache: Cache) -> None:
    """Also where it is taken back, and where it came while the model was at work."""
    await cache.keep()
    changed = document("shipping", "## Costs\n\nDelivery costs 9.90 EUR.")
    await cache.library.sync(changed, RETURNS)
    assert not (await cache.found()).answers
    await cache.keep(since=timedelta(minutes=5))
    assert not (await cache.found()).answers, "its search had begun before the change"
    await cache.keep()
    assert (await cache.found()).answers
    await cache.library.store.roll_back(cache.library.tenant)
    assert not (await cache.found()).answers


async def test_a_passage_that_is_gone_takes_its_answer_along(
    cache: Cache, engine: AsyncEngine
) -> None:
    """Whatever has removed it, and also once its document is out of date."""
    await cache.keep()
    [kept] = (await cache.found()).answers
    tenant = cache.library.tenant
    await _write(engine, tenant, "UPDATE knowledge_documents SET valid_until = '2020-01-01'")
    assert not (await cache.found()).answers
    await _write(engine, tenant, "UPDATE knowledge_documents SET valid_until = NULL")
    assert (await cache.found()).answers == (kept,)
    await _write(engine, tenant, "DELETE FROM knowledge_chunks")
    assert not (await cache.found()).answers


async def test_two_at_once_keep_one_and_the_oldest_use_goes_first(
    cache: Cache, engine: AsyncEngine
) -> None:
    """A tenant has a bounded number, of a bounded age."""
    cache = Cache(engine, cache.library, most=2)
    await asyncio.gather(cache.keep(), cache.keep())
    [one] = await cache.store.listed(cache.library.tenant, most=9)
    await cache.keep("How long may I take to return an item?")
    await cache.store.used(cache.library.tenant, one.entry_id)
    await cache.keep("What is the price of delivery?")
    left = await cache.store.listed(cache.library.tenant, most=9)
    assert [each.question for each in left] == ["What is the price of delivery?", QUESTION]
    assert left[1].hits == 1
    assert not (await cache.found(keep=timedelta(0))).answers


async def test_one_is_purged_or_a_documents_or_all(cache: Cache) -> None:
    """And nothing else."""
    tenant = cache.library.tenant
    for question in (QUESTION, "Is delivery free?", "How long may I take to return an item?"):
        await cache.keep(question)
    [first, *_] = await cache.store.listed(tenant, most=9)
    assert first.document_ids == ("returns",)
    assert await cache.store.purge(tenant, document_id="returns") == 1
    [first, _] = await cache.store.listed(tenant, most=9)
    assert await cache.store.purge(tenant, entry_id=first.entry_id) == 1
    assert await cache.store.purge(tenant) == 1


async def test_operators_list_and_purge(cache: Cache, database_url: str) -> None:
    """By the lines and the words of the command."""
    settings, tenant = Settings(database_url=SecretStr(database_url)), cache.library.tenant
    assert await list_kept(settings, tenant, most=5) == []
    await cache.keep()
    head, line = await list_kept(settings, tenant, most=5)
    assert head.split()[:2] == ["entry", "locale"]
    assert line.endswith(QUESTION)
    assert await purge_kept(settings, tenant, entry_id=line.split()[0]) == 1
    with pytest.raises(NotFound, match="keeps no answer"):
        await purge_kept(settings, tenant, entry_id=line.split()[0])
    assert await purge_kept(settings, tenant) == 0
    with pytest.raises(ConfigurationError, match="is no tenant"):
        await purge_kept(settings, "A Shop")


async def _write(engine: AsyncEngine, tenant: str, statement: str) -> None:

    await tenant_write(engine, tenant, f"{statement} WHERE tenant_id = %(t)s", {"t": tenant})
