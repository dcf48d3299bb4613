"""Similarity of single words, with their vectors cached."""

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from domain.ports import Embedder

_KEPT = 8_192
"""Some twelve megabytes; a tenant's documents hold a few thousand different words."""


class WordVectors:
    """Vectors of single words, of which those last used are kept."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    async def of(self, words: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        missing = [word for word in dict.fromkeys(words) if word not in self._known]
        if missing:
            vectors = await self._embedder.embed(missing)
            for word, vector in zip(missing, vectors, strict=True):
                self._known[word] = np.array(vector, dtype=np.float32)
        found = {word: self._known[word] for word in words}
        for word in found:
            self._known.move_to_end(word)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return found
