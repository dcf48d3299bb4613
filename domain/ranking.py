"""Orders what a search has found, by one rule whichever database found it.

First by words and by meaning, of the whole query and of its best sentences. Each score is put on
one scale, of how far it stands out among the candidates, and the scores are added: a sum of ranks
would forget by how much the best is ahead. Then the first of them are compared closely, word by
word and sentence by sentence. What each part earns is in `bench/evals/retrieval.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from statistics import fmean

SEVERAL = 5
"""A long text is about several things: so many of its sentences say how near a passage is."""

WORDS_COUNT_FROM = 20.0
"""With so many different words a query's words weigh half of what its meaning does. A short
question is seldom put in the documents' words; in a long text many of them are."""

OF_DOCUMENT = 0.3
"""What the other passages of a document say for each of them, where a query is long."""

TOKENS_WEIGH = 1.5
SENTENCES_WEIGH = 1.0
TOKENS_WEIGH_IN_LONG = 0.2


@dataclass(frozen=True)
class Candidate:
    """A passage that a search has found, before it is ranked.

    `lexical` and `similarity` have a number for the whole query and, where it has parts, one for
    each of them after it. `lexical` is BM25 over title, heading and text, 0 without a shared word;
    `similarity` is the vectors' cosine.
    """

    reference: str
    """Names the passage's content for good: it is read, and kept, by this."""
    document_id: str
    lexical: tuple[float, ...]
    similarity: tuple[float, ...]
    judged_similarity: float | None = None
    """Of the whole query by the model on whose scale answers are judged, where another one has
    found the passage."""


@dataclass(frozen=True)
class Closeness:
    """How near a passage comes to a query: by their tokens, and by its nearest sentence."""

    tokens: float
    sentence: float


@dataclass(frozen=True)
class Ranked:
    """A candidate with what it is worth beside the others of its search."""

    candidate: Candidate
    worth: float


def rank(candidates: Sequence[Candidate], *, words: int) -> list[Ranked]:
    """Best first. `words` is how many different words the query has that mean something."""
    share = words / (words + WORDS_COUNT_FROM)
    lexical = _standing([_whole_and_parts(c.lexical) for c in candidates])
    meaning = _standing([_whole_and_parts(c.similarity) for c in candidates])
    worth = [share * word + mean for word, mean in zip(lexical, meaning, strict=True)]
    of_document: dict[str, list[float]] = {}
    for candidate, own in zip(candidates, worth, strict=True):
        of_document.setdefault(candidate.document_id, []).append(own)
    kept = OF_DOCUMENT * share
    ranked = [
        Ranked(candidate, (1 - kept) * own + kept * fmean(of_document[candidate.document_id]))
        for candidate, own in zip(candidates, worth, strict=True)
    ]
    return sorted(ranked, key=_order)


def rank_closely(
    ranked: Sequence[Ranked], closeness: Sequence[Closeness], *, words: int
) -> list[Ranked]:
    """The first of a search once more, each with how near it comes."""
    share = words / (words + WORDS_COUNT_FROM)
    by_tokens = TOKENS_WEIGH * (1 - share) + TOKENS_WEIGH_IN_LONG * share
    by_sentence = SENTENCES_WEIGH * (1 - share)
    tokens = _scaled([near.tokens for near in closeness])
    sentences = _scaled([near.sentence for near in closeness])
    return sorted(
        (
            Ranked(one.candidate, one.worth + by_tokens * token + by_sentence * sentence)
            for one, token, sentence in zip(ranked, tokens, sentences, strict=True)
        ),
        key=_order,
    )


def of_the_best(scores: Sequence[float]) -> float:
    """The mean of the best few."""
    return fmean(sorted(scores, reverse=True)[:SEVERAL])


def _order(ranked: Ranked) -> tuple[float, str]:
    return -ranked.worth, ranked.candidate.reference


def _whole_and_parts(scores: Sequence[float]) -> tuple[float, float]:
    whole, *parts = scores
    return whole, of_the_best(parts) if parts else whole


def _standing(scores: Sequence[tuple[float, float]]) -> list[float]:
    whole = _scaled([whole for whole, _ in scores])
    parts = _scaled([parts for _, parts in scores])
    return [(one + other) / 2 for one, other in zip(whole, parts, strict=True)]


def _scaled(scores: Sequence[float]) -> list[float]:
    """In standard deviations from the mean; 0 for all where they are the same."""
    if not scores:
        return []
    mean = fmean(scores)
    # Not by statistics.pstdev: it adds exact fractions, four times as long. Of scores that are all
    # the same the mean may differ by the last bit, and they would seem to be spread.
    spread = sqrt(fsum((score - mean) ** 2 for score in scores) / len(scores))
    if min(scores) == max(scores) or not spread:
        return [0.0 for _ in scores]
    return [(score - mean) / spread for score in scores]
