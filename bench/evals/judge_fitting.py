"""Fits the judge of answers on the questions of many trades, and asks each trade without itself."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.evals.help_pages import Asked, Pages, read_documents, read_questions, trades
from bench.evals.judge_models import grown, preferring
from infra.local_models.answer_judge import QUOTE_MEASURES, BoostedTrees, LogisticModel
from infra.local_models.answerer import (
    SHORT_FROM,
    Considered,
    ExtractiveAnswerer,
    Proposed,
    is_short_and_known,
)
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.question_measures import Floats
from infra.local_models.sentence_evidence import MEASURES
from infra.local_models.topics import topic_places

MOST_WRONG = 0.03
"""Of all questions, in those that the threshold of the judge alone is chosen on: likeness adds
half as much again."""
_FOLDS = 3
_WITHOUT_ITS_ANSWER = 0.15
"""Weight of a question whose answer was taken out of the passages: a near miss of its own."""


@dataclass(frozen=True)
class Case:
    """A question, its passages as they are measured, and which sentences answer it."""

    asked: Asked
    considered: Considered
    right: tuple[NDArray[np.bool_], ...]

    @property
    def trade(self) -> str:
        """Pages of one trade in two languages are one trade."""
        return self.asked.trade.removesuffix("_de")

    @property
    def knows_sentence(self) -> bool:
        return not self.asked.where

    def is_answered_by(self, proposed: Proposed | None) -> bool:
        if proposed is None:
            return False
        heading = proposed.evidence.passage.heading
        return self.asked.is_answered_by(proposed.quote.text, heading)

    def without_answer(self) -> "Case | None":
        """The same passages less the sentences that answer; None where nothing is left."""
        keep = [~one for one in self.right]
        if not any(one.any() for one in self.right) or not any(one.any() for one in keep):
            return None
        tables = [
            np.where(kept[:, None], table, np.float32(0))
            for table, kept in zip(self.considered.tables, keep, strict=True)
        ]
        hidden = [table.copy() for table in tables]
        for table, kept in zip(hidden, keep, strict=True):
            table[~kept, 0] = -5.0
        considered = replace(self.considered, tables=hidden)
        return Case(replace(self.asked, says="", where=""), considered, self.right)


@dataclass(frozen=True)
class Judged:
    """What was proposed for a question by models that have not seen its trade."""

    case: Case
    confidence: float
    is_right: bool
    alike: bool | None = None
    """Whether what likeness alone would quote is right; None where it quotes nothing."""
    is_short: bool = False
    """Whether it has few words, all of which the passage quoted has."""
    is_among_topics: bool = False
    """Whether the right section would be one of those offered to read."""

    def given(self, answers_from: float, plain_from: float | None) -> bool | None:
        """Whether what is answered is right, None where nothing is; `plain_from` None leaves the
        judge alone."""
        is_short = plain_from is not None and self.is_short
        if self.confidence >= (min(SHORT_FROM, answers_from) if is_short else answers_from):
            return self.is_right
        is_enough = plain_from is not None and self.confidence >= plain_from
        return self.alike if is_enough else None


@dataclass(frozen=True)
class Fitted:
    sentence: LogisticModel
    quote: BoostedTrees
    answers_from: float


@cache
def answerer() -> ExtractiveAnswerer:
    return ExtractiveAnswerer(MiniLMEmbedder())


@cache
def cases() -> tuple[Case, ...]:
    return tuple(asyncio.run(_cases(trades())))


async def _cases(names: Iterable[str]) -> list[Case]:
    embedder, found = MiniLMEmbedder(), []
    for name in names:
        pages = Pages(embedder, read_documents(name))
        for asked in read_questions(name):
            [vector] = await embedder.embed([asked.text])
            passages = await pages.search(asked.text, vector)
            considered = await answerer().consider(asked.text, vector, passages)
            found.append(Case(asked, considered, _right(asked, considered)))
    return found


def _right(asked: Asked, considered: Considered) -> tuple[NDArray[np.bool_], ...]:
    return tuple(
        np.array(
            [
                asked.is_answered_by(sentence.text, one.passage.heading)
                for sentence in one.passage.sentences
            ]
        )
        for one in considered.ranked
    )


def fit_sentences(some: Sequence[Case]) -> LogisticModel:
    known = [case for case in some if any(one.any() for one in case.right)]
    return preferring(
        [np.concatenate(case.considered.tables) for case in known],
        [np.concatenate(case.right) for case in known],
    )


def fit_quotes(some: Sequence[Case]) -> tuple[BoostedTrees, list[tuple[Case, Floats, bool]]]:
    """Each trade's quotes are proposed by sentence models that have not seen it."""
    names = sorted({case.trade for case in some})
    rows: list[tuple[Case, Floats, bool]] = []
    weights = []
    for fold in (names[start::_FOLDS] for start in range(_FOLDS)):
        model = fit_sentences([case for case in some if case.trade not in fold])
        for case in (case for case in some if case.trade in fold):
            near_miss = case.without_answer() if case.knows_sentence else None
            for one, weight in ((case, 1.0), (near_miss, _WITHOUT_ITS_ANSWER)):
                proposed = one and answerer().propose(one.considered, model)
                if one and proposed:
                    rows.append((one, proposed.measured, one.is_answered_by(proposed)))
                    weights.append(weight)
    table = np.array([row for _, row, _ in rows])
    right = np.array([right for _, _, right in rows])
    return grown(table, right, np.array(weights)), rows


