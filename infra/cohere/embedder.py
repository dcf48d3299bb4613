"""Sentence embeddings by Cohere."""

from collections.abc import Sequence

import httpx

from domain.errors import ConfigurationError
from domain.ports.hosted_embedding import Embedded, TextKind
from infra.cohere.client import VENDOR, CohereClient
from infra.hosted_models.deadlines import Deadlines, within
from infra.hosted_models.endpoint import ModelEndpoint
from infra.hosted_models.vectors import Rows, embed_all

_INPUT_TYPES = {TextKind.QUESTION: "search_query", TextKind.PASSAGE: "search_document"}
DIMENSIONS = (256, 512, 1024, 1536)
"""Between which embed-v4.0 lets choose."""


class CohereEmbedder:
    """Implements `domain.ports.hosted_embedding.EmbeddingAdapter`."""

    def __init__(
        self,
        endpoint: ModelEndpoint,
        client: httpx.AsyncClient,
        *,
        dimension: int = 1024,
        deadlines: Deadlines | None = None,
    ) -> None:
        if dimension not in DIMENSIONS:
            raise ConfigurationError(f"dimension: must be one of {', '.join(map(str, DIMENSIONS))}")
        self._cohere = CohereClient(endpoint, client, deadlines or Deadlines())
        self._dimension = dimension

    @property
    def model(self) -> str:
        return f"{self._cohere.endpoint.name}@{self._dimension}"

    @property
    def dimension(self) -> int:
        return self._dimension

    async def embed_texts(self, texts: Sequence[str], kind: TextKind) -> Embedded:
        """Raise DependencyUnavailable, ModelRetired, DependencyRejected; never tries again."""

        async def embed(batch: list[str]) -> Rows:
            call = self._cohere.sdk.embed(
                model=self._cohere.endpoint.model,
                input_type=_INPUT_TYPES[kind],
                texts=batch,
                output_dimension=self._dimension,
                embedding_types=["float"],
                truncate="END",
            )
            with self._cohere.failures():
                answer = await within(call, vendor=VENDOR, deadlines=self._cohere.deadlines)
                # Within: the SDK checks no answer, and nearly anything may be None.
                billed = answer.meta.billed_units if answer.meta else None
                return Rows(answer.embeddings.float_, billed.input_tokens if billed else None)

        return await embed_all(embed, texts, vendor=VENDOR, dimension=self._dimension)
