"""Measures of how well each sentence of the passages answers a question."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from domain.chunking import is_item
from infra.local_models.analyzed_passages import Reading
from infra.local_models.aspects import KINDS, Aspects
from infra.local_models.passage_scoring import Evidence
from infra.local_models.question_measures import Asked, Floats
from infra.local_models.synonyms import Lexicon
from infra.local_models.word_coverage import (
    IS_FOUND,
    asked_share,
    best_of,
    least_of,
    other_title,
    share_of,
    telling_apart,
    where_missing,
)
from infra.local_models.word_matching import matched

MEASURES = (
    "meaning of the sentence",
    "meaning of the passage",
    "meaning below the best",
    "late interaction",
    "late interaction, telling words",
    "late interaction, least telling word",
    "words in the sentence",
    "words in its place",
    "words in the passage",
    "nearness of words",
    "nearness of the least word",
    "least word in the passage",
    "words found nowhere",
    "words in heading and title",
    "heading asked about",
    "title asked about",
    "wanted kind held",
    "wanted kind held in the passage",
    "kinds missing",
    "words and kind",
    "least word and kind",
    "word beside missing",
    "first word missing",
    "last word missing",
    *(f"kind {kind}" for kind in KINDS),
    "actions held",
    "actions missing",
    "actions missing in the passage",
    "the opposite",
    "qualifiers held",
    "qualifiers missing",
    "qualifiers added",
    "an item",
    "length",
    "words asked",
    "language that joins words",
    "rank of the passage",
    "telling weight missing",
    "named by another title",
    "named by another passage",
    "title of something else",
    "plain rank",
    "plain rank below the best",
    "late interaction with the passage",
    "late interaction with the passage, telling words",
    "late interaction with the passage, least telling word",
    "plain cover of the word missed most",
)
"""The names of the columns."""


def measure(lexicon: Lexicon, asked: Asked, ranked: Sequence[Evidence]) -> list[Floats]:
    """For each passage a row for each of its sentences."""
    readings = [one.reading for one in ranked]
    found = [
        matched(lexicon, asked.words, one.words, joins_words=asked.joins_words) for one in readings
    ]
    asked = replace(asked, weights=telling_apart(asked, found))
    around = _Around.of(asked, found, ranked)
    tables = [
        _Measured(asked, one, exact, rank).rows(around)
        for rank, (one, exact) in enumerate(zip(ranked, found, strict=True))
    ]
    best = max((float(table[:, 0].max(initial=0.0)) for table in tables), default=0.0)
    for table in tables:
        table[:, 2] = best - table[:, 0]
    return tables


@dataclass(frozen=True)
class _Around:
    """Which of the question's words any title and any passage has."""

    best_rank: float
    nowhere: float
    """The share of what is asked about that no passage says anything of."""
    titled: NDArray[np.bool_]
    said: NDArray[np.bool_]

    @classmethod
    def of(cls, asked: Asked, found: Sequence[Floats], ranked: Sequence[Evidence]) -> "_Around":
        if not found:
            none = np.zeros(len(asked.words), dtype=bool)
            return cls(0.0, 0.0, none, none)
        rows = (one.reading.title_rows for one in ranked)
        titled = [best_of(one, at) for one, at in zip(found, rows, strict=True)]
        said = [one.max(axis=1, initial=0.0) for one in found]
        is_said = np.max(said, axis=0) >= IS_FOUND
        total = float(asked.weights.sum())
        nowhere = float(asked.weights[~is_said].sum()) / total if total else 0.0
        rank = max(one.rank for one in ranked)
        return cls(rank, nowhere, np.max(titled, axis=0) >= IS_FOUND, is_said)

    def missing(self, asked: Asked, there: Floats) -> list[float]:
        """Weights of words that name something here, and not in this sentence and its place."""
        missing = there < IS_FOUND
        return [
            float(asked.weights[missing & self.titled].sum()),
            float(asked.weights[missing & self.said].sum()),
        ]


