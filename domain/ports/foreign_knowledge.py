"""Ports behind answers from documents in another language than the question's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from domain.knowledge import Answer, Audience, Passage
    from domain.ports.content import Embedder, KnowledgeStore, Vector
    from domain.ports.hosted_embedding import HostedEmbedder


class IndexModels(Protocol):
    """Which model made the index that a tenant's customers are answered from."""

    async def model_of(self, tenant_id: str, *, again: bool = False) -> str | None:
        """None where nothing is indexed. What was read some seconds ago is enough, unless
        `again`. Raise DependencyUnavailable."""
        ...


@dataclass(frozen=True)
class Indexing:
    """How a tenant's documents are indexed."""

    store: KnowledgeStore
    embedder: Embedder
    hosted: HostedEmbedder | None = None
    """It embeds passages too; the store keeps its vectors beside the embedder's."""
    problem: str | None = None
    """Why there is none, though the tenant wants one."""


class IndexingChoice(Protocol):
    """By which models a tenant's documents are indexed."""

    async def of(self, tenant_id: str) -> Indexing:
        """Those that it has chosen, or the usual one. Raise DependencyUnavailable."""
        ...


class NearPassages(Protocol):
    """Passages by meaning alone, for a model that knows many languages."""

    async def nearest(
        self, tenant_id: str, vector: Vector, *, today: date, audiences: frozenset[Audience]
    ) -> list[Passage]:
        """Nearest first and without their sentences; `vector_similarity` is set. Raise
        DependencyUnavailable."""
        ...


class ForeignQuoter(Protocol):
    """Quotes passages that are in another language than the question."""

    async def quote(self, query: str, passages: Sequence[Passage]) -> Answer | None:
        """None rather than a guess. Raise DependencyUnavailable, BudgetExceeded."""
        ...


class ForeignAnswers(Protocol):
    """Answers from documents in another language, for a question that its own does not answer."""

    async def find(
        self, tenant_id: str, query: str, *, today: datetime, audiences: frozenset[Audience]
    ) -> Answer | None:
        """None where the tenant has chosen one language only, or nothing answers. Raise
        DependencyUnavailable, BudgetExceeded."""
        ...
