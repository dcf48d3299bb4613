"""Measures of how well each sentence of the passages answers a question."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from domain.chunking import is_item
from infra.local_models.aspects import KINDS, Aspects
from infra.local_models.passage_scoring import Evidence
from infra.local_models.question_measures import Asked, Floats
from infra.local_models.stacked_passages import Stacked
from infra.local_models.synonyms import Lexicon
from infra.local_models.title_names import NAME_MEASURES, measured_names, title_names
from infra.local_models.word_coverage import (
    IS_FOUND,
    Column,
    asked_share,
    best_of,
    late_interaction,
    least_of_each,
    other_title,
    share_of_each,
    telling_apart,
    where_missing,
)
from infra.local_models.word_matching import matched

_DOING = (
    "actions held",
    "actions missing",
    "actions missing in the passage",
    "the opposite",
    "qualifiers held",
    "qualifiers missing",
    "qualifiers added",
)
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
    *_DOING,
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
    if not ranked:
        return []
    readings = [one.reading for one in ranked]
    found = [
        matched(lexicon, asked.words, one.words, joins_words=asked.joins_words) for one in readings
    ]
    asked = replace(asked, weights=telling_apart(asked, found))
    table = _Measured(asked, ranked, found).table()
    return np.split(table, np.cumsum([len(one.sentence_rows) for one in readings])[:-1])


class _Measured:
    """The passages for a question, measured against it: a row for each sentence of each."""

    def __init__(self, asked: Asked, ranked: Sequence[Evidence], found: Sequence[Floats]) -> None:
        self._asked, self._ranked, self._found = asked, ranked, found
        self._readings = [one.reading for one in ranked]
        self._held = [one.aspects for one in self._readings]
        self._has = Stacked.made(asked, found, self._readings)
        self._of = self._has.of

    def table(self) -> Floats:
        columns = [
            *self._likeness(),
            *self._words(),
            *self._others(),
            *self._kinds(),
            *self._doing(),
            *self._rest(),
        ]
        table = np.empty((len(self._of), len(MEASURES)), dtype=np.float32)
        for at, column in enumerate(columns):
            table[:, at] = column
        return table

    def _of_each(self, of_passages: Sequence[float] | Column) -> Column:
        """For each sentence what holds of its passage."""
        each = np.asarray(of_passages, dtype=np.float32)
        return each[self._of] if each.ndim else float(each)

    def _likeness(self) -> list[Column]:
        similar = self._has.similar
        late = late_interaction(self._asked, self._has.nearest)
        below = max(float(similar.max(initial=0.0)), 0.0) - similar
        return [similar, self._of_each([one.meaning for one in self._ranked]), below, *late]

    def _words(self) -> list[Column]:
        asked, has = self._asked, self._has
        return [
            share_of_each(asked, np.maximum(has.own, has.said)),
            share_of_each(asked, has.there),
            self._of_each(has.in_passage),
            share_of_each(asked, has.close),
            least_of_each(asked, has.close),
            self._of_each(has.least_in_passage),
        ]

    def _others(self) -> list[Column]:
        asked = self._asked
        pairs = list(zip(self._found, self._readings, strict=True))
        return [
            self._nowhere(),
            self._of_each(share_of_each(asked, self._has.in_place)),
            self._of_each([asked_share(exact, one.heading_rows) for exact, one in pairs]),
            self._of_each([asked_share(exact, one.title_rows) for exact, one in pairs]),
        ]

    def _nowhere(self) -> float:
        """The share of what is asked about that no passage says anything of."""
        asked = self._asked
        total = float(asked.weights.sum())
        return float(asked.weights[~self._is_said].sum()) / total if total else 0.0

    @cached_property
    def _is_said(self) -> NDArray[np.bool_]:
        """Whether any passage has the word."""
        said: Floats = np.max([one.max(axis=1, initial=0.0) for one in self._found], axis=0)
        return said >= IS_FOUND

    @cached_property
    def _is_titled(self) -> NDArray[np.bool_]:
        """Whether any title has the word."""
        pairs = zip(self._found, self._readings, strict=True)
        titled: Floats = np.max([best_of(exact, one.title_rows) for exact, one in pairs], axis=0)
        return titled >= IS_FOUND

    def _kinds(self) -> list[Column]:
        wanted, asked = self._asked.aspects.wanted, self._asked
        of_each = [one for held in self._held for one in held[:-1]]
        is_held = np.array([_sign(wanted, wanted in one.kinds) for one in of_each], np.float32)
        kinds = asked.aspects.kinds
        missing = [float(len(kinds - one.kinds)) if kinds else 0.0 for one in of_each]
        anywhere = [
            _sign(wanted, any(wanted in one.kinds for one in held[:-1])) for held in self._held
        ]
        return [
            is_held,
            self._of_each(anywhere),
            np.array(missing, dtype=np.float32),
            share_of_each(asked, self._has.there) * is_held,
            least_of_each(asked, self._has.close) * is_held,
            *where_missing(asked, self._has.there),
            *(is_held if kind == wanted else 0.0 for kind in KINDS),
        ]

    def _doing(self) -> list[Column]:
        done = [row for held in self._held for row in _doing(self._asked.aspects, held)]
        return list(np.array(done, dtype=np.float32).reshape(len(done), len(_DOING)).T)

    def _rest(self) -> list[Column]:
        asked, ranked = self._asked, self._ranked
        is_missing = self._has.there < IS_FOUND
        ranks = [one.rank for one in ranked]
        texts = [sentence.text for one in ranked for sentence in one.passage.sentences]
        pairs = list(zip(self._found, self._readings, strict=True))
        titles = [one.title_rows for one in self._readings]
        others = [other_title(exact, one.title_rows, self._is_titled) for exact, one in pairs]
        return [
            np.array([is_item(text) for text in texts], np.float32),
            np.log1p([length for one in self._readings for length in one.said_counts]),
            math.log1p(len(asked.words)),
            float(asked.joins_words),
            self._of_each([math.log1p(rank) for rank in range(len(ranked))]),
            # Not by `@`, as in `share_of_each`.
            (is_missing * asked.weights).sum(axis=1),
            ((is_missing & self._is_titled) * asked.weights).sum(axis=1),
            ((is_missing & self._is_said) * asked.weights).sum(axis=1),
            self._of_each(others),
            *measured_names(title_names(self._found, titles), asked, self._has),
            self._of_each(ranks),
            self._of_each([max(ranks) - one for one in ranks]),
            self._of_each([one.aligned.whole for one in ranked]),
            self._of_each([one.aligned.telling for one in ranked]),
            self._of_each([one.aligned.least for one in ranked]),
            self._of_each([one.worst for one in ranked]),
        ]


def _sign(wanted: str, is_held: bool) -> float:  # noqa: FBT001 - what it makes a number of
    return 0.0 if not wanted else 1.0 if is_held else -1.0


def _doing(asked: Aspects, held: tuple[Aspects, ...]) -> Iterator[list[float]]:
    """What is done, for whom and when, for each sentence: in it and its heading, and anywhere in
    the passage."""
    *sentences, place = held
    anywhere = frozenset[str]().union(*(one.actions for one in held))
    not_done, opposites = float(len(asked.actions - anywhere)), asked.opposites
    for here in sentences:
        actions = here.actions | place.actions
        qualifiers = here.qualifiers | place.qualifiers
        yield [
            float(len(asked.actions & actions)),
            float(len(asked.actions - actions)),
            not_done,
            float(len(opposites & (actions | qualifiers))),
            float(len(asked.qualifiers & qualifiers)),
            float(len(asked.qualifiers - qualifiers)),
            float(len(here.qualifiers - asked.qualifiers)),
        ]
