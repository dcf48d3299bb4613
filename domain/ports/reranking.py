"""Port of models that put passages in order for a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Reranker(Protocol):
    """Reads the question and each text together, which is closer than two vectors can be."""

    @property
    def model(self) -> str:
        """Vendor and model, such as "cohere/rerank-v4.0-fast": scores of two compare with
        nothing."""
        ...

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers, in their order, from 0 to 1. Raise DependencyUnavailable,
        ModelRetired and DependencyRejected as a LanguageModel does: rank without it then."""
        ...


class Rerankers(Protocol):
    """The models that tenants have for this."""

    async def for_tenant(self, tenant_id: str, revision: str) -> Reranker | None:
        """None where the tenant has none, or the one it names is not connected."""
        ...
