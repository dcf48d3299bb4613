"""Ports of hosted models that embed a tenant's passages and the questions asked of them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from domain.ports.content import Embedder, Vector

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXTS_PER_CALL = 96
"""As Cohere allows; other servers take more."""


class TextKind(StrEnum):
    """What a text is: models embed both differently."""

    QUESTION = "question"
    PASSAGE = "passage"


class Embedded(NamedTuple):
    """Vectors, and how many tokens the vendor counted; None where it did not say."""

    vectors: list[Vector]
    tokens: int | None


class EmbeddingAdapter(Protocol):
    """One vendor's model with one key. It does not try again by itself."""

    @property
    def model(self) -> str:
        """Vendor, model, dimension and what else makes its vectors others."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    async def embed_texts(self, texts: Sequence[str], kind: TextKind) -> Embedded:
        """Raise DependencyUnavailable, ModelRetired, DependencyRejected, ConfigurationError."""
        ...


class HostedEmbedder(Embedder, Protocol):
    """A tenant's hosted model. `embed` is for questions, which models embed differently, and takes
    two seconds at most: a customer waits.

    Both raise DependencyUnavailable (with `retry_after` where it is known; also where a budget is
    spent, or the model is left in peace) and DependencyRejected.
    """

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector for each text, in their order, however many there are."""
        ...


class HostedEmbedders(Protocol):
    """The models that tenants have chosen for this in `models.embed`."""

    async def chosen(self, tenant_id: str) -> HostedEmbedder | None:
        """By which passages are to be indexed; None where the tenant wants none. Raise
        ConfigurationError where the one it names is not connected or cannot be used, and
        DependencyUnavailable."""
        ...

    async def of_index(self, tenant_id: str, model: str) -> HostedEmbedder | None:
        """The one that made an index under this name, which may be another than is chosen by now.
        None where it is no longer connected, or the tenant wants none any more: questions then stay
        here. Raise DependencyUnavailable."""
        ...


class HostedIndexes(Protocol):
    """Which hosted model has embedded the passages that customers are answered from."""

    async def hosted_model_of(self, tenant_id: str, *, again: bool = False) -> str | None:
        """None where none has. What was read some seconds ago is enough, unless `again`. Raise
        DependencyUnavailable."""
        ...
