"""Passages put in order by Cohere."""

from collections.abc import Sequence

import httpx

from infra.cohere.client import VENDOR, CohereClient
from infra.hosted_models.deadlines import Deadlines, within
from infra.hosted_models.endpoint import ModelEndpoint
from infra.hosted_models.vectors import scores_in_order, sendable_text


class CohereReranker:
    """Implements `domain.ports.Reranker`."""

    def __init__(
        self,
        endpoint: ModelEndpoint,
        client: httpx.AsyncClient,
        deadlines: Deadlines | None = None,
    ) -> None:
        self._cohere = CohereClient(endpoint, client, deadlines or Deadlines())

    @property
    def model(self) -> str:
        return self._cohere.endpoint.name

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        if not texts:
            return []
        call = self._cohere.sdk.rerank(
            model=self._cohere.endpoint.model,
            query=sendable_text(query),
            documents=list(map(sendable_text, texts)),
        )
        with self._cohere.failures():
            answer = await within(call, vendor=VENDOR, deadlines=self._cohere.deadlines)
            # Within: the SDK checks no answer, and nearly anything may be None.
            found = [(each.index, each.relevance_score) for each in answer.results]
        return scores_in_order(found, len(texts), vendor=VENDOR)
