"""Vectors of texts by their words: texts that share words are near each other."""

import math
from hashlib import blake2b

from provider_doubles.language_models.answers import words


def vector(text: str, dimension: int) -> list[float]:
    """Of length 1, the same for the same words."""
    row = [0.0] * dimension
    for word in words(text) or {""}:
        digest = int.from_bytes(blake2b(word.encode(), digest_size=8).digest())
        row[digest % dimension] += 1.0 if digest >> 63 else -1.0
    length = math.sqrt(sum(number * number for number in row)) or 1.0
    return [number / length for number in row]
