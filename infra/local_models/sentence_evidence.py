"""Measures of how well each sentence of the passages answers a question, a row for each sentence."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.chunking import is_item
from domain.knowledge import Passage
from infra.local_models.analyzed_passages import Reading
from infra.local_models.aspects import KINDS, Aspects
from infra.local_models.embedder import TokenVectors
from infra.local_models.synonyms import Lexicon
from infra.local_models.word_matching import matched

Floats = NDArray[np.float32]

_IS_FOUND = 0.75
"""From this match on a word is there."""
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
    "compounds",
    "rank of the passage",
    "telling weight missing",
)
"""The names of the columns."""


@dataclass(frozen=True)
class Asked:
    """What all sentences are measured against."""

    words: tuple[str, ...]
    weights: Floats
    word_vectors: Floats
    vector: Floats
    pieces: TokenVectors
    spans: tuple[NDArray[np.int64], ...]
    """For each telling word its pieces."""
    aspects: Aspects
    joins_words: bool
    word_aspects: tuple[frozenset[str], ...]
    """For each telling word the aspects that it asks for."""
    neighbours: tuple[tuple[int, int], ...]
    """Which of the telling words stand beside each other."""


def measure(
    lexicon: Lexicon, asked: Asked, passages: Sequence[Passage], readings: Sequence[Reading]
) -> list[Floats]:
    """For each passage a row for each of its sentences."""
    found = [
        matched(lexicon, asked.words, one.words, joins_words=asked.joins_words) for one in readings
    ]
    nowhere = _nowhere(asked, found)
    tables = [
        _of_passage(asked, passage, reading, exact, rank, nowhere)
        for rank, (passage, reading, exact) in enumerate(
            zip(passages, readings, found, strict=True)
        )
    ]
    best = max((float(table[:, 0].max(initial=0.0)) for table in tables), default=0.0)
    for table in tables:
        table[:, 2] = best - table[:, 0]
    return tables


def _nowhere(asked: Asked, found: Sequence[Floats]) -> float:
    """The share of what is asked about that no passage says anything of."""
    if not asked.words:
        return 0.0
    best = np.max([one.max(axis=1, initial=0.0) for one in found], axis=0)
    return float(asked.weights[best < _IS_FOUND].sum() / asked.weights.sum())


def _of_passage(
    asked: Asked, passage: Passage, reading: Reading, exact: Floats, rank: int, nowhere: float
) -> Floats:
    similar = reading.sentence_vectors @ asked.vector
    near = _near(asked, reading, exact)
    pieces = asked.pieces.vectors @ reading.pieces.vectors.T
    place = np.concatenate([reading.heading_rows, reading.title_rows])
    everything = np.arange(len(reading.words))
    best = float(similar.max(initial=0.0))
    meaning = best if passage.vector_similarity is None else passage.vector_similarity
    held = reading.aspects
    said = [_said(asked, held[at], held[-1]) for at in range(len(passage.sentences))]
    said_anywhere = np.max(said, axis=0, initial=0.0) if said else np.zeros(len(asked.words))
    in_passage = np.maximum(_best(exact, everything), said_anywhere)
    whole = [
        _least(asked, np.maximum(_best(near, everything), said_anywhere)),
        nowhere,
        _share(asked, _best(exact, place)),
        _asked_share(exact, reading.heading_rows),
        _asked_share(exact, reading.title_rows),
    ]
    wanted = asked.aspects.wanted
    anywhere = any(wanted in one.kinds for one in held[:-1])
    rows = []
    for at, sentence in enumerate(passage.sentences):
        own = reading.sentence_rows[at]
        around = np.concatenate([own, place])
        there = np.maximum(_best(exact, around), said[at])
        close = np.maximum(_best(near, around), said[at])
        is_held = 0.0 if not wanted else 1.0 if wanted in held[at].kinds else -1.0
        rows.append(
            [
                float(similar[at]),
                meaning,
                0.0,
                *_late(asked, pieces, reading, at),
                _share(asked, np.maximum(_best(exact, own), said[at])),
                _share(asked, there),
                _share(asked, in_passage),
                _share(asked, close),
                _least(asked, close),
                *whole,
                is_held,
                0.0 if not wanted else 1.0 if anywhere else -1.0,
                float(len(asked.aspects.kinds - held[at].kinds)),
                _share(asked, there) * is_held,
                _least(asked, close) * is_held,
                *_where_missing(asked, there),
                *(is_held if kind == wanted else 0.0 for kind in KINDS),
                *_doing(asked.aspects, held, at),
                float(is_item(sentence.text)),
                math.log1p(len(own)),
                math.log1p(len(asked.words)),
                float(asked.joins_words),
                math.log1p(rank),
                float(asked.weights[there < _IS_FOUND].sum()),
            ]
        )
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(MEASURES))


def _said(asked: Asked, held: Aspects, place: Aspects) -> Floats:
    """1 for each word that asks for an aspect which is there, whatever the words for it."""
    there = held.kinds | held.actions | held.qualifiers | place.actions | place.qualifiers
    return np.array([float(bool(one & there)) for one in asked.word_aspects], dtype=np.float32)


def _where_missing(asked: Asked, there: Floats) -> list[float]:
    """Weights of words that are not there: beside one that is, as the first, as the last."""
    missing = (there < _IS_FOUND).tolist()
    if not missing:
        return [0.0, 0.0, 0.0]
    weights = asked.weights.tolist()
    beside = [
        weights[at]
        for one, other in asked.neighbours
        for at, neighbour in ((one, other), (other, one))
        if missing[at] and not missing[neighbour]
    ]
    return [
        max(beside, default=0.0),
        weights[0] * missing[0],
        weights[-1] * missing[-1],
    ]


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


def _best(found: Floats, rows: NDArray[np.int64]) -> Floats:
    best: Floats = found[:, rows].max(axis=1, initial=0.0)
    return best


def _share(asked: Asked, best: Floats) -> float:
    total = float(asked.weights.sum())
    return float((best * asked.weights).sum()) / total if total else 0.0


def _least(asked: Asked, best: Floats) -> float:
    return 1 + float(((best - 1) * asked.weights).min(initial=0.0))


def _asked_share(exact: Floats, rows: NDArray[np.int64]) -> float:
    """How many of these words the question has."""
    if not len(rows):
        return 0.0
    return float((exact[:, rows].max(axis=0, initial=0.0) >= _IS_FOUND).mean())


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
