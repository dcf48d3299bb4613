"""Ports for a search engine beside the database: what it is fed from, and how."""

from collections.abc import Callable, Sequence
from typing import Protocol

from domain.knowledge import Passage
from domain.search_index import Fed, Generation, IndexedChunk, IndexedDocument


class KnowledgeGenerations(Protocol):
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
        source: KnowledgeGenerations,
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


class PassageReader(Protocol):
    """Reads whole passages by what a search has found of them."""

    async def passages(
        self, tenant_id: str, references: Sequence[tuple[str, str, str]]
    ) -> dict[tuple[str, str, str], Passage]:
        """Those that are still there, by tenant, chunk and the hash of its document."""
        ...
