"""A question, taken apart for measuring sentences against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from infra.local_models.analyzed_passages import matrix
from infra.local_models.aspects import Aspects, asked_in
from infra.local_models.embedder import TokenVectors
from infra.local_models.passage_scoring import Question
from infra.local_models.spoken_form import spoken
from infra.local_models.synonyms import Lexicon
from infra.local_models.token_alignment import word_spans

Floats = NDArray[np.float32]


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
    named: Floats
    """1 for each word that names something: without that thing nothing is quoted at all."""
    neighbours: tuple[tuple[int, int], ...]
    """Which of the telling words stand beside each other."""

    @cached_property
    def total(self) -> float:
        return float(self.weights.sum())

    @cached_property
    def averaging(self) -> Floats:
        """Times what is said of each piece gives the mean over each telling word's pieces."""
        rows = np.zeros((len(self.spans), len(self.pieces.vectors)), dtype=np.float32)
        for row, span in zip(rows, self.spans, strict=True):
            row[span] = 1 / len(span)
        return rows


def asked_of(
    lexicon: Lexicon,
    question: Question,
    word_vectors: Mapping[str, Floats],
    pieces: TokenVectors,
) -> Asked:
    aspects = asked_in(question.text)
    said = dict(aspects.by_word)
    place = {word: at for at, word in enumerate(question.words)}
    pairs = (pair.split(" ") for pair in question.pairs)
    return Asked(
        words=question.words,
        weights=question.weights,
        word_vectors=matrix(word_vectors[word] for word in question.words),
        vector=question.vector,
        pieces=pieces,
        spans=tuple(word_spans(question.text, question.words, pieces)),
        aspects=aspects,
        joins_words=lexicon.joins_words(question.text),
        word_aspects=tuple(_aspects_of(said, word) for word in question.words),
        named=np.array([word in question.naming for word in question.words], dtype=np.float32),
        neighbours=tuple(
            (place[one], place[other]) for one, other in pairs if one in place and other in place
        ),
    )


def _aspects_of(said: Mapping[str, frozenset[str]], word: str) -> frozenset[str]:
    parts = (said.get(part, frozenset[str]()) for part in spoken(word).words.split())
    return frozenset[str]().union(*parts)
