"""Candidates for a search: found in PostgreSQL, weighed by BM25, read mostly from memory."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError
from domain.knowledge import Audience, Passage, Sentence
from domain.ports import Embedder
from domain.ports.knowledge_search import Candidates, SearchQuery
from domain.ranking import Candidate
from infra.postgres.nearest_vectors import AS_MANY_AS_THERE_ARE
from infra.postgres.passage_cache import PassageCache, Reference
from infra.postgres.raw_queries import Row, function_rows, tenant_rows
from infra.postgres.vectors import from_bytes, to_text

_WORDS = """
SELECT part, term, times, chunks, all_chunks, all_terms
FROM knowledge_words(%(tenant)s, %(parts)s::text[])
"""
_FIND = """
SELECT chunk_id, content_hash, document_id, length, terms, times, similarities
FROM find_candidates_{dimension}(
    %(tenant)s, %(model)s, %(vectors)s::vector[], %(terms)s::text[], %(worths)s::float8[],
    %(known)s::text[], %(today)s, %(audiences)s::text[], %(limit)s)
"""
_INDEXED_WITH = """
SELECT DISTINCT d.model FROM knowledge_documents d
JOIN knowledge_generations g USING (tenant_id)
WHERE d.tenant_id = %(tenant)s AND d.shown_from <= g.generation
AND (d.shown_until IS NULL OR d.shown_until > g.generation)
ORDER BY d.model
"""
_READ = """
SELECT chunk_id, content_hash, document_id, title, heading, text, url, sentences, vectors, pieces
FROM read_passages(%(tenant)s, %(chunks)s::text[])
"""

SATURATES = 1.2
"""BM25's k1: how soon another mention of a word says nothing more."""

LENGTH_COUNTS = 0.75
"""BM25's b: how much a long passage must mention a word more often."""

SATURATES_IN_QUERY = 100.0
"""BM25's k3: what a long text says several times is what it is about."""

_MOST_LOOKED_UP = 64
_MOST_ROWS = 3_000
"""Passages that are looked at by words: the rarest words first, until they stand in so many. The
others count all the same for what has been found."""


@dataclass
class QueryWords:
    """The words of a query that the tenant's documents know."""

    chunks: dict[str, int] = field(default_factory=dict)
    parts: dict[int, dict[str, int]] = field(default_factory=dict)
    all_chunks: int = 1
    mean_length: float = 1.0

    def rarity(self, term: str) -> float:
        known = min(self.chunks[term], self.all_chunks)
        return math.log1p((self.all_chunks - known + 0.5) / (known + 0.5))

    def looked_up(self) -> dict[str, float]:
        """Word -> what it is worth in the whole query; the rarest."""
        found: dict[str, float] = {}
        rows = 0
        for term in sorted(self.parts.get(1, {}), key=lambda term: (self.chunks[term], term)):
            rows += self.chunks[term]
            if found and (rows > _MOST_ROWS or len(found) == _MOST_LOOKED_UP):
                break
            found[term] = self.rarity(term) * _in_query(self.parts[1][term])
        return found


