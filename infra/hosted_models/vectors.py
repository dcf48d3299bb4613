"""Vectors and ranks as vendors answer them: checked before anything is compared with them."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from domain.errors import DependencyRejected, UnusableAnswer
from domain.ports import Vector
from domain.ports.hosted_embedding import TEXTS_PER_CALL, Embedded
from infra.hosted_models.clean_words import sendable

_MOST_TOKENS = 10_000_000
"""Of one request: more is no count."""
_LONGEST_TEXT = 16_000
"""Characters of a text that go out; models read no more, and vendors bill what they read."""
_SHORTEST = 1e-12
"""Of a vector. Servers that fail in the middle answer with zeros."""


class Rows(NamedTuple):
    """One answer of a vendor, before it is checked."""

    vectors: Any
    tokens: Any


EmbedBatch = Callable[[list[str]], Awaitable[Rows]]


async def embed_all(
    embed: EmbedBatch, texts: Sequence[str], *, vendor: str, dimension: int
) -> Embedded:
    """Each different text once, a batch after the other; their vectors in the texts' order.

    An empty text, which vendors refuse, goes out as a full stop. Raise UnusableAnswer for what are
    no vectors of this dimension.
    """
    wanted = list(dict.fromkeys(sendable_text(text) for text in texts))
    found: dict[str, Vector] = {}
    tokens: int | None = 0
    for start in range(0, len(wanted), TEXTS_PER_CALL):
        batch = wanted[start : start + TEXTS_PER_CALL]
        answer = await embed(batch)
        counted = _counted(answer.tokens)
        try:
            rows = unit_rows(answer.vectors, len(batch), vendor=vendor, dimension=dimension)
        except DependencyRejected as error:
            raise UnusableAnswer(str(error), tokens=counted) from None
        found.update(zip(batch, rows, strict=True))
        tokens = None if tokens is None or counted is None else tokens + counted
    return Embedded([found[sendable_text(text)] for text in texts], tokens)


def unit_rows(rows: Any, count: int, *, vendor: str, dimension: int) -> list[Vector]:
    """Rows of length 1. Raise DependencyRejected for what is no such matrix."""
    try:
        matrix = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise DependencyRejected(f"{vendor} answered with something else than vectors") from None
    if matrix.shape != (count, dimension):
        raise DependencyRejected(
            f"{vendor} answered with vectors of the shape {matrix.shape}; "
            f"{count} of {dimension} numbers were asked for"
        )
    with np.errstate(over="ignore"):
        lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    if not np.isfinite(lengths).all():
        raise DependencyRejected(f"{vendor} answered with vectors that are not finite")
    if (lengths < _SHORTEST).any():
        # Its nearness to anything is NaN, which in a ranking makes NaN of all the others.
        raise DependencyRejected(f"{vendor} answered with vectors that point nowhere")
    return [tuple(row) for row in (matrix / lengths).tolist()]


def scores_in_order(found: Any, count: int, *, vendor: str) -> list[float]:
    """Scores by index, as both vendors' dialects name them; what is left out scored nothing."""
    scores = [0.0] * count
    try:
        for index, score in found:
            # An index of -1 would quietly be the last one's.
            place = range(count)[index] if index >= 0 else count
            scores[place] = min(max(float(score), 0.0), 1.0) if np.isfinite(score) else 0.0
    except (IndexError, TypeError, ValueError, OverflowError):
        raise DependencyRejected(f"{vendor} answered with something else than ranks") from None
    return scores


def _counted(tokens: Any) -> int | None:
    """Cohere's SDK has a float for it."""
    is_count = isinstance(tokens, int | float) and not isinstance(tokens, bool)
    return int(tokens) if is_count and 0 <= tokens < _MOST_TOKENS else None


def sendable_text(text: str) -> str:
    """Within what models read, and never empty, which vendors refuse."""
    clean = sendable(text[:_LONGEST_TEXT])
    return clean if clean.strip() else "."
