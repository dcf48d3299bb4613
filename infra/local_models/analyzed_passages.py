"""Passages analysed once, whatever is asked of them."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from domain.knowledge import Passage
from infra.local_models.aspects import Aspects, held_in
from infra.local_models.embedder import MiniLMEmbedder, TokenVectors
from infra.local_models.embedding_model import DIMENSIONS
from infra.local_models.synonyms import Lexicon
from infra.local_models.word_vectors import WordVectors

KEPT_BYTES = 128 * 1024 * 1024
_NO_ROWS = np.zeros(0, dtype=np.int64)
_PER_WORD = 200
"""Bytes of the objects that a word and its stem are."""

Matrix = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Reading:
    """A passage taken apart; all vectors are rows of length 1."""

    words: tuple[str, ...]
    stems: frozenset[str]
    word_vectors: Matrix
    sentence_vectors: Matrix
    sentence_stems: tuple[frozenset[str], ...]
    pieces: TokenVectors
    """The passage's pieces, each in its context."""
    sentence_rows: tuple[Rows, ...]
    """Which of the words each sentence has, and …"""
    heading_rows: Rows
    title_rows: Rows
    """… the heading and the title."""
    spans: tuple[slice, ...]
    """Which of the pieces the heading is, and then each sentence."""
    aspects: tuple[Aspects, ...]
    """What each sentence holds, and last the title with the heading."""

    @cached_property
    def said_rows(self) -> Rows:
        """`sentence_rows`, one behind the other, …"""
        return np.concatenate([*self.sentence_rows, _NO_ROWS])

    @cached_property
    def said_counts(self) -> tuple[int, ...]:
        """… and how many each of them has."""
        return tuple(len(rows) for rows in self.sentence_rows)

    @cached_property
    def place_rows(self) -> Rows:
        """Of heading and title."""
        return np.concatenate([self.heading_rows, self.title_rows])

    @cached_property
    def piece_spans(self) -> Rows:
        """`spans`, a row for each: where it begins, and the place behind its end."""
        return np.array([(one.start, one.stop) for one in self.spans], dtype=np.int64)

    @property
    def size(self) -> int:
        words = len(self.words) + sum(len(stems) for stems in self.sentence_stems)
        arrays = (self.word_vectors, self.sentence_vectors, self.pieces.vectors)
        return _PER_WORD * words + sum(array.nbytes for array in arrays)


class Readings:
    """Reads passages, and keeps what it read by their `content_id`."""

    def __init__(
        self,
        model: MiniLMEmbedder,
        lexicon: Lexicon,
        vectors: WordVectors,
        *,
        kept_bytes: int = KEPT_BYTES,
    ) -> None:
        self._model = model
        self._lexicon = lexicon
        self._vectors = vectors
        self._max_bytes = kept_bytes
        self._kept: OrderedDict[str, Reading] = OrderedDict()
        self._bytes = 0

    async def of(self, passages: Sequence[Passage]) -> list[Reading]:
        kept = [self._recall(passage) for passage in passages]
        unread = [one for one, reading in zip(passages, kept, strict=True) if reading is None]
        read = iter(await self._read(unread) if unread else ())
        return [reading if reading is not None else next(read) for reading in kept]

    def _recall(self, passage: Passage) -> Reading | None:
        reading = self._kept.get(passage.content_id) if passage.content_id else None
        if reading is not None and passage.content_id:
            self._kept.move_to_end(passage.content_id)
        return reading

    async def _read(self, passages: Sequence[Passage]) -> list[Reading]:
        words = [self._words_of(passage) for passage in passages]
        vectors = await self._vectors.of(sorted({word for some in words for word in some}))
        texts = [f"{passage.heading}. {passage.text}" for passage in passages]
        pieces = await self._model.embed_tokens(texts)
        readings = [
            self._reading(passage, said, matrix(vectors[word] for word in said), taken)
            for passage, said, taken in zip(passages, words, pieces, strict=True)
        ]
        for passage, reading in zip(passages, readings, strict=True):
            self._keep(passage, reading)
        return readings

    def _words_of(self, passage: Passage) -> tuple[str, ...]:
        return self._lexicon.telling_words(f"{passage.title} {passage.heading} {passage.text}")

    def _reading(
        self, passage: Passage, words: tuple[str, ...], vectors: Matrix, pieces: TokenVectors
    ) -> Reading:
        texts = [sentence.text for sentence in passage.sentences]
        said = [self._lexicon.telling_words(text) for text in texts]
        place = {word: row for row, word in enumerate(words)}
        return Reading(
            words=words,
            stems=self._lexicon.stems(words),
            word_vectors=vectors,
            sentence_vectors=matrix(sentence.vector for sentence in passage.sentences),
            sentence_stems=tuple(self._lexicon.stems(one) for one in said),
            pieces=pieces,
            sentence_rows=tuple(_rows(place, one) for one in said),
            heading_rows=_rows(place, self._lexicon.telling_words(passage.heading)),
            title_rows=_rows(place, self._lexicon.telling_words(passage.title)),
            spans=_spans(passage.heading, texts, pieces.offsets),
            aspects=tuple(held_in(t) for t in [*texts, f"{passage.title}. {passage.heading}"]),
        )

    def _keep(self, passage: Passage, reading: Reading) -> None:
        if passage.content_id is None:
            return
        before = self._kept.pop(passage.content_id, None)
        self._kept[passage.content_id] = reading
        self._bytes += reading.size - (before.size if before else 0)
        while self._bytes > self._max_bytes:
            _, given_up = self._kept.popitem(last=False)
            self._bytes -= given_up.size


def _rows(place: dict[str, int], words: Iterable[str]) -> Rows:
    return np.array([place[word] for word in words if word in place], dtype=np.int64)


def _spans(
    heading: str, texts: Sequence[str], offsets: Sequence[tuple[int, int]]
) -> tuple[slice, ...]:
    """Where in `heading. sentence sentence …` each of them stands, in pieces."""
    starts = [start for start, _ in offsets]
    spans = [slice(0, bisect_left(starts, len(heading) + 1))]
    begin = len(heading) + 2
    for text in texts:
        end = begin + len(text)
        spans.append(slice(bisect_left(starts, begin), bisect_left(starts, end)))
        begin = end + 1
    return tuple(spans)


def matrix(rows: Iterable[Sequence[float] | Matrix]) -> Matrix:
    """A row for each; none at all where there are no rows."""
    stacked = np.array(list(rows), dtype=np.float32)
    return stacked.reshape(-1, DIMENSIONS)
