"""Vectors and ranks as vendors answer them: checked before anything is compared with them."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import numpy as np

from domain.chunking import text_to_embed
from domain.errors import DependencyRejected
from domain.knowledge import Chunk
from domain.ports import Vector
from infra.hosted_models.clean_words import sendable

TEXTS_PER_CALL = 96
_LONGEST_TEXT = 16_000
"""Characters of a text that go out; models read no more, and vendors bill what they read."""
EmbedBatch = Callable[[list[str]], Awaitable[Any]]


async def embed_all(
    embed: EmbedBatch, texts: Sequence[str], *, vendor: str, dimension: int
) -> list[Vector]:
    """Each different text once, a batch after the other; their vectors in the texts' order.

    An empty text, which vendors refuse, goes out as a full stop.
    """
    wanted = list(dict.fromkeys(sendable_text(text) for text in texts))
    found: dict[str, Vector] = {}
    for start in range(0, len(wanted), TEXTS_PER_CALL):
        batch = wanted[start : start + TEXTS_PER_CALL]
        rows = unit_rows(await embed(batch), len(batch), vendor=vendor, dimension=dimension)
        found.update(zip(batch, rows, strict=True))
    return [found[sendable_text(text)] for text in texts]


async def embed_chunks(
    embed: Callable[[Sequence[str]], Awaitable[list[Vector]]], chunks: Sequence[Chunk]
) -> list[Chunk]:
    """Chunks with their vectors and those of their sentences. They get no vectors of tokens: no
    vendor sells them."""
    heads = [text_to_embed(chunk) for chunk in chunks]
    said = [sentence.text for chunk in chunks for sentence in chunk.sentences]
    texts = list(dict.fromkeys([*heads, *said]))
    vectors = dict(zip(texts, await embed(texts), strict=True))
    return [
        chunk.model_copy(
            update={
                "vector": vectors[head],
                "pieces": b"",
                "sentences": tuple(
                    sentence.model_copy(update={"vector": vectors[sentence.text]})
                    for sentence in chunk.sentences
                ),
            }
        )
        for chunk, head in zip(chunks, heads, strict=True)
    ]


def unit_rows(rows: Any, count: int, *, vendor: str, dimension: int) -> list[Vector]:
    """Rows of length 1. Raise DependencyRejected for what is no such matrix."""
    try:
        matrix = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError):
        raise DependencyRejected(f"{vendor} answered with something else than vectors") from None
    if matrix.shape != (count, dimension):
        raise DependencyRejected(
            f"{vendor} answered with vectors of the shape {matrix.shape}; "
            f"{count} of {dimension} numbers were asked for"
        )
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    if not np.isfinite(lengths).all():
        raise DependencyRejected(f"{vendor} answered with vectors that are not finite")
    unit = matrix / np.maximum(lengths, 1e-12)
    return [tuple(row) for row in unit.tolist()]


def scores_in_order(found: Any, count: int, *, vendor: str) -> list[float]:
    """Scores by index, as both vendors' dialects name them; what is left out scored nothing."""
    scores = [0.0] * count
    try:
        for index, score in found:
            # An index of -1 would quietly be the last one's.
            place = range(count)[index] if index >= 0 else count
            scores[place] = min(max(float(score), 0.0), 1.0) if np.isfinite(score) else 0.0
    except (IndexError, TypeError, ValueError):
        raise DependencyRejected(f"{vendor} answered with something else than ranks") from None
    return scores


def sendable_text(text: str) -> str:
    """Within what models read, and never empty, which vendors refuse."""
    clean = sendable(text[:_LONGEST_TEXT])
    return clean if clean.strip() else "."
