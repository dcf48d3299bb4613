"""Which words of a question a passage answers to, each word taken in its context."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infra.local_models.embedder import MiniLMEmbedder, TokenVectors

_KEPT = 1_024
"""Passages whose pieces are kept; sixty kilobytes each."""


@dataclass(frozen=True)
class Aligned:
    """How near the passage comes to the question's words: to all, to the telling ones."""

    whole: float
    telling: float
    least: float


class Aligner:
    def __init__(self, model: MiniLMEmbedder) -> None:
        self._model = model
        self._known: OrderedDict[str, TokenVectors] = OrderedDict()

    async def align(
        self, question: str, words: Sequence[str], passages: Sequence[str]
    ) -> list[Aligned]:
        missing = [text for text in dict.fromkeys(passages) if text not in self._known]
        asked, *found = await self._model.embed_tokens([question, *missing])
        self._known.update(zip(missing, found, strict=True))
        spans = _spans(question, words, asked)
        aligned = [_aligned(asked, spans, self._known[text]) for text in passages]
        for text in passages:
            self._known.move_to_end(text)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return aligned


def _spans(question: str, words: Sequence[str], asked: TokenVectors) -> list[NDArray[np.int64]]:
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