class _Measured:
    """One passage, measured against the question."""

    def __init__(self, asked: Asked, found: Evidence, exact: Floats, rank: int) -> None:
        self._asked, self._found, self._exact, self._rank = asked, found, exact, rank
        reading = found.reading
        self._held = reading.aspects
        self._place = np.concatenate([reading.heading_rows, reading.title_rows])
        self._near = _near(asked, reading, exact)
        self._pieces = asked.pieces.vectors @ reading.pieces.vectors.T
        self._similar = reading.sentence_vectors @ asked.vector
        self._said = [
            _said(asked, held, self._held[-1]) for held in self._held[: len(self._similar)]
        ]

        anywhere = np.max(self._said, axis=0, initial=0.0) if self._said else asked.named
        self._in_passage = share_of(asked, np.maximum(exact.max(axis=1, initial=0.0), anywhere))
        self._least_in_passage = least_of(
            asked, np.maximum(self._near.max(axis=1, initial=0.0), anywhere)
        )
        self._there = [self._cover(exact, at) for at in range(len(self._similar))]
        self._close = [self._cover(self._near, at) for at in range(len(self._similar))]

    def rows(self, around: "_Around") -> Floats:
        others = self._others(around) if self._said else []
        rows = [
            [
                *self._likeness(at),
                *self._words(at),
                *others,
                *self._kinds(at),
                *self._rest(at, around),
            ]
            for at in range(len(self._similar))
        ]
        return np.array(rows, dtype=np.float32).reshape(len(rows), len(MEASURES))

    def _cover(self, found: Floats, at: int) -> Floats:
        """How much of each word the sentence has with its heading and title."""
        rows = np.concatenate([self._found.reading.sentence_rows[at], self._place])
        return np.maximum(best_of(found, rows), self._said[at])

    def _likeness(self, at: int) -> list[float]:
        late = _late(self._asked, self._pieces, self._found.reading, at)
        return [float(self._similar[at]), self._found.meaning, 0.0, *late]

    def _words(self, at: int) -> list[float]:
        own = best_of(self._exact, self._found.reading.sentence_rows[at])
        asked, close = self._asked, self._close[at]
        return [
            share_of(asked, np.maximum(own, self._said[at])),
            share_of(asked, self._there[at]),
            self._in_passage,
            share_of(asked, close),
            least_of(asked, close),
            self._least_in_passage,
        ]

    def _others(self, around: "_Around") -> list[float]:
        reading = self._found.reading
        return [
            around.nowhere,
            share_of(self._asked, best_of(self._exact, self._place)),
            asked_share(self._exact, reading.heading_rows),
            asked_share(self._exact, reading.title_rows),
        ]

    def _kinds(self, at: int) -> list[float]:
        wanted, held = self._asked.aspects.wanted, self._held
        there = self._there[at]
        is_held = _sign(wanted, wanted in held[at].kinds)
        return [
            is_held,
            _sign(wanted, any(wanted in one.kinds for one in held[:-1])),
            float(len(self._asked.aspects.kinds - held[at].kinds)),
            share_of(self._asked, there) * is_held,
            least_of(self._asked, self._close[at]) * is_held,
            *where_missing(self._asked, there),
            *(is_held if kind == wanted else 0.0 for kind in KINDS),
        ]

    def _rest(self, at: int, around: "_Around") -> list[float]:
        asked, reading, there = self._asked, self._found.reading, self._there[at]
        return [
            *_doing(asked.aspects, self._held, at),
            float(is_item(self._found.passage.sentences[at].text)),
            math.log1p(len(reading.sentence_rows[at])),
            math.log1p(len(asked.words)),
            float(asked.joins_words),
            math.log1p(self._rank),
            float(asked.weights[there < IS_FOUND].sum()),
            *around.missing(asked, there),
            other_title(self._exact, reading.title_rows, around.titled),
            self._found.rank,
            around.best_rank - self._found.rank,
            self._found.aligned.whole,
            self._found.aligned.telling,
            self._found.aligned.least,
            self._found.worst,
        ]


def _sign(wanted: str, is_held: bool) -> float:  # noqa: FBT001 - what it makes a number of
    return 0.0 if not wanted else 1.0 if is_held else -1.0


def _said(asked: Asked, held: Aspects, place: Aspects) -> Floats:
    """1 for each word that asks for an aspect which is there, whatever the words for it."""
    there = held.kinds | held.actions | held.qualifiers | place.actions | place.qualifiers
    said = np.array([float(bool(one & there)) for one in asked.word_aspects], dtype=np.float32)
    return np.maximum(said, asked.named)


def _near(asked: Asked, reading: Reading, exact: Floats) -> Floats:
    if not asked.words or not reading.words:
        return exact
    vectors: Floats = np.minimum(asked.word_vectors @ reading.word_vectors.T, 0.99)
    return np.maximum(vectors, exact)


def _late(asked: Asked, pieces: Floats, reading: Reading, at: int) -> tuple[float, float, float]:
    """How near the sentence's pieces and its heading's come to the question's."""
    columns = np.r_[reading.spans[0], reading.spans[at + 1]]
    if not len(columns) or not len(pieces):
        return 0.0, 0.0, 0.0
    nearest = pieces[:, columns].max(axis=1)
    telling = [float(nearest[span].mean()) for span in asked.spans] or [float(nearest.mean())]
    return float(nearest.mean()), sum(telling) / len(telling), min(telling)


def _doing(asked: Aspects, held: tuple[Aspects, ...], at: int) -> list[float]:
    """What is done, for whom and when: in the sentence and its heading, and in the passage."""
    here, place = held[at], held[-1]
    actions = here.actions | place.actions
    qualifiers = here.qualifiers | place.qualifiers
    anywhere = frozenset[str]().union(*(one.actions for one in held))
    said = actions | qualifiers
    return [
        float(len(asked.actions & actions)),
        float(len(asked.actions - actions)),
        float(len(asked.actions - anywhere)),
        float(len(asked.opposites & said)),
        float(len(asked.qualifiers & qualifiers)),
        float(len(asked.qualifiers - qualifiers)),
        float(len(here.qualifiers - asked.qualifiers)),
    ]
