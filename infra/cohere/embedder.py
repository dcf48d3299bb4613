"""Sentence embeddings by Cohere."""

from collections.abc import Sequence
from typing import Any

import httpx

from domain.errors import ConfigurationError
from domain.knowledge import Chunk
from domain.ports import Vector
from infra.cohere.client import VENDOR, CohereClient
from infra.hosted_models.deadlines import Deadlines, within
from infra.hosted_models.endpoint import ModelEndpoint
from infra.hosted_models.vectors import embed_all, embed_chunks

DIMENSIONS = (256, 512, 1024, 1536)
"""Between which embed-v4.0 lets choose."""


class CohereEmbedder:
    """Implements `domain.ports.Embedder` and `ChunkEmbedder`.

    A question and a passage are embedded differently, so both methods are needed: `embed` is for
    what people ask.
    """

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

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return await self._embed(texts, "search_query")

    async def embed_chunks(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        async def embed(texts: Sequence[str]) -> list[Vector]:
            return await self._embed(texts, "search_document")

        return await embed_chunks(embed, chunks)

    async def _embed(self, texts: Sequence[str], kind: str) -> list[Vector]:
        async def embed(batch: list[str]) -> Any:
            call = self._cohere.sdk.embed(
                model=self._cohere.endpoint.model,
                input_type=kind,
                texts=batch,
                output_dimension=self._dimension,
                embedding_types=["float"],
                truncate="END",
            )
            with self._cohere.failures():
                answer = await within(call, vendor=VENDOR, deadlines=self._cohere.deadlines)
            return answer.embeddings.float_

        return await embed_all(embed, texts, vendor=VENDOR, dimension=self._dimension)
