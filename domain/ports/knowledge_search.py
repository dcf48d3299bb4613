"""Ports behind a search in a tenant's knowledge: candidates, and models that compare closely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from domain.knowledge import Audience, Chunk, Passage
    from domain.ports.content import Vector
    from domain.ranking import Candidate, Closeness


@dataclass(frozen=True)
class SearchQuery:
    """What is searched for: the whole first, then its sentences where it has several.

    `texts` and `vectors` have the same length.
    """

    texts: tuple[str, ...]
    vectors: tuple[Vector, ...]
    hosted_model: str | None = None
    """Whose the vectors are, where they are a hosted model's; …"""
    local: Vector = ()
    """… the whole text's own by the local model is beside them then."""


@dataclass(frozen=True)
class Candidates:
    """What a query has found, in no order, and how many of its words the documents know."""

    found: tuple[Candidate, ...]
    words: int


class CandidateSource(Protocol):
    """Finds by words and by meaning what may be worth ranking, and reads it. An adapter for each
    database; the order of what is found is made elsewhere, once for all of them."""

    async def candidates(
        self,
        tenant_id: str,
        query: SearchQuery,
        *,
        limit: int,
        today: date,
        audiences: frozenset[Audience],
    ) -> Candidates:
        """About `limit` by words and as many by meaning, and some for each sentence; what is past
        its `valid_until`, or for others than `audiences`, is left out.

        Raise ConfigurationError where the tenant's documents are indexed with another model, and
        DependencyUnavailable.
        """
        ...

    async def passages(
        self, tenant_id: str, candidates: Sequence[Candidate]
    ) -> Mapping[str, Passage]:
        """Reference -> passage, with its sentences' vectors and its pieces; those that a sync has
        removed in between are left out. Raise DependencyUnavailable."""
        ...


@runtime_checkable
class PassageMatcher(Protocol):
    """Compares a query with passages more closely than two vectors can."""

    async def match(self, query: SearchQuery, passages: Sequence[Passage]) -> list[Closeness]:
        """One for each passage, in their order. Raise DependencyUnavailable, BudgetExceeded."""
        ...


@runtime_checkable
class ChunkEmbedder(Protocol):
    """Embeds passages as they are indexed, which is cheaper than text by text."""

    async def embed_chunks(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        """The same with their vectors, their sentences' vectors and their pieces. Raise
        DependencyUnavailable, BudgetExceeded."""
        ...
