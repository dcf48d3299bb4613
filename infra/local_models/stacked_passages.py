"""A question's words in the passages for it, sentence after sentence in one array.

A passage has a handful of sentences and a question a handful of words: what calculating with arrays
this small takes is the calls. So all sentences of all passages are calculated with at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from infra.local_models.analyzed_passages import Reading, Rows
from infra.local_models.aspects import Aspects
from infra.local_models.question_measures import Asked, Floats
from infra.local_models.word_coverage import Column, least_of_each, share_of_each


@dataclass(frozen=True)
class Stacked:
    """A row is a sentence, a column a telling word of the question, where nothing else is said."""

    of: Rows
    """Of each sentence the place of its passage."""
    similar: Floats
    """To the question, by the vector: a number for each sentence."""
    said: Floats
    """1 where a sentence says what the word asks for, in whatever words."""
    own: Floats
    """How much of each word a sentence has, and …"""
    there: Floats
    """… how much it has with its heading and title, and …"""
    close: Floats
    """… how near it comes to each with them."""
    nearest: Floats
    """How near it comes with its heading to each *piece* of the question."""
    in_place: Floats
    """How much of each word heading and title have; a row for each passage."""
    in_passage: Column
    """The share of the words that a passage has; a number for each passage, …"""
    least_in_passage: Column
    """… and how the word fares that it has least of."""

    @classmethod
    def made(cls, asked: Asked, found: Sequence[Floats], readings: Sequence[Reading]) -> "Stacked":
        """`found` matches the question's words, in rows, with those of each passage. There is at
        least one passage."""
        counts = [len(one.sentence_rows) for one in readings]
        of = np.repeat(np.arange(len(readings)), counts)
        exact = np.concatenate(found, axis=1)
        near = np.maximum(_near(asked, readings), exact)
        widths = [one.shape[1] for one in found]
        starts = np.cumsum([0, *widths])
        words = _Runs(
            np.concatenate([one.said_rows + at for one, at in zip(readings, starts, strict=False)]),
            np.array([length for one in readings for length in one.said_counts], dtype=np.int64),
        )
        places = _Runs.of([one.place_rows + at for one, at in zip(readings, starts, strict=False)])
        whole = _Runs(np.arange(starts[-1]), np.array(widths))
        said = _said(asked, [one.aspects for one in readings])
        anywhere = _most(said, np.array(counts), otherwise=asked.named)
        own, in_place = words.best(exact), places.best(exact)
        return cls(
            of=of,
            similar=np.concatenate([one.sentence_vectors @ asked.vector for one in readings]),
            said=said,
            own=own,
            there=np.maximum(np.maximum(own, in_place[of]), said),
            close=np.maximum(np.maximum(words.best(near), places.best(near)[of]), said),
            nearest=_nearest_pieces(asked, readings, of),
            in_place=in_place,
            in_passage=share_of_each(asked, np.maximum(whole.best(exact), anywhere)),
            least_in_passage=least_of_each(asked, np.maximum(whole.best(near), anywhere)),
        )


@dataclass(frozen=True)
class _Runs:
    """Places in a row of numbers, run after run, some of which may be empty."""

    places: Rows
    lengths: Rows

    @classmethod
    def of(cls, runs: Sequence[Rows]) -> "_Runs":
        return cls(np.concatenate(runs), np.array([len(run) for run in runs]))

    def best(self, found: Floats) -> Floats:
        """A row for each run: the most that it has in each row of `found`, and at least 0."""
        best = np.zeros((len(self.lengths), len(found)), dtype=np.float32)
        filled = self.lengths > 0
        if filled.any() and len(found):
            starts = np.cumsum(self.lengths[filled]) - self.lengths[filled]
            most = np.maximum.reduceat(found[:, self.places], starts, axis=1)
            best[filled] = np.maximum(most, 0).T
        return best


def _most(said: Floats, counts: Rows, *, otherwise: Floats) -> Floats:
    """For each passage what any of its sentences says; `otherwise` for one without sentences."""
    most = _Runs(np.arange(len(said)), counts).best(said.T)
    return np.where(counts[:, None] > 0, most, otherwise).astype(np.float32)


def _near(asked: Asked, readings: Sequence[Reading]) -> Floats:
    near = [asked.word_vectors @ one.word_vectors.T for one in readings]
    closest: Floats = np.minimum(np.concatenate(near, axis=1), np.float32(0.99))
    return closest


def _said(asked: Asked, aspects: Sequence[Sequence[Aspects]]) -> Floats:
    """1 for each word that asks for an aspect which is there, whatever the words for it."""
    asking = [(at, aspects) for at, aspects in enumerate(asked.word_aspects) if aspects]
    rows = np.tile(asked.named, (sum(len(held) - 1 for held in aspects), 1))
    if not asking:
        return rows
    row = 0
    for *sentences, place in aspects:
        around = place.actions | place.qualifiers
        for held in sentences:
            there = held.kinds | held.actions | held.qualifiers | around
            for at, wanted in asking:
                if not wanted.isdisjoint(there):
                    rows[row, at] = 1.0
            row += 1
    return rows


def _nearest_pieces(asked: Asked, readings: Sequence[Reading], of: Rows) -> Floats:
    """How near each sentence with its heading comes to each piece of the question."""
    near = [asked.pieces.vectors @ one.pieces.vectors.T for one in readings]
    # One column more, so that a run may end behind the last one.
    none = np.full((len(asked.pieces.vectors), 1), -np.inf, dtype=np.float32)
    every = np.concatenate([*near, none], axis=1)
    starts = np.cumsum([0, *(one.shape[1] for one in near)])
    spans = [one.piece_spans + at for one, at in zip(readings, starts, strict=False)]
    headings = _of_spans(every, np.array([one[0] for one in spans]))
    sentences = _of_spans(every, np.concatenate([one[1:] for one in spans]))
    nearest: Floats = np.maximum(sentences, headings[of])
    nearest[np.isneginf(nearest)] = 0.0
    return nearest


def _of_spans(every: Floats, spans: Rows) -> Floats:
    """The most within each, a row for each; minus infinity where it is empty."""
    if not len(spans) or not len(every):
        return np.zeros((len(spans), len(every)), dtype=np.float32)
    most: Floats = np.maximum.reduceat(every, spans.ravel(), axis=1)[:, ::2].T.copy()
    most[spans[:, 0] >= spans[:, 1]] = -np.inf
    return most
