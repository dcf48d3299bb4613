"""Vectors of passages by a tenant's hosted model, while its documents are indexed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NoReturn

from domain.chunking import text_to_embed
from domain.errors import DependencyRejected, DependencyUnavailable
from domain.knowledge import Chunk
from domain.ports import KnowledgeSources
from domain.ports.hosted_embedding import HostedEmbedder

SETTING = "models.embed"
"""Under this name the status of a tenant's knowledge says what is wrong with the model."""
_CONTROL = "Opening hours"
_AGAIN_AFTER = timedelta(seconds=60)
"""After a refusal, which an operator has to mend."""


class HostedPassages:
    """Embeds what is about to be staged, for one tenant."""

    def __init__(self, embedder: HostedEmbedder, sources: KnowledgeSources, tenant_id: str) -> None:
        self._embedder = embedder
        self._sources = sources
        self._tenant_id = tenant_id

    async def embedded(
        self, documents: Mapping[str, Sequence[Chunk]]
    ) -> tuple[dict[str, list[Chunk]], dict[str, str]]:
        """The documents' chunks with their hosted vectors, and why some documents have none: the
        model refuses them, and no others.

        Raise DependencyUnavailable where it answers nobody: what was indexed before goes on being
        searched, and the status says why. Temporal tries again until it is there.
        """
        try:
            found = await self._in_one_go(documents)
        except DependencyUnavailable as error:
            await self._wait(str(error), error.retry_after)
        except DependencyRejected:
            found, refused = await self._one_by_one(documents)
        else:
            refused = {}
        await self._sources.note_indexing(self._tenant_id, {SETTING: None})
        return found, refused

    async def _one_by_one(
        self, documents: Mapping[str, Sequence[Chunk]]
    ) -> tuple[dict[str, list[Chunk]], dict[str, str]]:
        found: dict[str, list[Chunk]] = {}
        refused: dict[str, str] = {}
        try:
            # A model that refuses this refuses everything: no document is to blame.
            await self._embedder.embed_passages([_CONTROL])
            for name, chunks in documents.items():
                try:
                    found |= await self._in_one_go({name: chunks})
                except DependencyRejected as error:
                    refused[name] = str(error)
        except DependencyUnavailable as error:
            await self._wait(str(error), error.retry_after)
        except DependencyRejected as error:
            await self._wait(str(error), _AGAIN_AFTER)
        return found, refused

    async def _in_one_go(self, documents: Mapping[str, Sequence[Chunk]]) -> dict[str, list[Chunk]]:
        """Of several documents together: a request takes as long for one text as for many."""
        texts = [text_to_embed(chunk) for chunks in documents.values() for chunk in chunks]
        vectors = iter(await self._embedder.embed_passages(texts))
        return {
            name: [chunk.model_copy(update={"hosted_vector": next(vectors)}) for chunk in chunks]
            for name, chunks in documents.items()
        }

    async def _wait(self, reason: str, retry_after: timedelta | None) -> NoReturn:
        why = f"documents wait for {self._embedder.model}: {reason}"
        await self._sources.note_indexing(self._tenant_id, {SETTING: why})
        raise DependencyUnavailable(why, retry_after=retry_after)
