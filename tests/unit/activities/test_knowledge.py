"""Indexing beside other work of the same worker."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

import pytest
from temporalio.exceptions import ApplicationError

from activities.knowledge import IndexBatch, KnowledgeActivities
from domain.errors import DependencyUnavailable
from domain.knowledge import Chunk, KnowledgeDocument
from domain.ports import Vector
from domain.ports.foreign_knowledge import Indexing
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


class Shelf(OverflowKey):
    """Three documents of sixty passages each; what was staged is not embedded again."""

    model, dimension = "local", 1

    def __init__(self) -> None:
        super().__init__()
        self.shelved: dict[str, int] = {}

    async def hashes(self, _: str) -> dict[str, str]:
        return dict.fromkeys(("a", "b", "c"), "h1")

    async def staged(self, *_: str) -> dict[str, str]:
        return dict.fromkeys(self.shelved, "h1")

    async def get(self, *named: str) -> KnowledgeDocument:
        return parse_document(named[-1], "---\ntitle: T\n---\nText.\n")

    async def chunks(self, document: KnowledgeDocument) -> list[Chunk]:
        name = document.document_id
        return [
            Chunk(document_id=name, title="T", heading="", text=f"{name}{place}", position=place)
            for place in range(60)
        ]

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return [(1.0,) for _ in texts]

    async def stage(self, *staged: Any) -> None:
        _, _, document, chunks = staged
        self.shelved[document.document_id] = sum(bool(one.hosted_vector) for one in chunks)


class Limited:
    """A hosted model that serves so many requests, and then none."""

    model, dimension = "openai/bge-m3@1", 1

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.left = 1

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        if not self.left:
            raise DependencyUnavailable("over its limits", retry_after=timedelta(minutes=5))
        self.left -= 1
        self.texts += texts
        return [(1.0,) for _ in texts]


async def test_what_a_hosted_model_has_embedded_is_not_paid_for_twice() -> None:
    """A batch that is larger than a limit or a budget would never come to its end."""
    shelf, empty, model = cast("Any", Shelf()), cast("Any", Nothing()), cast("Any", Limited())
    empty.stage, empty.staged = shelf.stage, shelf.staged
    indexing = Indexing(empty, shelf, model)

    class Chosen:
        async def of(self, _: str) -> Indexing:
            return indexing

    activities = KnowledgeActivities(shelf, empty, shelf, shelf, choice=Chosen())
    batch = IndexBatch(tenant_id="acme", sync_id="s")
    with pytest.raises(ApplicationError, match="over its limits"):
        await activities.index_batch(batch)
    assert shelf.shelved == {"a": 60, "b": 60}

    model.left = 1
    done = await activities.index_batch(batch)
    assert (done.indexed, done.remaining, done.failed) == (1, 0, 0)
    assert shelf.shelved == {"a": 60, "b": 60, "c": 60}
    assert len(model.texts) == 180
