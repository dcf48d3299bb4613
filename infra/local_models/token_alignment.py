"""Aligns the words of a question with those of a passage, each in its context."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infra.local_models.embedder import TokenVectors


@dataclass(frozen=True)
class Aligned:
    """How near the passage comes to the question's words: to all, to the telling ones."""

    whole: float
    telling: float
    least: float


def align(
    question: str, words: Sequence[str], asked: TokenVectors, passages: Iterable[TokenVectors]
) -> list[Aligned]:
    """`asked` are the question's pieces."""
    spans = word_spans(question, words, asked)
    return [_aligned(asked, spans, passage) for passage in passages]


def word_spans(question: str, words: Sequence[str], asked: TokenVectors) -> list[NDArray[np.int64]]:
    """For each word the places of its pieces."""
    lowered = question.lower()
    spans = []
    for word in words:
        start = lowered.find(word)
        end = start + len(word)
        places = [
            i for i, (left, right) in enumerate(asked.offsets) if left < end and right > start
        ]
        if start >= 0 and places:
            spans.append(np.array(places))
    return spans


def _aligned(
    asked: TokenVectors, spans: Sequence[NDArray[np.int64]], passage: TokenVectors
) -> Aligned:
    if not len(asked.vectors) or not len(passage.vectors):
        return Aligned(0.0, 0.0, 0.0)
    nearest = (asked.vectors @ passage.vectors.T).max(axis=1)
    telling = [float(nearest[places].mean()) for places in spans] or [float(nearest.mean())]
    return Aligned(float(nearest.mean()), float(np.mean(telling)), min(telling))
