"""The share of a question's words that a text has, by weight."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from infra.local_models.question_measures import Asked, Floats

Column = Floats | float
"""A measure of each sentence, or one that all of a passage share."""

IS_FOUND = 0.75
"""From this match on a word is there."""
_COMMON_WEIGHS = 0.6


def best_of(found: Floats, rows: NDArray[np.int64]) -> Floats:
    best: Floats = found[:, rows].max(axis=1, initial=0.0)
    return best


def share_of_each(asked: Asked, best: Floats) -> Column:
    # Not by `@`: BLAS has raised flags of invalid values over plain ones, on a busy machine.
    share: Floats = (best * asked.weights).sum(axis=1)
    return share / asked.total if asked.total else 0.0


def least_of_each(asked: Asked, best: Floats) -> Column:
    least: Floats = ((best - 1) * asked.weights).min(axis=1, initial=0.0)
    return 1 + least


def asked_share(exact: Floats, rows: NDArray[np.int64]) -> float:
    """How many of these words the question has."""
    if not len(rows):
        return 0.0
    return float((exact[:, rows].max(axis=0, initial=0.0) >= IS_FOUND).mean())


def where_missing(asked: Asked, there: Floats) -> list[Column]:
    """Weights of words that are not there: beside one that is, as the first, as the last."""
    missing = there < IS_FOUND
    if not missing.shape[1]:
        return [0.0, 0.0, 0.0]
    weights = missing * asked.weights
    beside = np.zeros(len(missing), dtype=np.float32)
    for one, other in asked.neighbours:
        for at, neighbour in ((one, other), (other, one)):
            np.maximum(beside, weights[:, at] * ~missing[:, neighbour], out=beside)
    return [beside, weights[:, 0], weights[:, -1]]


def other_title(exact: Floats, rows: NDArray[np.int64], titled: NDArray[np.bool_]) -> float:
    """How many words of the title nobody asked about, where the question names a title."""
    if not len(rows) or not titled.any():
        return 0.0
    return float((exact[:, rows].max(axis=0, initial=0.0) < IS_FOUND).sum())


def telling_apart(asked: Asked, found: Sequence[Floats]) -> Floats:
    """A word that most passages have, as "account" at a bank, says little of any of them."""
    if not asked.words or not found:
        return asked.weights
    share = np.mean([one.max(axis=1, initial=0.0) >= IS_FOUND for one in found], axis=0)
    weights: Floats = (asked.weights * (1 - _COMMON_WEIGHS * share)).astype(np.float32)
    return weights


def late_interaction(asked: Asked, nearest: Floats) -> list[Column]:
    """Of all pieces, of the telling words, and of the least of these."""
    if not nearest.shape[1]:
        return [0.0, 0.0, 0.0]
    whole = nearest.mean(axis=1)
    telling = asked.averaging @ nearest.T if asked.spans else whole[None]
    return [whole, telling.mean(axis=0), telling.min(axis=0)]
