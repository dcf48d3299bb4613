"""Sentence embeddings by an OpenAI-compatible server."""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from domain.errors import ConfigurationError
from domain.knowledge import Chunk
from domain.ports import Vector
from infra.hosted_models.deadlines import Deadlines
from infra.hosted_models.endpoint import ModelEndpoint
from infra.hosted_models.vectors import embed_all, embed_chunks
from infra.openai_compatible.client import ServerClient

_MOST_DIMENSIONS = 2_000
"""More are not indexed by pgvector."""


class OpenAICompatibleEmbedder:
    """Implements `domain.ports.Embedder` and `ChunkEmbedder`.

    `prefixes` go before a question and before a passage, for models that were trained with them,
    such as ("query: ", "passage: ").
    """

    def __init__(
        self,
        endpoint: ModelEndpoint,
        client: httpx.AsyncClient,
        *,
        dimension: int,
        prefixes: tuple[str, str] = ("", ""),
        deadlines: Deadlines | None = None,
    ) -> None:
        if not 1 <= dimension <= _MOST_DIMENSIONS:
            raise ConfigurationError(f"dimension: must be 1 to {_MOST_DIMENSIONS}")
        self._server = ServerClient(endpoint, client, deadlines or Deadlines())
        self._dimension = dimension
        self._prefixes = prefixes

    @property
    def model(self) -> str:
        return f"{self._server.endpoint.name}@{self._dimension}"

    @property
    def dimension(self) -> int:
        return self._dimension

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return await self._embed([self._prefixes[0] + text for text in texts])

    async def embed_chunks(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        async def embed(texts: Sequence[str]) -> list[Vector]:
            return await self._embed([self._prefixes[1] + text for text in texts])

        return await embed_chunks(embed, chunks)

    async def _embed(self, texts: Sequence[str]) -> list[Vector]:
        return await embed_all(
            self._batch, texts, vendor=self._server.endpoint.vendor, dimension=self._dimension
        )

    async def _batch(self, texts: list[str]) -> Any:
        asked = {
            "model": self._server.endpoint.model,
            "input": texts,
            "encoding_format": "float",
        }
        answer = await self._server.call("POST", "embeddings", asked)
        rows = answer.get("data")
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            return None
        # Servers that work in parallel may answer out of order.
        ordered = sorted(
            enumerate(rows), key=lambda row: _place(row[1].get("index"), otherwise=row[0])
        )
        return [row.get("embedding") for _, row in ordered]


def _place(index: Any, *, otherwise: int) -> int:
    return index if isinstance(index, int) else otherwise
