"""Vectors on their way to pgvector and back."""

from collections.abc import Iterable

import numpy as np

from domain.ports import Vector

_HEADER_BYTES = 4
"""Dimensions and a reserved field, before the big-endian floats."""


def to_text(vector: Iterable[float]) -> str:
    return "[" + ",".join(f"{value:.6g}" for value in vector) + "]"


def from_bytes(sent: bytes) -> Vector:
    """What `vector_send` gives."""
    return tuple(np.frombuffer(sent, dtype=">f4", offset=_HEADER_BYTES).tolist())
