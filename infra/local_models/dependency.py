"""Whether the local models are there and answer, for `/ready` and `duralogue doctor`."""

import asyncio

from domain.errors import DependencyUnavailable
from domain.ports import Embedder

_PATIENCE = 5.0


class LocalModels:
    """Implements `domain.ports.Dependency`."""

    name = "local models"

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    async def check(self) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                vectors = await self._embedder.embed(["ready?"])
        except TimeoutError as error:
            raise DependencyUnavailable("the embedding model takes too long") from error
        if [len(vector) for vector in vectors] != [self._embedder.dimension]:
            raise DependencyUnavailable("the embedding model answers with other dimensions")
