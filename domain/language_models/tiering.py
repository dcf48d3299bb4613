"""Simple questions go to the small model, complex ones to the large: a rule that is explained.

A question is complex where one quote is unlikely to answer it: it holds several needs, is long, or
its words are spread over sections. Where the local judge trusts one quote, it is simple after all.
The figures were chosen on half of the trades of bench/judge and measured on the others, with single
questions as simple ones and two questions in one message as complex ones (bench/evals/tiering.py).
"""

import re
from collections.abc import Iterable, Sequence

from pydantic import Field

from domain.language_models.callers import Difficulty
from domain.values import Frozen

LONG = 20
"""Words."""
MANY_SECTIONS = 3
LOOKED_AT = 5
"""So many sections, the best ones."""
TRUSTED, DOUBTED = 0.75, 0.5
"""The local judge's confidence in one quote: from the first on it settles the matter; below the
second, words that are spread over many sections count."""
_WORDS = re.compile(r"\w{1,60}")
_MOST_WORDS, _MOST_CHARS = 400, 8_000
_STEM = 5
"""Letters by which words are compared, in whatever language."""
_SHORTEST = 4
"""Letters; shorter ones seldom say what a question is about."""


class QuestionShape(Frozen):
    """What is measured of a question."""

    words: int = Field(ge=0)
    needs: int = Field(default=1, ge=1)
    """Parts that are needs of their own."""
    sections: int = Field(default=1, ge=0)
    """How many sections it takes to find all of its words that any section has."""
    confidence: float | None = None
    """Of the local judge in the best quote; None where it was not asked."""


class Tier(Frozen):
    """The verdict, with its reasons for the trace."""

    difficulty: Difficulty
    reasons: tuple[str, ...] = ()


def difficulty_of(shape: QuestionShape) -> Tier:
    """One sign is enough, unless one quote is trusted."""
    if shape.confidence is not None and shape.confidence >= TRUSTED:
        reason = f"one quote answers it, with confidence {shape.confidence:.2f}"
        return Tier(difficulty=Difficulty.SIMPLE, reasons=(reason,))
    is_doubted = shape.confidence is None or shape.confidence < DOUBTED
    signs = (
        (shape.needs > 1, f"{shape.needs} needs"),
        (shape.words > LONG, f"{shape.words} words"),
        (is_doubted and shape.sections >= MANY_SECTIONS, f"{shape.sections} sections"),
    )
    reasons = tuple(sign for is_seen, sign in signs if is_seen)
    difficulty = Difficulty.COMPLEX if reasons else Difficulty.SIMPLE
    return Tier(difficulty=difficulty, reasons=reasons)


def shape_of(
    question: str,
    sections: Sequence[str],
    *,
    needs: int = 1,
    confidence: float | None = None,
) -> QuestionShape:
    """Measure a question by the texts of the sections that were found for it, best first."""
    words = _words(question)[:_MOST_WORDS]
    said = [_stems(_words(text)) for text in sections[:LOOKED_AT]]
    return QuestionShape(
        words=len(words),
        needs=max(needs, 1),
        sections=_needed(_stems(words), said),
        confidence=confidence,
    )


def _words(text: str) -> list[str]:
    return _WORDS.findall(text[:_MOST_CHARS].casefold())


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words if len(word) >= _SHORTEST)


def _needed(wanted: frozenset[str], sections: Sequence[frozenset[str]]) -> int:
    """The fewest, taken greedily, that hold every wanted word which any of them holds."""
    left = wanted & frozenset[str]().union(*sections)
    count = 0
    while left:
        best = max(sections, key=lambda section: len(left & section))
        left, count = left - best, count + 1
    return count
