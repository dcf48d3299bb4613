"""Names in titles: "Dark Green Account" is neither the Green Account nor the Dark Green Card."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infra.local_models.question_measures import Asked, Floats
from infra.local_models.word_coverage import IS_FOUND, Column

NAME_MEASURES = (
    "words of the title asked about",
    "words of another title missing",
    "words of another title missing in the sentence",
    "words added to what is named",
    "words added to what is named, beyond the best",
    "rest of the words in the sentence",
    "rest of the words near the sentence",
    "least of the rest near the sentence",
    "late interaction, the rest",
    "late interaction, least of the rest",
)
"""Counted and not weighed: "dark" and "gold" are common words, and all that tells two products
apart."""


@dataclass(frozen=True)
class TitleName:
    """How the title of one passage fits what the question names, beside the other titles."""

    own: NDArray[np.bool_]
    """The question's words that it has: of the sentence the rest is asked."""
    missing: NDArray[np.bool_]
    """The question's words that another title has, and not this one."""
    added: float
    beyond: float

    def measured(self, asked: Asked, there: Floats, close: Floats, nearest: Floats) -> list[Column]:
        """A row of each is a sentence: `there` is how much of each word it has with its heading
        and title, `close` how near it comes to each, and `nearest` how near to each of the
        question's pieces."""
        rest = ~self.own
        weights = asked.weights[rest]
        total = float(weights.sum())
        late = _late(asked, rest, nearest)
        return [
            float(self.own.sum()),
            float(self.missing.sum()),
            (self.missing & (there < IS_FOUND)).sum(axis=1),
            self.added,
            self.beyond,
            there[:, rest] @ weights / total if total else 1.0,
            close[:, rest] @ weights / total if total else 1.0,
            close[:, rest].min(axis=1, initial=1.0),
            late.mean(axis=0) if len(late) else 1.0,
            late.min(axis=0) if len(late) else 1.0,
        ]


def _late(asked: Asked, rest: NDArray[np.bool_], nearest: Floats) -> Floats:
    """For each word of the rest how near each sentence comes to it."""
    if len(asked.spans) != len(rest) or not nearest.shape[1]:
        return np.zeros((0, len(nearest)), dtype=np.float32)
    near: Floats = asked.averaging[rest] @ nearest.T
    return near


def title_names(found: Sequence[Floats], rows: Sequence[NDArray[np.int64]]) -> list[TitleName]:
    """`found` matches the question's words with each passage's, `rows` are those of its title."""
    matches: list[NDArray[np.bool_]] = [
        one[:, at] >= IS_FOUND for one, at in zip(found, rows, strict=True)
    ]
    asked: list[NDArray[np.bool_]] = [np.any(one, axis=1) for one in matches]
    anywhere = np.any(asked, axis=0) if asked else np.zeros(0, dtype=bool)
    counts = [int(one.sum()) for one in asked]
    here: list[NDArray[np.bool_]] = [np.any(one, axis=0) for one in matches]
    added = [_beside(one) for one in here]
    return [
        TitleName(
            own,
            anywhere & ~own,
            float(more),
            float(more - min(a for a, c in zip(added, counts, strict=True) if c >= count)),
        )
        for own, count, more in zip(asked, counts, added, strict=True)
    ]


def _beside(is_asked: NDArray[np.bool_]) -> int:
    """Words of the title that nobody asked about, beside one that somebody did: "Plus"."""
    padded = np.concatenate([[False], is_asked, [False]])
    return int((~is_asked & (padded[:-2] | padded[2:])).sum())