class PostgresCandidates:
    """Implements `domain.ports.knowledge_search.CandidateSource`.

    What may be shown is decided in PostgreSQL with each search, so that a swap, a removal and a
    date that has passed count at once; only content is kept, by references that never change.
    """

    def __init__(self, engine: AsyncEngine, embedder: Embedder, *, cache_bytes: int) -> None:
        """It searches what this embedder's model has indexed, by vectors of that model."""
        self._engine = engine
        self._model = embedder.model
        self._find = _FIND.format(dimension=int(embedder.dimension))
        self._cache = PassageCache(cache_bytes)

    @property
    def model(self) -> str:
        """Whose vectors it searches."""
        return self._model

    async def candidates(
        self,
        tenant_id: str,
        query: SearchQuery,
        *,
        limit: int,
        today: date,
        audiences: frozenset[Audience],
    ) -> Candidates:
        words = await self.words(tenant_id, query.texts)
        looked_up = words.looked_up()
        values = {
            "tenant": tenant_id,
            "model": self._model,
            "vectors": [to_text(vector) for vector in query.vectors],
            "terms": [quoted(term) for term in looked_up],
            "worths": list(looked_up.values()),
            "known": list(words.chunks),
            "today": today,
            "audiences": sorted(audience.value for audience in audiences),
            "limit": limit,
        }
        rows = await tenant_rows(
            self._engine, tenant_id, self._find, values, prepared_by=AS_MANY_AS_THERE_ARE
        )
        if not rows:
            await self._require_same_model(tenant_id)
        return weighed(rows, words, query)

    async def passages(
        self, tenant_id: str, candidates: Sequence[Candidate]
    ) -> Mapping[str, Passage]:
        references = {one.reference: _reference(tenant_id, one.reference) for one in candidates}
        kept = {name: self._cache.get(reference) for name, reference in references.items()}
        known = {name: passage for name, passage in kept.items() if passage is not None}
        missing = [references[name][1] for name in references if name not in known]
        if missing:
            values = {"tenant": tenant_id, "chunks": missing}
            for row in await function_rows(self._engine, _READ, values, binary=True):
                name = _named(row)
                if name in references:
                    known[name] = _passage(row, f"{tenant_id}/{name}")
                    self._cache.add(references[name], known[name])
        return known

    async def words(self, tenant_id: str, texts: Sequence[str]) -> QueryWords:
        values = {"tenant": tenant_id, "parts": list(texts)}
        """What each of the texts says that the tenant's documents know, with how rare it is."""
        words = QueryWords()
        for row in await function_rows(self._engine, _WORDS, values):
            words.chunks[row["term"]] = row["chunks"]
            words.parts.setdefault(row["part"], {})[row["term"]] = row["times"]
            words.all_chunks = max(1, row["all_chunks"])
            words.mean_length = max(1.0, row["all_terms"] / words.all_chunks)
        return words

    async def _require_same_model(self, tenant_id: str) -> None:
        """Nothing found may mean that nothing fits, or that another model made the index."""
        found = await tenant_rows(self._engine, tenant_id, _INDEXED_WITH, {"tenant": tenant_id})
        models = [row["model"] for row in found]
        if models and self._model not in models:
            raise ConfigurationError(
                f"the documents of {tenant_id} are indexed with the model {' and '.join(models)}, "
                f"and this worker searches with {self._model}: run `duralogue knowledge sync`"
            )


def weighed(rows: Sequence[Row], words: QueryWords, query: SearchQuery) -> Candidates:
    """Rows as `find_candidates_…` gives them, whoever has found the passages."""
    said = [
        {term: _in_query(times) for term, times in words.parts.get(place, {}).items()}
        for place in range(1, len(query.texts) + 1)
    ]
    rarity = {term: words.rarity(term) for term in words.chunks}
    found = tuple(_candidate(row, rarity, said, words.mean_length) for row in rows)
    return Candidates(found, words=len(words.parts.get(1, {})))


def _candidate(
    row: Row,
    rarity: Mapping[str, float],
    said: Sequence[Mapping[str, float]],
    mean_length: float,
) -> Candidate:
    """`said` is what each word weighs in the whole query and in each of its parts."""
    longer = 1 - LENGTH_COUNTS + LENGTH_COUNTS * row["length"] / mean_length
    worth = {
        term: rarity[term] * times * (SATURATES + 1) / (times + SATURATES * longer)
        for term, times in zip(row["terms"] or (), row["times"] or (), strict=True)
    }
    lexical = [
        sum(weight * worth[term] for term, weight in part.items() if term in worth) for part in said
    ]
    similar = tuple(row["similarities"])
    return Candidate(_named(row), row["document_id"], tuple(lexical), similar, row.get("judged"))


def _in_query(times: int) -> float:
    return (SATURATES_IN_QUERY + 1) * times / (SATURATES_IN_QUERY + times)


def _named(row: Row) -> str:
    """A chunk's id and its document's hash name one content for ever."""
    return f"{row['chunk_id']}\n{row['content_hash']}"


def _reference(tenant_id: str, name: str) -> Reference:
    chunk_id, content_hash = name.rsplit("\n", 1)
    return tenant_id, chunk_id, content_hash


def quoted(term: str) -> str:
    """As a query of this word alone."""
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


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
        pieces=bytes(row["pieces"]),
    )
