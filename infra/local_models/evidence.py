"""How well a passage covers a question: by meaning, by words, by the kind of fact asked for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.knowledge import Passage
from domain.ports import Vector
from infra.local_models.alignment import Aligned
from infra.local_models.lexicon import Lexicon

SYNONYM = 0.85
"""What a synonym covers of a word, where the word itself covers all."""

_MONEY = r"\b(eur|gbp|usd|chf|euros?|pounds?|dollars?|free|percent|pence)\b|[€£$%]"
_TIME = (
    r"\b(minutes?|hours?|days?|weeks?|months?|years?|\d{1,2}:\d\d|as soon as"
    r"|january|february|march|april|june|july|august|september|october|november|december"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|christmas|\d(?:st|nd|rd|th))\b"
)
_NUMBER = r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|half|twice)\b"
_KINDS = tuple(
    (re.compile(asks, re.IGNORECASE), re.compile(fact, re.IGNORECASE))
    for asks, fact in (
        (r"\b(how much|costs?|price|expensive|charge|fees?|cheaper)\b", _MONEY),
        (r"\b(when|how long|until|how (?:soon|quick)(?:ly)?|what time|expires?)\b", _TIME),
        (r"\b(how (?:many|big|old|deep|heavy|far)|which age|maximum|biggest)\b", _NUMBER),
    )
)


@dataclass(frozen=True)
class Question:
    """What is looked for, worked out once for all passages."""

    text: str
    vector: NDArray[np.float32]
    words: tuple[str, ...]
    weights: NDArray[np.float32]


@dataclass(frozen=True)
class Evidence:
    passage: Passage
    meaning: float
    """Similarity of the whole passage."""
    sentence: float
    """Similarity of its best sentence."""
    worst: float
    """How the word fares that is missed most, by weight …"""
    weakest: float
    """… and by likeness alone."""
    known: float
    """Share of the words that it has, or a synonym of them."""
    fact: float
    """1 where its best sentences hold the kind of fact asked for, -1 where not, 0 if none was."""

    aligned: Aligned
    """How near its words come to the question's, each in its context."""

    @property
    def rank(self) -> float:
        """Weighed by trial on the questions of `bench/answers/`."""
        meant = self.meaning + self.sentence + self.aligned.whole
        return meant + 0.3 * self.known + 0.5 * self.worst + 0.15 * self.fact


def ask(lexicon: Lexicon, text: str, vector: Vector) -> Question:
    words = lexicon.telling_words(text)
    weights = np.array([lexicon.rarity(word) for word in words], dtype=np.float32)
    return Question(text, np.array(vector, dtype=np.float32), words, weights)


def weigh(
    lexicon: Lexicon,
    question: Question,
    passage: Passage,
    vectors: Mapping[str, NDArray[np.float32]],
    aligned: Aligned,
) -> Evidence:
    similarities = sentence_similarities(question, passage)
    best = float(similarities.max()) if len(similarities) else 0.0
    meaning = best if passage.vector_similarity is None else passage.vector_similarity
    covered = _cover(lexicon, question, words_of(lexicon, passage), vectors)
    weights = question.weights
    total = float(weights.sum()) or 1.0
    return Evidence(
        passage=passage,
        meaning=meaning,
        sentence=best,
        worst=1 + float(((covered - 1) * weights).min(initial=0.0)),
        weakest=float(covered.min(initial=1.0)),
        known=float(((covered >= SYNONYM) * weights).sum()) / total,
        fact=_fact_of_best(question, passage, similarities),
        aligned=aligned,
    )


def words_of(lexicon: Lexicon, passage: Passage) -> tuple[str, ...]:
    return lexicon.telling_words(f"{passage.title} {passage.heading} {passage.text}")


def sentence_similarities(question: Question, passage: Passage) -> NDArray[np.float32]:
    if not passage.sentences:
        return np.zeros(0, dtype=np.float32)
    vectors = np.array([sentence.vector for sentence in passage.sentences], dtype=np.float32)
    similarities: NDArray[np.float32] = vectors @ question.vector
    return similarities


def kind_of_fact(question: str, text: str) -> float:
    wanted = [fact for asks, fact in _KINDS if asks.search(question)]
    if not wanted:
        return 0.0
    return 1.0 if any(fact.search(text) for fact in wanted) else -1.0


def _fact_of_best(question: Question, passage: Passage, similarities: NDArray[np.float32]) -> float:
    best = np.argsort(-similarities)[:2]
    facts = [kind_of_fact(question.text, passage.sentences[place].text) for place in best]
    return max(facts, default=0.0)


def _cover(
    lexicon: Lexicon,
    question: Question,
    words: Sequence[str],
    vectors: Mapping[str, NDArray[np.float32]],
) -> NDArray[np.float32]:
    """For each word of the question how much of it the passage has: 1 itself, less what is near."""
    if not question.words or not words:
        return np.zeros(len(question.words), dtype=np.float32)
    asked = np.array([vectors[word] for word in question.words])
    there = np.array([vectors[word] for word in words])
    covered: NDArray[np.float32] = np.minimum((asked @ there.T).max(axis=1), 0.99)
    stems = lexicon.stems(tuple(words))
    for place, word in enumerate(question.words):
        if lexicon.stem(word) in stems:
            covered[place] = 1.0
        elif lexicon.has_synonym(word, stems):
            covered[place] = max(covered[place], SYNONYM)
    return covered
