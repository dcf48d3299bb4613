"""Simple questions go to the small model, complex ones to the large: a rule that is explained.

A question is complex where one sentence of one section is unlikely to answer it: where it holds
several needs, is long, or its words are spread over sections while no single quote is trusted. The
figures were chosen on half of the trades of bench/judge and measured on the others; see
tests/evals/test_tiering.py.
"""

import re
from collections.abc import Iterable, Sequence

from pydantic import Field

from domain.language_models.callers import Difficulty
from domain.values import Frozen

LONG = 30
"""Words."""
MANY_SECTIONS = 3
TRUSTED = 0.8
"""Confidence of the local judge in one quote, from which the small model has little to do."""
_WORDS = re.compile(r"\w{1,60}")
_MOST_WORDS = 400
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
    """One strong sign is enough; spread alone is not, where one quote is trusted."""
    reasons = []
    if shape.needs > 1:
        reasons.append(f"{shape.needs} needs")
    if shape.words > LONG:
        reasons.append(f"{shape.words} words")
    is_trusted = shape.confidence is not None and shape.confidence >= TRUSTED
    if shape.sections >= MANY_SECTIONS and not is_trusted:
        reasons.append(f"{shape.sections} sections")
    difficulty = Difficulty.COMPLEX if reasons else Difficulty.SIMPLE
    return Tier(difficulty=difficulty, reasons=tuple(reasons))


def shape_of(
    question: str,
    sections: Sequence[str],
    *,
    needs: int = 1,
    confidence: float | None = None,
) -> QuestionShape:
    """Measure a question by the texts of the sections that were found for it, best first."""
    words = _WORDS.findall(question.casefold())[:_MOST_WORDS]
    return QuestionShape(
        words=len(words),
        needs=max(needs, 1),
        sections=_needed(_stems(words), [_stems(_WORDS.findall(t.casefold())) for t in sections]),
        confidence=confidence,
    )


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
