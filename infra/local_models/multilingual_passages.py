"""An index that is searched by meaning across languages and compared closely in English.

A passage's own vector is the multilingual model's. Its tokens and sentences keep the vectors of the
usual one, by which answers are judged.
"""

from collections.abc import Sequence

from domain.chunking import text_to_embed
from domain.knowledge import Chunk, Passage
from domain.ports import Vector
from domain.ports.knowledge_search import SearchQuery
from domain.ranking import Closeness
from infra.local_models.embedding_cache import PassageEmbedder
from infra.local_models.embedding_model import MULTILINGUAL, MULTILINGUAL_DIMENSIONS
from infra.local_models.multilingual_embedder import MultilingualEmbedder


class MultilingualPassages:
    """Implements `Embedder`, `ChunkEmbedder` and `PassageMatcher`."""

    def __init__(self, usual: PassageEmbedder, multilingual: MultilingualEmbedder) -> None:
        self._usual = usual
        self._multilingual = multilingual

    @property
    def model(self) -> str:
        return MULTILINGUAL

    @property
    def dimension(self) -> int:
        return MULTILINGUAL_DIMENSIONS

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """As questions: passages are embedded as chunks."""
        if not texts:
            return []
        rows = await self._multilingual.questions(texts)
        return [tuple(row) for row in rows.tolist()]

    async def embed_chunks(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        if not chunks:
            return []
        usual = await self._usual.embed_chunks(chunks)
        rows = await self._multilingual.passages([text_to_embed(chunk) for chunk in chunks])
        return [
            chunk.model_copy(update={"vector": tuple(row)})
            for chunk, row in zip(usual, rows.tolist(), strict=True)
        ]

    async def match(self, query: SearchQuery, passages: Sequence[Passage]) -> list[Closeness]:
        vectors = await self._usual.embed(query.texts)
        return await self._usual.match(SearchQuery(query.texts, tuple(vectors)), passages)
