"""Indexing beside other work of the same worker."""

import asyncio
from typing import Any, cast

from activities.knowledge import IndexBatch, KnowledgeActivities
from domain.knowledge import Chunk, KnowledgeDocument
from infra.markdown.documents import parse_document


class OverflowKey:
    """Sources, store and chunker in one; counts how many are cut at the same time."""

    def __init__(self) -> None:
        self.at_once: list[int] = []
        self.staged_by: list[str] = []
        self._under_way = 0

    async def hashes(self, _: str) -> dict[str, str]:
        return {"shipping": "h1"}

    async def note_indexing(self, *_: Any) -> None:
        pass

    async def staged(self, *_: str) -> dict[str, str]:
        return {}

    async def get(self, *_: str) -> KnowledgeDocument:
        return parse_document("shipping", "---\ntitle: Shipping\n---\n## Costs\n\nFree.\n")

    async def chunks(self, _: KnowledgeDocument) -> list[Chunk]:
        self._under_way += 1
        self.at_once.append(self._under_way)
        await asyncio.sleep(0.01)
        self._under_way -= 1
        return []

    async def stage(self, tenant_id: str, sync_id: str, *_: Any) -> None:
        self.staged_by.append(sync_id)


class Nothing(OverflowKey):
    """Nothing is indexed yet."""

    async def hashes(self, _: str) -> dict[str, str]:
        return {}


async def test_a_worker_with_room_for_answers_indexes_one_batch_at_a_time() -> None:
    """Embedding takes a whole core; the others wait, and none is lost."""
    shelf, nothing = cast("Any", OverflowKey()), cast("Any", Nothing())
    nothing.stage = shelf.stage
    activities = KnowledgeActivities(shelf, nothing, shelf, shelf)
    batches = [IndexBatch(tenant_id="acme", sync_id=f"s{number}") for number in range(3)]

    done = await asyncio.gather(*(activities.index_batch(batch) for batch in batches))

    assert [batch.indexed for batch in done] == [1, 1, 1]
    assert shelf.at_once == [1, 1, 1]
    assert sorted(shelf.staged_by) == ["s0", "s1", "s2"]
