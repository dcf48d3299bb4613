"""Feeding a real Elasticsearch node, and what it shows of each generation."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from domain.errors import DependencyUnavailable, NotFound
from domain.search_index import IndexedChunk, IndexedDocument
from infra.elasticsearch.bulk_writer import Action, BulkWriter
from infra.elasticsearch.passage_index import ElasticsearchIndex
from tests.integration.elasticsearch.conftest import Engine, Shelf


async def test_a_generation_is_found_once_it_is_fed(engine: Engine) -> None:
    """
    Until then there is nothing under its name, and PostgreSQL is asked.
    """
    engine.shelf.write({"shipping": "Delivery costs 4.90 EUR.", "returns": "Return it."})
    with pytest.raises(NotFound):
        await engine.find("delivery")
    fed = await engine.feed()
    assert (fed.added, fed.retired, fed.removed) == (2, 0, 0)
    found = await engine.find("delivery costs")
    assert set(found) == {"s1/shipping/0", "s1/returns/0"}
    assert engine.beats


async def test_feeding_again_writes_nothing(engine: Engine) -> None:
    """
    Every step may be repeated.
    """
    engine.shelf.write({"shipping": ["Delivery costs 4.90 EUR."] * 3})
    await engine.feed()
    again = await engine.feed()
    assert (again.added, again.retired, again.removed) == (0, 0, 0)


async def test_only_what_changed_is_written_and_shown_at_once(engine: Engine) -> None:
    """
    A swap is one request: the new documents come and the removed ones go with the alias.
    """
    engine.shelf.write({"shipping": "It costs 4.90 EUR.", "returns": "Return it.", "wool": "Wash."})
    await engine.feed()
    first = engine.shelf.generation
    engine.shelf.write({"shipping": "It costs 9.90 EUR.", "wool": "Wash."})
    with pytest.raises(NotFound):
        await engine.find("delivery")
    before = set(await engine.find("delivery", generation=first))
    fed = await engine.feed()
    after = set(await engine.find("delivery"))
    assert (fed.added, fed.retired) == (1, 2)
    assert before == {"s1/shipping/0", "s1/returns/0", "s1/wool/0"}
    assert after == {"s2/shipping/0", "s1/wool/0"}


async def test_a_roll_back_shows_the_generation_before(engine: Engine) -> None:
    """
    A bad sync is taken back, and nothing has to be embedded or sent again for it.
    """
    engine.shelf.write({"shipping": "Delivery costs 4.90 EUR.", "returns": "Return it."})
    await engine.feed()
    engine.shelf.write({"shipping": "All is free."})
    await engine.feed()
    bad = engine.shelf.generation
    assert await engine.names("free", bad) == {"shipping"}
    engine.shelf.roll_back()
    with pytest.raises(NotFound):
        await engine.find("delivery")
    fed = await engine.feed()
    assert (fed.added, fed.retired) == (0, 0)
    assert set(await engine.find("it")) == {"s1/shipping/0", "s1/returns/0"}
    with pytest.raises(NotFound):
        await engine.find("free", generation=bad)


@pytest.mark.parametrize("is_seen", [True, False])
async def test_a_sync_after_a_roll_back_has_nothing_of_what_was_rolled_back(
    engine: Engine, *, is_seen: bool
) -> None:
    """
    Its number is the same again, and Elasticsearch may have been down during the roll-back.
    """
    good = {"shipping": "Delivery costs 4.90 EUR.", "returns": "Return it."}
    engine.shelf.write(good)
    await engine.feed()
    engine.shelf.write({"bad": "All is free."})
    await engine.feed()
    engine.shelf.roll_back()
    if is_seen:
        await engine.feed()
    engine.shelf.write({**good, "new": "New."})
    assert engine.shelf.generation.number == 2
    with pytest.raises(NotFound):
        await engine.find("all is free")
    await engine.feed()
    assert await engine.names("all is free") == {"shipping", "returns", "new"}
    engine.shelf.roll_back()
    await engine.feed()
    assert await engine.names("all is free") == {"shipping", "returns"}


async def test_what_nobody_can_go_back_to_is_deleted(engine: Engine) -> None:
    """
    Each sync must not leave more on the disk.
    """
    for number in range(1, 5):
        engine.shelf.write({"shipping": f"Delivery costs {number} EUR."})
        await engine.feed()
    client = engine.elasticsearch.client
    await client.indices.refresh(index="tests-*")
    query = {"term": {"tenant_id": engine.tenant}}
    assert (await client.count(index="tests-*", query=query))["count"] == 2


class Interrupted(Shelf):
    """The source is gone after some documents, as a worker is that was killed."""

    left = 2

    async def chunks(self, tenant_id: str, document: IndexedDocument) -> list[IndexedChunk]:
        if not self.left:
            raise DependencyUnavailable("killed")
        self.left -= 1
        found = await super().chunks(tenant_id, document)
        return found[:1] if not self.left else found


async def test_half_a_feed_is_completed_by_the_next(engine: Engine) -> None:
    """
    Documents of which a part was written are written anew, and none is there twice.
    """
    texts = {f"d{number}": [f"Text {number}.", f"More {number}."] for number in range(4)}
    engine.shelf = half = Interrupted()
    half.write(texts)
    await _feed_portions_of_one(engine)
    with pytest.raises(NotFound):
        await engine.find("text")
    half.left = 100
    half.write(texts)  # PostgreSQL has moved on meanwhile
    await engine.feed()
    found = list(await engine.find("text more"))
    assert len(found) == len(set(found)) == 8


async def _feed_portions_of_one(engine: Engine) -> None:
    class Portions(BulkWriter):
        """Sends each action at once, where the real one would hold them back for a portion."""

        async def write(self, index: str, actions: AsyncIterator[Action]) -> int:
            async def alone(action: Action) -> AsyncIterator[Action]:
                yield action

            return sum([await BulkWriter.write(self, index, alone(one)) async for one in actions])

    documents = await engine.shelf.documents(engine.tenant)
    index = ElasticsearchIndex(engine.elasticsearch, writer=Portions(engine.elasticsearch))
    with pytest.raises(DependencyUnavailable):
        await index.feed(
            engine.tenant, engine.shelf.generation, documents, engine.shelf, beat=lambda: None
        )


async def test_a_search_during_feeds_sees_whole_generations(engine: Engine) -> None:
    """
    Readers get the old knowledge or the new, never half of each.
    """

    def version(number: int) -> dict[str, str]:
        return {f"d{n}": f"Version {number} of it." for n in range(8)}

    engine.shelf.write(version(1))
    await engine.feed()
    seen = set()
    for number in (2, 3, 4):
        engine.shelf.write(version(number))
        feeding = asyncio.create_task(engine.feed())
        while not feeding.done():
            with suppress(NotFound):
                seen.add(_versions(await engine.find("version", limit=20)))
        await feeding
        seen.add(_versions(await engine.find("version", limit=20)))
    assert seen == {(8, "s2"), (8, "s3"), (8, "s4")}


def _versions(found: list[str]) -> tuple[int, str]:
    return len(found), "+".join(sorted({hit.split("/")[0] for hit in found}))


async def test_dropping_forgets_a_tenant_and_no_other(engine: Engine, neighbour: Engine) -> None:
    """
    A rebuild starts from nothing; a neighbour notices nothing.
    """
    for one in (engine, neighbour):
        one.shelf.write({"shipping": "Delivery costs 4.90 EUR."})
        await one.feed()
    await engine.index.drop(engine.tenant, engine.shelf.generation.model)
    with pytest.raises(NotFound):
        await engine.find("delivery")
    assert await neighbour.names("delivery") == {"shipping"}
    assert (await engine.feed()).added == 1
