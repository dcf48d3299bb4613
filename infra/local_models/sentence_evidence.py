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
from infra.local_models.title_names import NAME_MEASURES, TitleName, title_names
from infra.local_models.word_coverage import (
    IS_FOUND,
    Column,
    asked_share,
    best_of,
    best_of_each,
    late_interaction,
    least_of,
    least_of_each,
    nearest_pieces,
    other_title,
    share_of,
    share_of_each,
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
    *NAME_MEASURES,
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
    names: Sequence[TitleName] = ()

    @classmethod
    def of(cls, asked: Asked, found: Sequence[Floats], ranked: Sequence[Evidence]) -> "_Around":
        if not found:
            none = np.zeros(len(asked.words), dtype=bool)
            return cls(0.0, 0.0, none, none)
        rows = [one.reading.title_rows for one in ranked]
        titled = [best_of(one, at) for one, at in zip(found, rows, strict=True)]
        said = [one.max(axis=1, initial=0.0) for one in found]
        is_said = np.max(said, axis=0) >= IS_FOUND
        total = float(asked.weights.sum())
        nowhere = float(asked.weights[~is_said].sum()) / total if total else 0.0
        rank = max(one.rank for one in ranked)
        names = title_names(found, rows)
        return cls(rank, nowhere, np.max(titled, axis=0) >= IS_FOUND, is_said, names)


class _Measured:
    """One passage, measured against the question: a row for each of its sentences."""

    def __init__(self, asked: Asked, found: Evidence, exact: Floats, rank: int) -> None:
        self._asked, self._found, self._exact, self._rank = asked, found, exact, rank
        reading = found.reading
        self._held = reading.aspects
        self._similar = reading.sentence_vectors @ asked.vector
        count = len(self._similar)
        self._place = np.concatenate([reading.heading_rows, reading.title_rows])
        near = _near(asked, reading, exact)
        said = [_said(asked, held, self._held[-1]) for held in self._held[:count]]
        self._said = np.array(said, dtype=np.float32).reshape(count, len(asked.words))

        anywhere = self._said.max(axis=0) if count else asked.named
        self._in_passage = share_of(asked, np.maximum(exact.max(axis=1, initial=0.0), anywhere))
        self._least_in_passage = least_of(
            asked, np.maximum(near.max(axis=1, initial=0.0), anywhere)
        )
        self._own = best_of_each(exact, reading.sentence_rows)
        self._there = self._cover(self._own, exact)
        self._close = self._cover(best_of_each(near, reading.sentence_rows), near)
        self._nearest = nearest_pieces(asked.pieces.vectors @ reading.pieces.vectors.T, reading)

    def rows(self, around: "_Around") -> Floats:
        count = len(self._similar)
        if not count:
            return np.zeros((0, len(MEASURES)), dtype=np.float32)
        named = around.names[self._rank].measured(
            self._asked, self._there, self._close, self._nearest
        )
        kinds, doing = self._kinds(), self._doing()
        columns = [
            *self._likeness(),
            *self._words(),
            *self._others(around),
            *kinds,
            *doing,
            *self._rest(around, named),
        ]
        table = np.empty((count, len(MEASURES)), dtype=np.float32)
        for at, column in enumerate(columns):
            table[:, at] = column
        return table

    def _cover(self, own: Floats, found: Floats) -> Floats:
        """How much of each word each sentence has with its heading and title."""
        place = best_of(found, self._place)
        covered: Floats = np.maximum(np.maximum(own, place), self._said)
        return covered

    def _likeness(self) -> list[Column]:
        late = late_interaction(self._asked, self._nearest)
        return [self._similar, self._found.meaning, 0.0, *late]

    def _words(self) -> list[Column]:
        asked, close = self._asked, self._close
        return [
            share_of_each(asked, np.maximum(self._own, self._said)),
            share_of_each(asked, self._there),
            self._in_passage,
            share_of_each(asked, close),
            least_of_each(asked, close),
            self._least_in_passage,
        ]

    def _others(self, around: "_Around") -> list[Column]:
        reading = self._found.reading
        return [
            around.nowhere,
            share_of(self._asked, best_of(self._exact, self._place)),
            asked_share(self._exact, reading.heading_rows),
            asked_share(self._exact, reading.title_rows),
        ]

    def _kinds(self) -> list[Column]:
        wanted, held, asked = self._asked.aspects.wanted, self._held, self._asked
        of_each = held[: len(self._similar)]
        is_held = np.array([_sign(wanted, wanted in one.kinds) for one in of_each], np.float32)
        missing = [float(len(asked.aspects.kinds - one.kinds)) for one in of_each]
        return [
            is_held,
            _sign(wanted, any(wanted in one.kinds for one in held[:-1])),
            np.array(missing, dtype=np.float32),
            share_of_each(asked, self._there) * is_held,
            least_of_each(asked, self._close) * is_held,
            *where_missing(asked, self._there),
            *(is_held if kind == wanted else 0.0 for kind in KINDS),
        ]

    def _doing(self) -> list[Column]:
        done = [_doing(self._asked.aspects, self._held, at) for at in range(len(self._similar))]
        return list(np.array(done, dtype=np.float32).T)

    def _rest(self, around: "_Around", named: Sequence[Column]) -> list[Column]:
        asked, found = self._asked, self._found
        reading, is_missing = found.reading, self._there < IS_FOUND
        sentences = found.passage.sentences
        return [
            np.array([is_item(one.text) for one in sentences], dtype=np.float32),
            np.log1p([len(rows) for rows in reading.sentence_rows]),
            math.log1p(len(asked.words)),
            float(asked.joins_words),
            math.log1p(self._rank),
            is_missing @ asked.weights,
            (is_missing & around.titled) @ asked.weights,
            (is_missing & around.said) @ asked.weights,
            other_title(self._exact, reading.title_rows, around.titled),
            *named,
            found.rank,
            around.best_rank - found.rank,
            found.aligned.whole,
            found.aligned.telling,
            found.aligned.least,
            found.worst,
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
