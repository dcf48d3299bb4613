"""Numbers of sentences: two passages with the same price or duration say the same."""

import re
from collections.abc import Sequence
from functools import lru_cache

from infra.local_models.passage_scoring import Evidence
from infra.local_models.question_measures import Floats

_NUMBER = re.compile(r"\d[\d.,:]*\d|\d")
_MOST_READ = 600
"""Characters of a sentence."""


def numbers_said(
    ranked: Sequence[Evidence], scores: Sequence[Floats], at: tuple[int, int]
) -> list[frozenset[str]]:
    """Those in the best sentence of each passage, and last in this one."""
    best = [(row, int(some.argmax()) if len(some) else -1) for row, some in enumerate(scores)]
    return [
        numbers_in(ranked[row].passage.sentences[place].text) if place >= 0 else frozenset()
        for row, place in [*best, at]
    ]


@lru_cache(maxsize=4_096)
def numbers_in(text: str) -> frozenset[str]:
    """What two sentences have in common that say the same of a price or a duration."""
    return frozenset(_NUMBER.findall(text[:_MOST_READ]))
