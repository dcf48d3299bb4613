"""A text is embedded once, although understanding and retrieval both ask for it."""

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from typing import Protocol

from domain.knowledge import Chunk, Passage
from domain.ports import Embedder, Vector
from domain.ports.knowledge_search import ChunkEmbedder, PassageMatcher, SearchQuery
from domain.ranking import Closeness

_ENTRIES = 2_048


class PassageEmbedder(Embedder, ChunkEmbedder, PassageMatcher, Protocol):
    """An embedder that reads passages as well."""


class CachingEmbedder:
    """Implements `Embedder`, `ChunkEmbedder` and `PassageMatcher` over another.

    The vectors last used are kept by hash: no text stays in memory.
    """

    def __init__(self, embedder: PassageEmbedder, *, entries: int = _ENTRIES) -> None:
        self._embedder = embedder
        self._entries = entries
        self._vectors: OrderedDict[bytes, Vector] = OrderedDict()

    @property
    def model(self) -> str:
        return self._embedder.model

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        keys = [_key(text) for text in texts]
        known = {key: self._vectors[key] for key in keys if key in self._vectors}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            vectors = await self._embedder.embed(list(missing.values()))
            known.update(zip(missing, vectors, strict=True))
        for key in dict.fromkeys(keys):
            self._remember(key, known[key])
        return [known[key] for key in keys]

    async def embed_chunks(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        """Kept nowhere: an index is made once."""
        return await self._embedder.embed_chunks(chunks)

    async def match(self, query: SearchQuery, passages: Sequence[Passage]) -> list[Closeness]:
        return await self._embedder.match(query, passages)

    def _remember(self, key: bytes, vector: Vector) -> None:
        self._vectors[key] = vector
        self._vectors.move_to_end(key)
        if len(self._vectors) > self._entries:
            self._vectors.popitem(last=False)


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
