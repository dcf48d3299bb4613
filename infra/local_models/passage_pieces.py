"""The vectors of a passage's tokens, small enough to be kept for each passage of an index."""

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

NUMBERS = 96
"""Of a vector, of the model's 384: one byte each. A passage of sixty tokens takes 6 kB."""

_SCALE = 256.0
_LARGEST = 127
_DIRECTIONS = Path(__file__).parent / "data" / "piece_directions.npy"


def packed(vectors: NDArray[np.float32]) -> bytes:
    """A row for each token; their lengths are lost."""
    projected = _projected(vectors)
    codes = np.clip(np.rint(projected * _SCALE), -_LARGEST, _LARGEST).astype(np.int8)
    return bytes(codes.tobytes())


def unpacked(pieces: bytes) -> NDArray[np.float32]:
    """The rows again, on the scale of `query_pieces`."""
    whole = len(pieces) - len(pieces) % NUMBERS
    codes = np.frombuffer(pieces[:whole], dtype=np.int8).reshape(-1, NUMBERS)
    return codes.astype(np.float32) / _SCALE


def query_pieces(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """A query's tokens in the same directions, unrounded."""
    return _projected(vectors)


def nearest(query: NDArray[np.float32], passages: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    """For each passage the mean, over the query's tokens, of the nearest token's similarity."""
    filled = [place for place, passage in enumerate(passages) if len(passage)]
    found = np.zeros(len(passages), dtype=np.float32)
    if not filled or not len(query):
        return found
    rows = np.concatenate([passages[place] for place in filled])
    starts = np.cumsum([0, *(len(passages[place]) for place in filled)])[:-1]
    found[filled] = np.maximum.reduceat(query @ rows.T, starts, axis=1).mean(axis=0)
    return found


def _projected(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    projected = vectors @ _directions()
    lengths = np.linalg.norm(projected, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = projected / np.maximum(lengths, 1e-6)
    return scaled


@lru_cache(maxsize=1)
def _directions() -> NDArray[np.float32]:
    """In which the model's token vectors differ most, found in texts of our own tenants."""
    directions: NDArray[np.float32] = np.load(_DIRECTIONS).astype(np.float32)
    return directions
