"""Passages kept by a worker never outlive the knowledge they are from."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.knowledge import IndexBatch, Sync
from domain.knowledge import Passage
from infra.postgres.passage_cache import PassageCache
from infra.postgres.raw_queries import function_rows
from infra.postgres.retriever import PostgresRetriever
from tests.integration.knowledge.conftest import Library, document
from tests.integration.knowledge.dates import NOW

SHIPPING = document("shipping", "## Costs\n\nDelivery costs 4.90 EUR. It is free above 60 EUR.")
RETURNS = document("returns", "## Time\n\nYou may return an item within 30 days.")
DEARER = document("shipping", "## Costs\n\nDelivery costs 9.90 EUR. It is free above 60 EUR.")
QUERY = "what do you charge for delivery?"


def texts(passages: list[Passage]) -> set[str]:
    return {sentence.text for passage in passages for sentence in passage.sentences}


async def test_a_repeated_search_reads_nothing_and_finds_the_same(
    library: Library, engine: AsyncEngine, statements: list[str]
) -> None:
    """
    What is remembered must answer as what is read, to the last digit, and cost no third round trip.
    """
    await library.sync(SHIPPING, RETURNS)
    [vector] = await library.embedder.embed([QUERY])
    first = await library.search(QUERY)
    statements.clear()

    again = await library.search(QUERY)

    assert len(statements) == 2, "for its words, and for what they find"
    stranger = PostgresRetriever(engine, library.embedder)
    assert first == again == await stranger.search(library.tenant, QUERY, vector, today=NOW)
    assert len(statements) == 5
    assert all(one.content_id for one in again)


async def test_a_swap_and_a_removal_are_seen_at_once(
    library: Library, statements: list[str]
) -> None:
    """
    A worker that goes on quoting the old price is worse than a slow one.
    """
    await library.sync(SHIPPING, RETURNS)
    assert "Delivery costs 4.90 EUR." in texts(await library.search(QUERY))

    await library.sync(DEARER, RETURNS)
    swapped = await library.search(QUERY)
    assert "Delivery costs 9.90 EUR." in texts(swapped)
    assert "Delivery costs 4.90 EUR." not in texts(swapped)

    await library.sync(RETURNS)
    statements.clear()
    assert {one.document_id for one in await library.search(QUERY)} == {"returns"}
    assert len(statements) == 2


async def test_a_document_that_was_remembered_still_expires(library: Library) -> None:
    """
    Whether it may be shown is asked with each search, not when it is first read.
    """
    await library.sync(document("sale", "Everything is cheaper.", valid_until="2026-03-10"))
    [vector] = await library.embedder.embed(["sale"])

    found = [
        await library.retriever.search(library.tenant, "sale", vector, today=NOW + timedelta(days))
        for days in (0, 7)
    ]

    assert [len(passages) for passages in found] == [1, 0]


async def test_a_swap_between_finding_and_reading_is_searched_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Two syncs may remove what was found; customers get one state of the documents, never a part.
    """
    await library.sync(SHIPPING, RETURNS)
    waiting = [document("care", "## Wool\n\nWash wool by hand."), RETURNS]

    async def swapped_before_reading(engine: Any, statement: str, *args: Any, **how: Any) -> Any:
        while "read_passages" in statement and waiting:
            await library.sync(DEARER, waiting.pop())
        return await function_rows(engine, statement, *args, **how)

    monkeypatch.setattr("infra.postgres.candidates.function_rows", swapped_before_reading)

    assert texts(await library.search(QUERY)) == {
        "Delivery costs 9.90 EUR.",
        "It is free above 60 EUR.",
        "Wash wool by hand.",
    }


async def test_documents_of_the_same_name_stay_each_tenants_own(
    library: Library, neighbour: Library
) -> None:
    """
    One worker serves all tenants, and remembers the passages of all of them.
    """
    sync = Sync(tenant_id=library.tenant, sync_id="the-same")
    for place, its in ((library, SHIPPING), (neighbour, DEARER)):
        place.retriever = library.retriever
        await place.sources.replace(place.tenant, [its, RETURNS])
        its_sync = sync.model_copy(update={"tenant_id": place.tenant})
        await place.activities.index_batch(IndexBatch(**its_sync.model_dump()))
        await place.activities.swap_in(its_sync)

    for _ in range(2):
        mine, theirs = await library.search(QUERY), await neighbour.search(QUERY)
        assert "Delivery costs 4.90 EUR." in texts(mine)
        assert "Delivery costs 9.90 EUR." in texts(theirs)
        assert {one.content_id for one in mine}.isdisjoint(one.content_id for one in theirs)


async def test_memory_is_bounded_and_nothing_is_lost_for_it(
    library: Library, engine: AsyncEngine
) -> None:
    """
    With room for next to nothing everything is read again, and found all the same.
    """
    await library.sync(SHIPPING, RETURNS)
    [vector] = await library.embedder.embed([QUERY])
    cramped = PostgresRetriever(engine, library.embedder, cache_bytes=1)

    for _ in range(2):
        found = await cramped.search(library.tenant, QUERY, vector, today=NOW)
        assert {one.document_id for one in found} == {"shipping", "returns"}

    one, two = await library.search(QUERY)
    cache = PassageCache(18_000)
    cache.add(("t", "1", "h"), one)
    cache.add(("t", "2", "h"), two)
    cache.get(("t", "1", "h"))
    cache.add(("t", "3", "h"), two)
    assert [cache.get(("t", name, "h")) for name in "123"] == [one, None, two]
