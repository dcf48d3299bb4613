"""Judges which sentence answers a question best, and whether what would be quoted answers it.

A logistic model scores sentences and small trees judge the quote, both by named measures. They are
fitted by `python -m bench.evals.judge --fit` on questions of many trades and kept as plain numbers:
nothing is learned at run time.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infra.local_models.question_measures import Floats
from infra.local_models.sentence_evidence import MEASURES

_SPREAD = MEASURES[MEASURES.index("wanted kind held") : MEASURES.index("length")]
"""What holds of any sentence that is quoted counts for the whole quote."""
QUOTE_MEASURES = (
    "score",
    "lead over the next passage",
    "lead over what says otherwise",
    "passages that say the same",
    "lead over the next sentence here",
    "sentences",
    "plain likeness",
    *MEASURES,
    *(f"any: {name}" for name in _SPREAD),
    "all: kinds missing",
)
DEPTH = 3
"""Questions from a tree's root to a leaf."""
_BEST_LIKELY = 9.0
"""The lead where there is no other passage."""
_NEARLY = 3.0
"""Odds by which a passage that says the same may be behind."""


@dataclass(frozen=True)
class LogisticModel:
    """Odds as a weighted sum of measures."""

    weights: Floats
    constant: float

    @classmethod
    def read(cls, measures: Sequence[str], said: Mapping[str, Any]) -> "LogisticModel":
        weights = np.array([said["weights"].get(name, 0.0) for name in measures], dtype=np.float32)
        return cls(weights, float(said["constant"]))

    def odds(self, table: Floats) -> Floats:
        found: Floats = table @ self.weights + np.float32(self.constant)
        return found


@dataclass(frozen=True)
class BoostedTrees:
    """Trees of three questions each, all of them whole, as rows of numbers, and beside them a
    weighted sum: the mean of models that err in different places errs less."""

    columns: NDArray[np.int64]
    """Of each tree the measures that its seven questions are about, from the root down …"""
    limits: Floats
    """… and what a measure must be above to turn right."""
    leaves: Floats
    weights: Floats
    constant: float

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "BoostedTrees":
        weights = said.get("weights", {})
        place = {name: at for at, name in enumerate(QUOTE_MEASURES)}
        return cls(
            np.array([[place[name] for name in tree] for tree in said["asks"]], dtype=np.int64),
            np.array(said["limits"], dtype=np.float32),
            np.array(said["leaves"], dtype=np.float32),
            np.array([weights.get(name, 0.0) for name in QUOTE_MEASURES], dtype=np.float32),
            float(said["constant"]),
        )

    def odds(self, measured: Floats) -> float:
        trees = np.arange(len(self.columns))
        at = np.zeros(len(trees), dtype=np.int64)
        for _ in range(DEPTH):
            turn = measured[self.columns[trees, at]] > self.limits[trees, at]
            at = 2 * at + 1 + turn
        grown = float(self.leaves[trees, at - self.columns.shape[1]].sum())
        return self.constant + grown + float(measured @ self.weights)


@dataclass(frozen=True)
class AnswerJudge:
    """Fitted numbers, and the least confidence with which a question is answered."""

    sentence: LogisticModel
    quote: BoostedTrees
    answers_from: float

    def confidence(self, measured: Floats) -> float:
        return 1 / (1 + math.exp(-self.quote.odds(measured)))


@cache
def fitted_judge() -> AnswerJudge:
    """As it ships."""
    text = (files("infra.local_models") / "data" / "answer_judge.json").read_text(encoding="utf-8")
    said = json.loads(text)
    return AnswerJudge(
        LogisticModel.read(MEASURES, said["sentence"]),
        BoostedTrees.read(said["quote"]),
        float(said["answers_from"]),
    )


def measure_quote(
    tables: Sequence[Floats],
    scores: Sequence[Floats],
    at: tuple[int, int],
    places: Sequence[int],
    *,
    likeness: float,
    said: Sequence[frozenset[str]],
) -> Floats:
    """`at` is the passage and the sentence that the quote begins from, `places` are all it has;
    `said` are the numbers in the best sentence of each passage, and last in that one."""
    passage, sentence = at
    best = {place: float(one.max()) for place, one in enumerate(scores) if len(one)}
    best.pop(passage, None)
    others = list(best.values())
    score = float(scores[passage][sentence])
    same = [place for place in best if said[-1] & said[place] and best[place] > score - _NEARLY]
    otherwise = max((one for place, one in best.items() if place not in same), default=None)
    here = np.delete(scores[passage], list(places))
    first = MEASURES.index(_SPREAD[0])
    quoted = tables[passage][list(places)]
    missing = MEASURES.index("kinds missing")
    return np.concatenate(
        [
            [
                score,
                score - max(others, default=score - _BEST_LIKELY),
                _BEST_LIKELY if otherwise is None else score - otherwise,
                len(same),
                score - float(here.max(initial=score - _BEST_LIKELY)),
                len(places),
                likeness,
            ],
            tables[passage][sentence],
            quoted[:, first : first + len(_SPREAD)].max(axis=0),
            [quoted[:, missing].min()],
        ]
    ).astype(np.float32)
