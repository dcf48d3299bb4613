"""A search in a tenant's knowledge: candidates of any database, in the one order that we give."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from domain.errors import DependencyUnavailable
from domain.knowledge import EVERYBODY, Audience, Passage
from domain.knowledge_areas import KnowledgeArea, with_area
from domain.ports.content import Embedder, Vector
from domain.ports.knowledge_search import CandidateSource, PassageMatcher, SearchQuery
from domain.query_parts import LONGEST_QUERY, parts_of
from domain.ranking import Ranked, rank, rank_closely

CANDIDATES = 100
"""By words, and as many by meaning; more only where more are asked for."""

CLOSELY = 40
"""So many of the first are compared closely, at least."""

MOST = 200
"""Passages of one search."""

_MOST_ATTEMPTS = 3
"""A sync that removes documents in between a search and its reading makes us search again."""


class RankedSearch:
    """Implements `domain.ports.Retriever` over a source of candidates."""

    def __init__(self, source: CandidateSource, embedder: Embedder) -> None:
        """An embedder that is a `PassageMatcher` as well compares the first passages closely."""
        self._source = source
        self._embedder = embedder
        self._matcher = embedder if isinstance(embedder, PassageMatcher) else None

    async def search(
        self,
        tenant_id: str,
        query: str,
        vector: Vector,
        *,
        limit: int = 8,
        today: datetime,
        audiences: frozenset[Audience] = EVERYBODY,
        area: KnowledgeArea | None = None,
    ) -> list[Passage]:
        asked = await self._read(readable(query), vector)
        return await self.search_by(
            tenant_id, asked, limit=limit, today=today, audiences=audiences, area=area
        )

    async def search_by(
        self,
        tenant_id: str,
        asked: SearchQuery,
        *,
        limit: int,
        today: datetime,
        audiences: frozenset[Audience],
        area: KnowledgeArea | None = None,
    ) -> list[Passage]:
        """As `search`, for what is embedded already."""
        limit = max(1, min(limit, MOST))
        for _ in range(_MOST_ATTEMPTS):
            candidates = await self._source.candidates(
                tenant_id,
                asked,
                limit=max(CANDIDATES if area is None else MOST, 2 * limit),
                today=today.date(),
                audiences=audiences,
            )
            every = rank(candidates.found, words=candidates.words)
            ranked = _compared(every, area, limit)
            passages = await self._source.passages(tenant_id, [one.candidate for one in ranked])
            if len(passages) == len(ranked):
                found = [passages[one.candidate.reference] for one in ranked]
                # With an area it is chosen below: also from far behind the first few.
                few = limit if area is None else None
                shown = await self._closely(asked, ranked, found, candidates.words, few)
                return with_area(shown, area, limit=limit)
        raise DependencyUnavailable("the tenant's knowledge keeps changing while it is searched")

    async def _read(self, query: str, vector: Vector) -> SearchQuery:
        parts = parts_of(query)
        vectors = await self._embedder.embed(parts) if parts else []
        return SearchQuery(texts=(query, *parts), vectors=(vector, *vectors))

    async def _closely(
        self,
        query: SearchQuery,
        ranked: list[Ranked],
        found: list[Passage],
        words: int,
        limit: int | None,
    ) -> list[Passage]:
        passages = {
            one.candidate.reference: passage for one, passage in zip(ranked, found, strict=True)
        }
        if self._matcher is not None and len(ranked) > 1:
            closeness = await self._matcher.match(query, found)
            ranked = rank_closely(ranked, closeness, words=words)
        places = _places(ranked)
        names = [one.candidate.reference for one in ranked]
        first = _different((passages[name] for name in names), limit)
        return [
            _shown(passages[names[at]], ranked[at], places.get(names[at]), query) for at in first
        ]


def readable(query: str) -> str:
    """As databases take it: no half of a surrogate pair, and no zero."""
    cut = query[:LONGEST_QUERY].replace("\x00", " ")
    return cut.encode(errors="replace").decode()


def _compared(every: Sequence[Ranked], area: KnowledgeArea | None, limit: int) -> list[Ranked]:
    """Those that are compared closely; of an area so many as are shown of it."""
    first, others = every[: max(CLOSELY, 2 * limit)], every[max(CLOSELY, 2 * limit) :]
    own = [one for one in first if area and area.has(one.candidate.document_id)]
    more = (one for one in others if area and area.has(one.candidate.document_id))
    return [*first, *islice(more, max(0, limit - len(own)))]


def _different(passages: Iterable[Passage], limit: int | None) -> list[int]:
    """The places of the first few, or of all: the same text under the same title and heading once,
    though several documents have it."""
    kept: dict[tuple[str, str, str], int] = {}
    for place, passage in enumerate(passages):
        if len(kept) == limit:
            break
        said = " ".join(passage.text.lower().split())
        kept.setdefault((passage.title, passage.heading, said), place)
    return list(kept.values())


def _places(ranked: Sequence[Ranked]) -> dict[str, int]:
    """By words alone: reference -> place, of those that share any with the query."""
    sharing = [one.candidate for one in ranked if one.candidate.lexical[0] > 0]
    sharing.sort(key=lambda candidate: -candidate.lexical[0])
    return {candidate.reference: place for place, candidate in enumerate(sharing, start=1)}


def _shown(kept: Passage, ranked: Ranked, place: int | None, query: SearchQuery) -> Passage:
    """The passage as this search ranks it; what is kept stays as it is. Answers are judged on the
    scale of the local vectors, whoever has found it."""
    candidate = ranked.candidate
    hosted = query.hosted_model is not None
    return kept.model_copy(
        update={
            "score": ranked.worth,
            "lexical_rank": place,
            "vector_similarity": (
                candidate.judged_similarity if hosted else candidate.similarity[0]
            ),
        }
    )
