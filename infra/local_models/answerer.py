"""Answers by quoting the tenant's own sentences, or not at all."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.knowledge import Answer, Passage, Topic
from domain.ports import Vector
from infra.local_models.analyzed_passages import KEPT_BYTES, Readings, matrix
from infra.local_models.answer_judge import (
    AnswerJudge,
    LogisticModel,
    fitted_judge,
    measure_quote,
)
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.named_branches import names_unknown_branch
from infra.local_models.passage_scoring import Evidence, Question, ask, weigh
from infra.local_models.question_measures import Floats, asked_of
from infra.local_models.quoting import Quote, Quoter
from infra.local_models.same_numbers import numbers_said
from infra.local_models.sentence_evidence import measure
from infra.local_models.synonyms import Lexicon
from infra.local_models.token_alignment import align
from infra.local_models.topics import citation_of, nearest_topics
from infra.local_models.unanswered import Unanswered
from infra.local_models.word_vectors import WordVectors

_LIKENESS = {
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
"""Weighs how alike a question and a passage are: one measure of many for the judge."""

_ALIKE_FROM = 2.0
PLAIN_FROM = 0.45
"""Where a passage is this much alike, so much of the judge's confidence is enough as well. Both are
set so that of near misses hardly more are answered than by the judge alone."""
SHORT_FROM, _SHORT = 0.4, 2
"""Of a question of so few telling words, all of which the first passage has, the judge has little
to go by: "how long is the warranty"."""
ROW_FROM = 0.2
"""A row that has every word asked about needs hardly more than that the judge does not object."""
_CLOSE = 0.25
"""A second passage is quoted as well when it ranks no lower than this below the first, and …"""
_CLEAR = 2.4
"""… the first neither ranks so high nor has all that was asked about: it would add what holds for
something else."""
_ALL = 0.999
_QUOTED, _QUOTED_OF_TWO = 3, 2
TOPIC_FROM = 0.12
"""From this confidence on sections are offered to read where nothing is answered."""
_MOST_TRIED = 24
"""Sentences from which a quote is tried, best first."""


@dataclass(frozen=True)
class Considered:
    """The passages for one question, best first, and how well each sentence answers it."""

    question: Question
    ranked: list[Evidence]
    tables: list[Floats]

    @property
    def likeness(self) -> float:
        return _likeness(features(self.question, self.ranked))


@dataclass(frozen=True)
class Proposed:
    """What would be quoted, before it is judged."""

    evidence: Evidence
    quote: Quote
    measured: Floats


class ExtractiveAnswerer:
    """Implements `domain.ports.Answerer` and `NamesTopics`; needs no model but the embedder."""

    def __init__(
        self,
        model: MiniLMEmbedder,
        *,
        judge: AnswerJudge | None = None,
        plain_from: float = PLAIN_FROM,
        topic_from: float = TOPIC_FROM,
        kept_bytes: int = KEPT_BYTES,
    ) -> None:
        self._model = model
        self._lexicon = Lexicon()
        self._vectors = WordVectors(model)
        self._readings = Readings(model, self._lexicon, self._vectors, kept_bytes=kept_bytes)
        self._quoter = Quoter(self._lexicon)
        self._judge = judge or fitted_judge()
        self._plain_from = plain_from
        self._topic_from = topic_from
        self._unanswered = Unanswered[tuple[Considered, Proposed | None]]()

    async def answer(
        self, query: str, vector: Vector, passages: Sequence[Passage]
    ) -> Answer | None:
        if names_unknown_branch(query, (f"{one.title} {one.text}" for one in passages)):
            return None
        considered = await self.consider(query, vector, passages)
        proposed = self.propose(considered, self._judge.sentence)
        confidence = self._judge.confidence(proposed.measured) if proposed else 0.0
        if proposed and confidence >= self.needed(considered, proposed):
            return _answer([(proposed.evidence, proposed.quote.text)], confidence)
        quoted = self.plain(considered, proposed) if confidence >= self._plain_from else []
        if not quoted and confidence >= ROW_FROM:
            quoted = self._row(considered)
        if quoted:
            return _answer(quoted, max(confidence, PLAIN_FROM))
        self._unanswered.keep(query, passages, (considered, proposed))
        return None

    async def topics(
        self, query: str, vector: Vector, passages: Sequence[Passage]
    ) -> tuple[Topic, ...]:
        """Sections that a question without an answer may be about. Mostly it has just been found
        to have none, and is not measured again."""
        known = self._unanswered.take(query, passages)
        if known is not None:
            return self._nearest(*known)
        return self.nearest(await self.consider(query, vector, passages))

    def nearest(self, considered: Considered) -> tuple[Topic, ...]:
        """None where even the best quote has next to nothing of what was asked."""
        return self._nearest(considered, self.propose(considered, self._judge.sentence))

    def _nearest(self, considered: Considered, proposed: Proposed | None) -> tuple[Topic, ...]:
        if proposed is None or self._judge.confidence(proposed.measured) < self._topic_from:
            return ()
        scores = [self._judge.sentence.odds(table) for table in considered.tables]
        return nearest_topics(considered.ranked, scores)

    def needed(self, considered: Considered, proposed: Proposed) -> float:
        """The confidence with which the judge's own quote is given."""
        least = self._judge.answers_from
        is_short = is_short_and_known(considered, proposed)
        return min(SHORT_FROM, least) if is_short else least

    def plain(
        self, considered: Considered, proposed: Proposed | None
    ) -> list[tuple[Evidence, str]]:
        """What the passage most alike says, where it is alike enough and the judge would quote the
        same one: of two products with like names the likeness takes either."""
        question = considered.question
        ranked = considered.ranked
        if question.named:
            ranked = [one for one in ranked if self._quoter.quote(question, one, _QUOTED)]
        if not ranked or _likeness(features(question, ranked)) < _ALIKE_FROM:
            return []
        if proposed is None or proposed.evidence is not ranked[0]:
            return []
        return self._quoted(question, ranked)

    def _row(self, considered: Considered) -> list[tuple[Evidence, str]]:
        """Of the first passage that has a row or an item with all that was asked about."""
        rows = (
            (found, self._quoter.row(considered.question, found)) for found in considered.ranked
        )
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

    def propose(self, considered: Considered, model: LogisticModel) -> Proposed | None:
        """What is quoted from the best sentence on; None where none is about what was named."""
        scores = [model.odds(table) for table in considered.tables]
        places = [(row, at) for row, some in enumerate(scores) for at in range(len(some))]
        places.sort(key=lambda place: -float(scores[place[0]][place[1]]))
        for row, at in places[:_MOST_TRIED]:
            found = considered.ranked[row]
            quote = self._quoter.quote_from(considered.question, found, scores[row], at)
            if quote is not None:
                measured = measure_quote(
                    considered.tables,
                    scores,
                    (row, at),
                    quote.places,
                    likeness=considered.likeness,
                    said=numbers_said(considered.ranked, scores, (row, at)),
                )
                return Proposed(found, quote, measured)
        return None

    async def consider(self, query: str, vector: Vector, passages: Sequence[Passage]) -> Considered:
        question, ranked = await self.ranked(query, vector, passages)
        word_vectors = await self._vectors.of(question.words)
        [pieces] = await self._model.embed_tokens([query])
        asked = asked_of(self._lexicon, question, word_vectors, pieces)
        return Considered(question, ranked, measure(self._lexicon, asked, ranked))

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


def is_short_and_known(considered: Considered, proposed: Proposed) -> bool:
    """Whether the first passage is quoted, and has all of the few words that tell what is asked."""
    first = considered.ranked[0]
    is_short = len(considered.question.words) <= _SHORT
    return is_short and proposed.evidence is first and first.known > _ALL


def features(question: Question, ranked: Sequence[Evidence]) -> dict[str, float]:
    """What the likeness is made of, as `_LIKENESS` weighs it."""
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


def _likeness(found: dict[str, float]) -> float:
    return _LIKENESS["constant"] + sum(_LIKENESS[name] * value for name, value in found.items())


def _answer(quoted: Sequence[tuple[Evidence, str]], confidence: float) -> Answer:
    return Answer(
        text=" ".join(dict.fromkeys(text for _, text in quoted)),
        citations=tuple(citation_of(found.passage) for found, _ in quoted),
        confidence=round(confidence, 3),
    )
