"""Ports for a search engine beside the database: what it is fed from, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from domain.knowledge import Audience, Passage
    from domain.ports.knowledge_search import Candidates, SearchQuery
    from domain.ranking import Candidate
    from domain.search_index import Fed, Generation, IndexedChunk, IndexedDocument


class IndexSource(Protocol):
    """The truth about a tenant's indexed knowledge."""

    async def active(self, tenant_id: str) -> Generation | None:
        """The one that customers are answered from; None where nothing was ever indexed."""
        ...

    async def documents(self, tenant_id: str) -> list[IndexedDocument]:
        """Those of the active generation."""
        ...

    async def chunks(self, tenant_id: str, document: IndexedDocument) -> list[IndexedChunk]:
        """With vectors, but without sentences."""
        ...


class SearchIndex(Protocol):
    """A search engine that holds generations; it is fed one at a time for each tenant."""

    async def feed(
        self,
        tenant_id: str,
        generation: Generation,
        documents: Sequence[IndexedDocument],
        source: IndexSource,
        *,
        beat: Callable[[], None],
    ) -> Fed:
        """Hold all of a generation, then name it; a search sees all of it or nothing.

        Repeating it is safe, also after it was cut off anywhere. Raise DependencyUnavailable."""
        ...

    async def drop(self, tenant_id: str, model: str) -> None:
        """Forget all that is held of the tenant, to be fed anew."""
        ...


class IndexFollower(Protocol):
    """Whoever is told that a tenant's knowledge has another active generation."""

    async def follow(self, tenant_id: str) -> None:
        """Once it returns the news are kept. Raise DependencyUnavailable."""
        ...


class CandidateWeigher(Protocol):
    """The database's own look at what a search engine has found: it says what may be shown, and
    weighs it as it would weigh what it had found itself."""

    async def weigh(
        self,
        tenant_id: str,
        query: SearchQuery,
        chunk_ids: Sequence[str],
        *,
        generation: Generation,
        today: date,
        audiences: frozenset[Audience],
    ) -> Candidates:
        """None of them where another generation is active by now. Raise DependencyUnavailable."""
        ...

    async def passages(
        self, tenant_id: str, candidates: Sequence[Candidate]
    ) -> Mapping[str, Passage]:
        """As `CandidateSource.passages`."""
        ...
