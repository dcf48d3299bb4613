"""Answers by quoting the tenant's own sentences, or not at all."""

import math
from collections.abc import Iterable, Sequence

from domain.knowledge import Answer, Passage
from domain.messages import Citation
from domain.ports import Vector
from infra.local_models.analyzed_passages import KEPT_BYTES, Readings, matrix
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.passage_scoring import Evidence, Question, ask, weigh
from infra.local_models.quoting import Quoter
from infra.local_models.synonyms import Lexicon
from infra.local_models.token_alignment import align
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
"""A second passage is quoted as well when it ranks no lower than this below the first, and …"""
_CLEAR = 2.4
"""… the first neither ranks so high nor has all that was asked about: it would add what holds for
something else."""
_ALL = 0.999
_QUOTED, _QUOTED_OF_TWO = 3, 2


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
        self._quoter = Quoter(self._lexicon)
        self._answers_from = answers_from

    async def answer(
        self, query: str, vector: Vector, passages: Sequence[Passage]
    ) -> Answer | None:
        question, ranked = await self.ranked(query, vector, passages)
        if question.named:
            ranked = [found for found in ranked if self._quoter.quote(question, found, _QUOTED)]
        if not ranked:
            return None
        confidence = _confidence(features(question, ranked))
        quoted = self._quoted(question, ranked) if confidence >= self._answers_from else []
        if not quoted:
            quoted = self._row(question, ranked)
            confidence = max(confidence, self._answers_from)
        if not quoted:
            return None
        return Answer(
            text=" ".join(dict.fromkeys(text for _, text in quoted)),
            citations=tuple(_citation(found.passage) for found, _ in quoted),
            confidence=round(confidence, 3),
        )

    def _row(self, question: Question, ranked: Sequence[Evidence]) -> list[tuple[Evidence, str]]:
        """Of the first passage that has a row or an item with all that was asked about."""
        rows = ((found, self._quoter.row(question, found)) for found in ranked)
        return next(([(found, row.text)] for found, row in rows if row is not None), [])

    def _quoted(self, question: Question, ranked: Sequence[Evidence]) -> list[tuple[Evidence, str]]:
        """What is said of which passage: of the first, and of a second where that one is unsure."""
        first, *others = ranked
        alone = self._quoter.quote(question, first, _QUOTED)
        if alone is None:
            return []
        is_clear = first.known > _ALL or first.rank >= _CLEAR or alone.is_of_items
        if is_clear or not others or first.rank - others[0].rank > _CLOSE:
            return [(first, alone.text)]
        both = [
            (found, self._quoter.quote(question, found, _QUOTED_OF_TWO)) for found in ranked[:2]
        ]
        return [(found, quote.text) for found, quote in both if quote is not None]

    async def ranked(
        self, query: str, vector: Vector, passages: Sequence[Passage]
    ) -> tuple[Question, list[Evidence]]:
        """The passages that have sentences to quote, best first."""
        question = ask(self._lexicon, query, vector)
        quotable = _different(passage for passage in passages if passage.sentences)
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


def _different(passages: Iterable[Passage]) -> list[Passage]:
    """Where two documents say the same, it is said once."""
    once: dict[str, Passage] = {}
    for passage in passages:
        once.setdefault(" ".join(passage.text.split()), passage)
    return list(once.values())


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
