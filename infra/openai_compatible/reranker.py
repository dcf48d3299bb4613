"""Passages put in order by a server with a rerank method, such as vLLM and llama-server."""

from collections.abc import Mapping, Sequence

import httpx

from infra.hosted_models.deadlines import Deadlines
from infra.hosted_models.endpoint import ModelEndpoint
from infra.hosted_models.vectors import scores_in_order, sendable_text
from infra.openai_compatible.client import ServerClient


class OpenAICompatibleReranker:
    """Implements `domain.ports.Reranker`. Ollama has no such method: DependencyRejected."""

    def __init__(
        self,
        endpoint: ModelEndpoint,
        client: httpx.AsyncClient,
        deadlines: Deadlines | None = None,
    ) -> None:
        self._server = ServerClient(endpoint, client, deadlines or Deadlines())

    @property
    def model(self) -> str:
        return self._server.endpoint.name

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        if not texts:
            return []
        endpoint = self._server.endpoint
        asked = {
            "model": endpoint.model,
            "query": sendable_text(query),
            "documents": list(map(sendable_text, texts)),
        }
        answer = await self._server.call("POST", "rerank", asked)
        rows = answer.get("results")
        found = [
            (row.get("index"), row.get("relevance_score", row.get("score")))
            for row in (rows if isinstance(rows, list) else [{}])
            if isinstance(row, Mapping)
        ]
        return scores_in_order(found, len(texts), vendor=endpoint.vendor)
