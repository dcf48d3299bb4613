"""Bulk actions that bring passages into a generation, and out of it."""

from collections.abc import AsyncIterator, Callable, Sequence
from hashlib import sha256
from typing import Any, Final

from domain.ports.search_index import IndexSource
from domain.search_index import IndexedChunk, IndexedDocument
from infra.elasticsearch.bulk_writer import Action
from infra.elasticsearch.mappings import WORDS

_DIGITS: Final = 7
"""Of a float of 32 bits; more would only be sent."""


async def additions(
    tenant_id: str,
    generation: int,
    documents: Sequence[IndexedDocument],
    source: IndexSource,
    beat: Callable[[], None],
) -> AsyncIterator[Action]:
    """One for each passage; a document is read when the ones before it are on their way."""
    for document in documents:
        beat()
        described = {
            "tenant_id": tenant_id,
            "since": generation,
            **document.model_dump(mode="json", exclude={"chunks"}, exclude_none=True),
        }
        for indexed in await source.chunks(tenant_id, document):
            passage = {**described, **_fields(indexed)}
            yield {"index": {"_id": _id(indexed.chunk_id, generation)}}, passage


async def retirements(ids: AsyncIterator[str], generation: int | None) -> AsyncIterator[Action]:
    """Mark passages as shown until before this generation, or without an end."""
    async for one in ids:
        yield {"update": {"_id": one}}, {"doc": {"until": generation}}


async def removals(ids: AsyncIterator[str]) -> AsyncIterator[Action]:
    """Delete passages."""
    async for one in ids:
        yield {"delete": {"_id": one}}, None


def _id(chunk_id: str, generation: int) -> str:
    """Repeats meet themselves; a passage that comes back after a roll-back is another one beside
    that which an earlier generation still shows. A hash, since ids have at most 512 bytes."""
    return sha256(f"{chunk_id}\n{generation}".encode()).hexdigest()


def _fields(indexed: IndexedChunk) -> dict[str, Any]:
    chunk = indexed.chunk
    return {
        "chunk_id": indexed.chunk_id,
        WORDS: f"{chunk.title}\n{chunk.title}\n{chunk.heading}\n{chunk.text}",
        "vector": [round(value, _DIGITS) for value in chunk.vector],
    }
