"""Sentence embeddings by an OpenAI-compatible server."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import httpx

from domain.errors import ConfigurationError, UnusableAnswer
from domain.ports.hosted_embedding import Embedded, TextKind
from infra.hosted_models.deadlines import Deadlines
from infra.hosted_models.endpoint import ModelEndpoint
from infra.hosted_models.vectors import Rows, embed_all
from infra.openai_compatible.client import ServerClient

_MOST_DIMENSIONS = 2_000
"""More are not indexed by pgvector."""


class OpenAICompatibleEmbedder:
    """Implements `domain.ports.hosted_embedding.EmbeddingAdapter`.

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
        return f"{self._server.endpoint.name}@{self._dimension}{named_prefixes(self._prefixes)}"

    @property
    def dimension(self) -> int:
        return self._dimension

    async def embed_texts(self, texts: Sequence[str], kind: TextKind) -> Embedded:
        """Raise DependencyUnavailable, ModelRetired, DependencyRejected; never tries again."""
        prefix = self._prefixes[kind is TextKind.PASSAGE]
        return await embed_all(
            self._batch,
            [prefix + text for text in texts],
            vendor=self._server.endpoint.vendor,
            dimension=self._dimension,
        )

    async def _batch(self, texts: list[str]) -> Rows:
        asked = {
            "model": self._server.endpoint.model,
            "input": texts,
            "encoding_format": "float",
        }
        answer = await self._server.call("POST", "embeddings", asked)
        usage = answer.get("usage")
        tokens = usage.get("prompt_tokens") if isinstance(usage, Mapping) else None
        rows = answer.get("data")
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            return Rows(None, tokens)
        return Rows([row.get("embedding") for row in _in_order(rows)], tokens)


def named_prefixes(prefixes: tuple[str, str]) -> str:
    """Part of an index's name: with other prefixes vectors are others."""
    if not any(prefixes):
        return ""
    return f"+{sha256(repr(prefixes).encode()).hexdigest()[:8]}"


def _in_order(rows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Servers that work in parallel may answer out of order; some count nothing, or 0 for each.

    Raise UnusableAnswer where two rows claim one place: whose they are nobody knows.
    """
    places = [place for row in rows if isinstance(place := row.get("index"), int)]
    if len(set(places)) <= 1:
        return rows
    if len(set(places)) < len(rows):
        raise UnusableAnswer("the server answered with vectors of which some share an index")
    return sorted(rows, key=lambda row: int(row["index"]))
