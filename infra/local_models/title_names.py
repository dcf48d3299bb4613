"""Names in titles: "Dark Green Account" is neither the Green Account nor the Dark Green Card."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infra.local_models.analyzed_passages import Rows
from infra.local_models.question_measures import Asked, Floats
from infra.local_models.stacked_passages import Stacked
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


def measured_names(names: Sequence[TitleName], asked: Asked, has: Stacked) -> list[Column]:
    """By `NAME_MEASURES`: of each sentence the rest is asked that its title does not say."""
    rest: NDArray[np.bool_] = ~np.array([one.own for one in names])
    missing = np.array([one.missing for one in names])
    of, weights = has.of, rest * asked.weights
    return [
        np.array([float(one.own.sum()) for one in names], np.float32)[of],
        np.array([float(one.missing.sum()) for one in names], np.float32)[of],
        (missing[of] & (has.there < IS_FOUND)).sum(axis=1),
        np.array([one.added for one in names], np.float32)[of],
        np.array([one.beyond for one in names], np.float32)[of],
        _share(has.there, weights, of),
        _share(has.close, weights, of),
        np.where(rest[of], has.close, np.float32(1)).min(axis=1, initial=1.0),
        *_late(asked, rest[of], has.nearest),
    ]


def _share(found: Floats, weights: Floats, of: Rows) -> Floats:
    """By weight; all of it where nothing is left to ask."""
    totals = weights.sum(axis=1)
    none = totals == 0
    share: Floats = (found * weights[of]).sum(axis=1) / np.where(none, np.float32(1), totals)[of]
    share[none[of]] = 1.0
    return share


def _late(asked: Asked, rest: NDArray[np.bool_], nearest: Floats) -> list[Column]:
    """How near each sentence comes to the words of the rest: to all, and to the least."""
    if len(asked.spans) != rest.shape[1] or not nearest.shape[1]:
        return [1.0, 1.0]
    near: Floats = (asked.averaging @ nearest.T).T
    counts = rest.sum(axis=1)
    mean = (near * rest).sum(axis=1) / np.maximum(counts, 1)
    least = np.where(rest, near, np.float32(np.inf)).min(axis=1, initial=np.inf)
    return [np.where(counts > 0, mean, 1.0), np.where(counts > 0, least, 1.0)]


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
