"""Vectors on their way to pgvector and back."""

import sys
from array import array
from collections.abc import Iterable
from functools import lru_cache

_HEADER_BYTES = 4
"""Dimensions and a reserved field, before the big-endian floats."""


def to_text(vector: Iterable[float]) -> str:
    """A vector in pgvector's own notation."""
    values = tuple(vector)
    return _pattern(len(values)) % values


def from_bytes(sent: bytes) -> "array[float]":
    """What `vector_send` gives, in four bytes for each number."""
    values = array("f", sent[_HEADER_BYTES:])
    if sys.byteorder == "little":
        values.byteswap()
    return values


@lru_cache(maxsize=8)
def _pattern(length: int) -> str:
    return "[" + ",".join(["%.6g"] * length) + "]"
