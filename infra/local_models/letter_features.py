"""Words and pieces of words as a short row of numbers: what a sentence vector overlooks.

Names of products and rare words mean little to the sentence model, and a misspelt word still shares
most of its pieces with the right one. Hashed, so that no list of words has to be stored.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Floats32 = NDArray[np.float32]

WIDTH = 1024
"""More buckets give no better accuracy; each costs a column of weights for every intent."""
_WORD = re.compile(r"\w+")
_PIECES = (3, 4, 5)
_LONGEST_WORD = 24
_MOST_WORDS = 200
"""Of one message: what is said in more is said already."""
_SIGN = 1 << 31


def rarity(texts: Sequence[str]) -> Floats32:
    """For each bucket how telling it is among these texts (inverse document frequency)."""
    found = np.zeros(WIDTH)
    for text in texts:
        found[list({piece % WIDTH for piece in _pieces(text)})] += 1
    weights: Floats32 = (np.log((1 + len(texts)) / (1 + found)) + 1).astype(np.float32)
    return weights


def letters(text: str, weights: Floats32) -> Floats32:
    """The text's row, of length 1 (or 0 where there is no word in it)."""
    counts: dict[int, int] = {}
    for piece in _pieces(text):
        counts[piece] = counts.get(piece, 0) + 1
    row = np.zeros(WIDTH, dtype=np.float32)
    for piece, count in counts.items():
        bucket = piece % WIDTH
        sign = 1.0 if piece & _SIGN else -1.0
        row[bucket] += sign * (1 + np.log(count)) * weights[bucket]
    length = float(np.linalg.norm(row))
    return row / length if length else row


def _pieces(text: str) -> Iterator[int]:
    words = [match.group()[:_LONGEST_WORD] for match in _WORD.finditer(text.casefold())]
    words = words[:_MOST_WORDS]
    for word in words:
        yield crc32(word.encode("utf-8", "surrogatepass"))
        edged = f"<{word}>"
        for size in _PIECES:
            for start in range(max(len(edged) - size + 1, 0)):
                yield crc32(edged[start : start + size].encode("utf-8", "surrogatepass"))
    for pair in pairwise(words):
        yield crc32(" ".join(pair).encode("utf-8", "surrogatepass"))