def fit(some: Sequence[Case]) -> Fitted:
    """The threshold is that of trades which the trees have not seen either: on what they grew on
    they are surer than they may be."""
    quote, _ = fit_quotes(some)
    names = sorted({case.trade for case in some})
    confidence, right = [], []
    for fold in (names[start::_FOLDS] for start in range(_FOLDS)):
        others = [case for case in some if case.trade not in fold]
        model = Fitted(fit_sentences(others), fit_quotes(others)[0], 0.0)
        judged = [judge(case, model) for case in some if case.trade in fold]
        confidence += [one.confidence for one in judged]
        right += [one.is_right for one in judged]
    least = threshold(np.array(confidence), np.array(right))
    return Fitted(fit_sentences(some), quote, least)


def threshold(
    confidence: NDArray[Any], right: NDArray[np.bool_], most_wrong: float = MOST_WRONG
) -> float:
    """The least with which no more than so many of all are answered wrongly."""
    order = np.argsort(-confidence)
    wrong = np.cumsum(~right[order]) / len(right)
    allowed = int(np.searchsorted(wrong, most_wrong, side="right"))
    return float(confidence[order][min(allowed, len(order) - 1)]) + 1e-6


def left_out(
    some: Sequence[Case], *, folds: int = _FOLDS, with_threshold: bool = True
) -> dict[str, tuple[float, list[Judged]]]:
    """Trades judged by the others, several at a time; for each the threshold that the others give,
    and its questions."""
    names = sorted({case.trade for case in some})
    found = {}
    for apart in (names[start::folds] for start in range(folds)):
        others = [case for case in some if case.trade not in apart]
        model = (
            fit(others)
            if with_threshold
            else Fitted(fit_sentences(others), fit_quotes(others)[0], 0.0)
        )
        for name in apart:
            judged = [judge(case, model) for case in some if case.trade == name]
            found[name] = (model.answers_from, judged)
    return found


@cache
def seen_by_others() -> dict[str, tuple[float, list[Judged]]]:
    """All trades, each judged by all others: worked out once for all areas."""
    return left_out(cases())


def judge(case: Case, model: Fitted) -> Judged:
    proposed = answerer().propose(case.considered, model.sentence)
    if proposed is None:
        return Judged(case, 0.0, is_right=False)
    confidence = 1 / (1 + float(np.exp(-model.quote.odds(proposed.measured))))
    plain = answerer().plain(case.considered, proposed)
    said = " ".join(text for _, text in plain)
    alike = any(case.asked.is_answered_by(said, one.passage.heading) for one, _ in plain)
    scores = [model.sentence.odds(table) for table in case.considered.tables]
    offered = topic_places(case.considered.ranked, scores)
    return Judged(
        case,
        confidence,
        case.is_answered_by(proposed),
        alike if plain else None,
        is_short_and_known(case.considered, proposed),
        any(bool(case.right[at].any()) for at in offered),
    )


def as_json(model: Fitted) -> dict[str, Any]:
    weights = zip(MEASURES, model.sentence.weights.tolist(), strict=True)
    trees = model.quote
    return {
        "sentence": {
            "weights": {name: round(weight, 4) for name, weight in weights},
            "constant": round(model.sentence.constant, 4),
        },
        "quote": {
            "asks": [[QUOTE_MEASURES[at] for at in tree] for tree in trees.columns.tolist()],
            "limits": [[round(one, 4) for one in tree] for tree in trees.limits.tolist()],
            "leaves": [[round(one, 4) for one in tree] for tree in trees.leaves.tolist()],
            "weights": {
                name: round(weight, 5)
                for name, weight in zip(QUOTE_MEASURES, trees.weights.tolist(), strict=True)
            },
            "constant": round(trees.constant, 4),
        },
        "answers_from": round(model.answers_from, 3),
    }
