"""What indexing a tenant's documents needs."""

import asyncio
from collections.abc import Callable, Sequence

from activities.knowledge import KnowledgeActivities
from domain.ports import Embedder, Vector
from duralogue.wiring.foundation import Foundation
from infra.markdown.documents import MarkdownSections
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.knowledge_sources import PostgresKnowledgeSources


class EmbedderOnFirstUse:
    """Implements `Embedder`; loads the model, with its libraries, when a document is to be indexed.

    That is seldom, and a worker that was killed is back sooner without it.
    """

    def __init__(self, load: Callable[[], Embedder]) -> None:
        self._load = load
        self._loaded: Embedder | None = None
        self._loading = asyncio.Lock()

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        async with self._loading:
            if self._loaded is None:
                self._loaded = await asyncio.to_thread(self._load)
        return await self._loaded.embed(texts)


def knowledge_activities(base: Foundation) -> KnowledgeActivities:
    def load() -> Embedder:
        from infra.local_models.embedder import MiniLMEmbedder  # noqa: PLC0415 - see above

        return MiniLMEmbedder(threads=base.settings.inference_threads)

    return KnowledgeActivities(
        PostgresKnowledgeSources(base.engine),
        PostgresKnowledge(base.engine),
        MarkdownSections(),
        EmbedderOnFirstUse(load),
    )
