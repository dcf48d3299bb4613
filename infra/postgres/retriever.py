"""Search in a tenant's knowledge: references from PostgreSQL, passages mostly from memory."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, DependencyUnavailable
from domain.knowledge import EVERYBODY, Audience, Passage, Sentence
from domain.ports import Embedder, Vector
from infra.postgres.passage_cache import PassageCache, Reference
from infra.postgres.raw_queries import Row, function_rows, tenant_rows
from infra.postgres.vectors import from_bytes, to_text

WORDS_WEIGH = 0.03
"""What the best match by words earns, where a vector's similarity is at most 1."""

CACHE_BYTES = 32 * 1024 * 1024

_FIND = """
SELECT chunk_id, content_hash, score, lexical_rank, similarity FROM match_passages_{dimension}(
    %(tenant)s, %(model)s, %(query)s, %(vector)s::vector, %(today)s, %(limit)s, %(words)s,
    %(audiences)s)
"""
_INDEXED_WITH = """
SELECT DISTINCT model FROM knowledge_documents WHERE tenant_id = %(tenant)s AND active
ORDER BY model
"""
_READ = """
SELECT chunk_id, content_hash, document_id, title, heading, text, url, sentences, vectors
FROM read_passages(%(tenant)s, %(chunks)s)
"""
_MOST_ATTEMPTS = 3
"""A sync that swaps its documents in between a search and its reading makes us search again."""


class PostgresRetriever:
    """Implements `domain.ports.Retriever`: one round trip, and another for what is not in memory.

    What may be shown is decided in PostgreSQL with each search, so that a swap, a removal and a
    date that has passed count at once; only content is kept, by references that never change.
    """

    def __init__(
        self, engine: AsyncEngine, embedder: Embedder, *, cache_bytes: int = CACHE_BYTES
    ) -> None:
        """It searches what this embedder's model has indexed, by vectors of that model."""
        self._engine = engine
        self._model = embedder.model
        self._find = _FIND.format(dimension=int(embedder.dimension))
        self._cache = PassageCache(cache_bytes)

    async def search(
        self,
        tenant_id: str,
        query: str,
        vector: Vector,
        *,
        limit: int = 8,
        today: datetime,
        audiences: frozenset[Audience] = EVERYBODY,
    ) -> list[Passage]:
        values = {
            "tenant": tenant_id,
            "model": self._model,
            "query": query.replace("\x00", " "),
            "vector": to_text(vector),
            "today": today.date(),
            "limit": limit,
            "words": WORDS_WEIGH,
            "audiences": sorted(audience.value for audience in audiences),
        }
        for _ in range(_MOST_ATTEMPTS):
            rows = await function_rows(self._engine, self._find, values)
            if not rows:
                await self._require_same_model(tenant_id)
            references = [(tenant_id, row["chunk_id"], row["content_hash"]) for row in rows]
            passages = await self._passages(tenant_id, references)
            if len(passages) == len(references):
                return [_found(passages[at], row) for at, row in zip(references, rows, strict=True)]
        raise DependencyUnavailable("the tenant's knowledge keeps changing while it is searched")

    async def _require_same_model(self, tenant_id: str) -> None:
        """Nothing found may mean that nothing fits, or that another model made the index."""
        found = await tenant_rows(self._engine, tenant_id, _INDEXED_WITH, {"tenant": tenant_id})
        models = [row["model"] for row in found]
        if models and self._model not in models:
            raise ConfigurationError(
                f"the documents of {tenant_id} are indexed with the model {' and '.join(models)}, "
                f"and this worker searches with {self._model}: run `duralogue knowledge sync`"
            )

    async def _passages(
        self, tenant_id: str, references: Sequence[Reference]
    ) -> dict[Reference, Passage]:
        """Those that are still there."""
        kept = {reference: self._cache.get(reference) for reference in references}
        known = {reference: passage for reference, passage in kept.items() if passage is not None}
        missing = [reference for reference in references if reference not in known]
        if missing:
            values = {"tenant": tenant_id, "chunks": [chunk_id for _, chunk_id, _ in missing]}
            for row in await function_rows(self._engine, _READ, values, binary=True):
                reference = (tenant_id, row["chunk_id"], row["content_hash"])
                if reference in kept:
                    known[reference] = _passage(row, "/".join(reference))
                    self._cache.add(reference, known[reference])
        return known


def _passage(row: Row, content_id: str) -> Passage:
    """Built without validation: these rows come from our own tables, thousands of floats each."""
    pairs = zip(row["sentences"] or (), row["vectors"] or (), strict=True)
    return Passage.model_construct(
        content_id=content_id,
        document_id=row["document_id"],
        title=row["title"],
        heading=row["heading"],
        text=row["text"],
        url=row["url"],
        score=0.0,
        sentences=tuple(
            Sentence.model_construct(text=text, vector=from_bytes(sent)) for text, sent in pairs
        ),
    )


def _found(kept: Passage, row: Row) -> Passage:
    """The passage as this search ranks it; what is kept stays as it is."""
    return kept.model_copy(
        update={
            "score": row["score"],
            "lexical_rank": row["lexical_rank"],
            "vector_similarity": row["similarity"],
        }
    )
