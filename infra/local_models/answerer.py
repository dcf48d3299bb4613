"""Answers by quoting the tenant's own sentences, or not at all."""

import math
from collections.abc import Sequence

import numpy as np

from domain.knowledge import Answer, Passage
from domain.messages import Citation
from domain.ports import Vector
from infra.local_models.alignment import align
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.evidence import (
    Evidence,
    Question,
    ask,
    kind_of_fact,
    sentence_similarities,
    weigh,
)
from infra.local_models.lexicon import Lexicon
from infra.local_models.readings import KEPT_BYTES, Readings, matrix
from infra.local_models.word_vectors import WordVectors

ANSWERS_FROM = 0.68
"""The least confidence with which a question is answered rather than refused."""

CALIBRATION = {
    "sentence": 6.72,
    "worst": 1.60,
    "weakest": 1.57,
    "known": 2.35,
    "fact": 0.87,
    "telling": -8.53,
    "least": 5.04,
    "words": 2.97,
    "lead": 1.91,
    "constant": -7.77,
}
"""Fitted by `bench/answers.py --fit` on the questions of four other trades."""

_CLOSE = 0.25
"""A second passage is quoted as well when it ranks no lower than this below the first."""
_QUOTED, _QUOTED_OF_TWO = 3, 2
_KNOWN_WEIGHS, _FACT_WEIGHS = 0.5, 0.15


class ExtractiveAnswerer:
    """Implements `domain.ports.Answerer`; needs no model but the embedder."""

    def __init__(
        self,
        model: MiniLMEmbedder,
        *,
        answers_from: float = ANSWERS_FROM,
        kept_bytes: int = KEPT_BYTES,
    ) -> None:
        self._model = model
        self._lexicon = Lexicon()
        self._vectors = WordVectors(model)
        self._readings = Readings(model, self._lexicon, self._vectors, kept_bytes=kept_bytes)
        self._answers_from = answers_from

    async def answer(
        self, query: str, vector: Vector, passages: Sequence[Passage]
    ) -> Answer | None:
        question, ranked = await self.ranked(query, vector, passages)
        if not ranked:
            return None
        confidence = _confidence(features(question, ranked))
        if confidence < self._answers_from:
            return None
        quoted = [found for found in ranked[:2] if ranked[0].rank - found.rank <= _CLOSE]
        limit = _QUOTED if len(quoted) == 1 else _QUOTED_OF_TWO
        texts = [self._quote(question, found, limit) for found in quoted]
        return Answer(
            text=" ".join(texts),
            citations=tuple(_citation(found.passage) for found in quoted),
            confidence=round(confidence, 3),
        )

    async def ranked(
        self, query: str, vector: Vector, passages: Sequence[Passage]
    ) -> tuple[Question, list[Evidence]]:
        """The passages that have sentences to quote, best first."""
        question = ask(self._lexicon, query, vector)
        quotable = [passage for passage in passages if passage.sentences]
        readings = await self._readings.of(quotable)
        vectors = await self._vectors.of(question.words)
        asked = matrix(vectors[word] for word in question.words)
        [pieces] = await self._model.embed_tokens([query])
        aligned = align(query, question.words, pieces, (reading.pieces for reading in readings))
        found = [
            weigh(self._lexicon, question, passage, reading, asked=asked, aligned=near)
            for passage, reading, near in zip(quotable, readings, aligned, strict=True)
        ]
        return question, sorted(found, key=lambda one: -one.rank)

    def _quote(self, question: Question, found: Evidence, limit: int) -> str:
        """The run of at most `limit` sentences that is worth most, word for word."""
        worth = self._worth(question, found)
        runs = [
            (
                float(
                    worth[start : start + limit].max() + 0.1 * worth[start : start + limit].sum()
                ),
                -start,
            )
            for start in range(max(len(worth) - limit, 0) + 1)
        ]
        start = -max(runs)[1]
        return " ".join(
            sentence.text for sentence in found.passage.sentences[start : start + limit]
        )

    def _worth(
        self, question: Question, found: Evidence
    ) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        worth = sentence_similarities(question, found.reading)
        for place, sentence in enumerate(found.passage.sentences):
            stems = found.reading.sentence_stems[place]
            known = [
                weight
                for word, weight in zip(question.words, question.weights, strict=True)
                if self._lexicon.stem(word) in stems or self._lexicon.has_synonym(word, stems)
            ]
            worth[place] += _KNOWN_WEIGHS * sum(known) / (float(question.weights.sum()) or 1.0)
            worth[place] += _FACT_WEIGHS * kind_of_fact(question, sentence.text)
        return worth


def features(question: Question, ranked: Sequence[Evidence]) -> dict[str, float]:
    """What the confidence is made of, as `CALIBRATION` weighs it."""
    best = ranked[0]
    lead = best.rank - ranked[1].rank if len(ranked) > 1 else 1.0
    return {
        "sentence": best.sentence,
        "worst": best.worst,
        "weakest": best.weakest,
        "known": best.known,
        "fact": best.fact,
        "telling": best.aligned.telling,
        "least": best.aligned.least,
        "words": math.log1p(len(question.words)),
        "lead": min(lead, 1.0),
    }


def _confidence(found: dict[str, float]) -> float:
    odds = CALIBRATION["constant"] + sum(CALIBRATION[name] * found[name] for name in found)
    return 1 / (1 + math.exp(-odds))


def _citation(passage: Passage) -> Citation:
    return Citation(
        document_id=passage.document_id,
        title=passage.title,
        heading=passage.heading,
        url=passage.url,
    )
