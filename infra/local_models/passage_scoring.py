"""Scores how well a passage covers a question: by meaning, words and kind of fact."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.knowledge import Passage
from domain.ports import Vector
from infra.local_models.analyzed_passages import Reading
from infra.local_models.named_subjects import Named, named_in
from infra.local_models.spoken_form import pairs_of, spoken
from infra.local_models.synonyms import Lexicon
from infra.local_models.token_alignment import Aligned

SYNONYM = 0.85
"""What a synonym covers of a word, where the word itself covers all."""

_MOST_WORDS = 64
"""Telling words of a question: each is compared with each of every passage."""

_MONEY = r"\b(eur|gbp|usd|chf|euros?|pounds?|dollars?|free|percent|pence)\b|[€£$%]"
_ASKS_MONEY = (
    r"\b(how much|costs?|prices?|expensive|charge|fees?|cheaper"
    r"|kostet|kosten|preise?|wie viel|wieviel|teuer|gebühr)\b"
)
_TIME = (
    r"\b(minutes?|hours?|days?|weeks?|months?|years?|\d{1,2}:\d\d|as soon as"
    r"|january|february|march|april|june|july|august|september|october|november|december"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|christmas|\d(?:st|nd|rd|th))\b"
)
_NUMBER = r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|half|twice)\b"
_KINDS = tuple(
    (re.compile(asks, re.IGNORECASE), re.compile(fact, re.IGNORECASE))
    for asks, fact in (
        (_ASKS_MONEY, _MONEY),
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
    wanted: tuple[re.Pattern[str], ...]
    """What the kinds of fact that it asks for look like."""
    named: tuple[Named, ...] = ()
    """What an answer must be about, and nothing like it."""
    asking: frozenset[str] = frozenset()
    """The words that ask for those facts: "price", "long"."""
    pairs: tuple[str, ...] = ()
    """Each two words that follow each other, in lower case."""

    @property
    def naming(self) -> frozenset[str]:
        """The words that name: where those things do not stand, nothing is quoted at all."""
        return frozenset(word for one in self.named for word in one.words)


@dataclass(frozen=True)
class Evidence:
    """How well a passage answers a question, by each measure."""

    passage: Passage
    reading: Reading
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

    covered: NDArray[np.float32]
    """How much of each word of the question it has."""
    aligned: Aligned
    """How near its words come to the question's, each in its context."""

    @property
    def rank(self) -> float:
        """Weighed by trial on the questions of four trades in `bench/judge/`."""
        meant = self.meaning + self.sentence + self.aligned.whole
        return meant + 0.3 * self.known + 0.5 * self.worst + 0.15 * self.fact


def ask(lexicon: Lexicon, text: str, vector: Vector) -> Question:
    words = lexicon.asked_words(text)[:_MOST_WORDS]
    weights = np.array([lexicon.rarity(word) for word in words], dtype=np.float32)
    wanted = tuple(fact for asks, fact in _KINDS if asks.search(text))
    named = named_in(text, lexicon.is_telling)
    return Question(
        text=text,
        vector=np.array(vector, dtype=np.float32),
        words=words,
        weights=weights,
        wanted=wanted,
        named=named,
        asking=frozenset(
            word
            for asks, _ in _KINDS
            for said in asks.findall(text.lower())
            for word in said.split()
        ),
        pairs=pairs_of(spoken(text)),
    )


def weigh(
    lexicon: Lexicon,
    question: Question,
    passage: Passage,
    reading: Reading,
    *,
    asked: NDArray[np.float32],
    aligned: Aligned,
) -> Evidence:
    """`asked` holds the vectors of the question's words, a row for each."""
    similarities = sentence_similarities(question, reading)
    best = float(similarities.max()) if len(similarities) else 0.0
    meaning = best if passage.vector_similarity is None else passage.vector_similarity
    covered = _cover(lexicon, question, reading, asked)
    weights = question.weights
    total = float(weights.sum()) or 1.0
    return Evidence(
        passage=passage,
        reading=reading,
        meaning=meaning,
        sentence=best,
        worst=1 + float(((covered - 1) * weights).min(initial=0.0)),
        weakest=float(covered.min(initial=1.0)),
        known=float(((covered >= SYNONYM) * weights).sum()) / total,
        fact=_fact_of_best(question, passage, similarities),
        covered=covered,
        aligned=aligned,
    )


def sentence_similarities(question: Question, reading: Reading) -> NDArray[np.float32]:
    similarities: NDArray[np.float32] = reading.sentence_vectors @ question.vector
    return similarities


def kind_of_fact(question: Question, text: str) -> float:
    if not question.wanted:
        return 0.0
    return 1.0 if any(fact.search(text) for fact in question.wanted) else -1.0


def _fact_of_best(question: Question, passage: Passage, similarities: NDArray[np.float32]) -> float:
    best = np.argsort(-similarities)[:2]
    facts = [kind_of_fact(question, passage.sentences[place].text) for place in best]
    return max(facts, default=0.0)


def _cover(
    lexicon: Lexicon, question: Question, reading: Reading, asked: NDArray[np.float32]
) -> NDArray[np.float32]:
    """For each word of the question how much of it the passage has: 1 itself, less what is near."""
    if not question.words or not reading.words:
        return np.zeros(len(question.words), dtype=np.float32)
    covered: NDArray[np.float32] = np.minimum((asked @ reading.word_vectors.T).max(axis=1), 0.99)
    for place, word in enumerate(question.words):
        if lexicon.stem(word) in reading.stems:
            covered[place] = 1.0
        elif lexicon.has_synonym(word, reading.stems):
            covered[place] = max(covered[place], SYNONYM)
        elif word in question.naming:
            covered[place] = 1.0
    return covered
