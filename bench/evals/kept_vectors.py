"""Vectors kept on disk by hash of their texts, so that measuring again embeds nothing twice."""

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.ports import Embedder, Vector

_Row = NDArray[np.float32]
_SAVED_EVERY = 4_000
"""An interrupted run loses no more than so many."""


class KeptVectors:
    """Implements `Embedder` over another. No text is stored."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        self._path = folder / f"{blake2b(embedder.model.encode(), digest_size=6).hexdigest()}.npz"
        self._vectors: dict[bytes, _Row] = self._stored()
        self._unsaved = 0

    @property
    def model(self) -> str:
        return self._embedder.model

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        keys = [blake2b(text.encode(), digest_size=16).digest() for text in texts]
        both = zip(keys, texts, strict=True)
        missing = {key: text for key, text in both if key not in self._vectors}
        if missing:
            vectors = await self._embedder.embed(list(missing.values()))
            self._vectors.update(zip(missing, np.array(vectors, np.float32), strict=True))
            self._unsaved += len(missing)
        if self._unsaved >= _SAVED_EVERY:
            self.save()
        return [tuple(self._vectors[key].tolist()) for key in keys]

    def save(self) -> None:
        """What is new since the last time."""
        if not self._unsaved:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".part.npz")
        keys = np.frombuffer(b"".join(self._vectors), dtype=np.uint8).reshape(-1, 16)
        np.savez(draft, keys=keys, vectors=np.stack(list(self._vectors.values())))
        draft.replace(self._path)
        self._unsaved = 0

    def _stored(self) -> dict[bytes, _Row]:
        if not self._path.is_file():
            return {}
        with np.load(self._path, allow_pickle=False) as stored:
            keys, vectors = stored["keys"], stored["vectors"]
        return {key.tobytes(): row for key, row in zip(keys, vectors, strict=True)}
