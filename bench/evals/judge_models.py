"""Models of the judge, fitted to tables of measures and kept as plain numbers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from infra.local_models.answer_judge import DEPTH, BoostedTrees, LogisticModel
from infra.local_models.question_measures import Floats

SEED = 0
_PENALTY = 10.0
_FORESTS, _SUM_COUNTS, _FREEDOM = 3, 0.4, 0.02
_TREES, _RATE, _SHARE, _LEAST_IN_LEAF, _COLUMNS = 200, 0.04, 0.5, 15, 0.3


def preferring(tables: Sequence[Floats], right: Sequence[NDArray[np.bool_]]) -> LogisticModel:
    """Weights with which a question's right sentences score above its others.

    Only the order within a question is fitted: whether to answer at all, the trees decide."""
    table = np.concatenate(tables).astype(np.float64)
    answers = np.concatenate(right).astype(np.float64)
    mean, spread = table.mean(axis=0), table.std(axis=0)
    spread = np.where(spread < 1e-6, 1.0, spread)
    table = (table - mean) / spread
    sizes = [len(one) for one in tables]
    starts, question = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = table @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[question])
        all_of, right_of = np.add.reduceat(odds, starts), np.add.reduceat(odds * answers, starts)
        pull = odds / all_of[question] - odds * answers / right_of[question]
        total = -np.log(right_of / all_of).sum() + _PENALTY * weights @ weights
        return float(total), table.T @ pull + 2 * _PENALTY * weights

    fitted = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B").x
    found = (fitted / spread).astype(np.float32)
    return LogisticModel(found, -float((found * mean).sum()))


def grown(table: Floats, right: NDArray[np.bool_], weights: NDArray[Any]) -> BoostedTrees:
    """The mean of a few forests and of a weighted sum, as odds."""
    models = [_forest(seed).fit(table, right, sample_weight=weights) for seed in range(_FORESTS)]
    trees = [_whole(one.tree_) for model in models for one in model.estimators_[:, 0]]
    columns, limits, leaves = (np.array(part) for part in zip(*trees, strict=True))
    share = (1 - _SUM_COUNTS) / _FORESTS
    linear, constant = _sum_of(table, right, weights)
    found = BoostedTrees(
        columns.astype(np.int64),
        limits.astype(np.float32),
        (leaves * _RATE * share).astype(np.float32),
        (_SUM_COUNTS * linear).astype(np.float32),
        0.0,
    )
    grown_odds = share * sum(float(model.decision_function(table[:1])[0]) for model in models)
    start = grown_odds + _SUM_COUNTS * (float(table[0] @ linear) + constant) - found.odds(table[0])
    return replace(found, constant=start)


def _forest(seed: int) -> GradientBoostingClassifier:
    return GradientBoostingClassifier(
        n_estimators=_TREES, max_depth=DEPTH, learning_rate=_RATE, subsample=_SHARE,
        min_samples_leaf=_LEAST_IN_LEAF, max_features=_COLUMNS, random_state=SEED + seed,
    )  # fmt: skip


def _sum_of(
    table: Floats, right: NDArray[np.bool_], weights: NDArray[Any]
) -> tuple[NDArray[np.float64], float]:
    """Its weights for the measures as they are, and its constant."""
    mean, spread = table.mean(axis=0, dtype=np.float64), table.std(axis=0, dtype=np.float64)
    spread = np.where(spread < 1e-6, 1.0, spread)
    model = LogisticRegression(C=_FREEDOM, max_iter=1_000)
    model.fit((table - mean) / spread, right, sample_weight=weights)
    found = model.coef_[0] / spread
    return found, float(model.intercept_[0] - found @ mean)


def _whole(tree: Any) -> tuple[list[int], list[float], list[float]]:
    """The tree with all its branches: below an early leaf all leaves are alike."""
    columns, limits, row = [], [], [0]
    for _ in range(DEPTH):
        below = []
        for node in row:
            is_leaf = tree.children_left[node] < 0
            columns.append(0 if is_leaf else int(tree.feature[node]))
            limits.append(0.0 if is_leaf else float(tree.threshold[node]))
            below += [
                node if is_leaf else int(tree.children_left[node]),
                node if is_leaf else int(tree.children_right[node]),
            ]
        row = below
    return columns, limits, [float(tree.value[node][0][0]) for node in row]
