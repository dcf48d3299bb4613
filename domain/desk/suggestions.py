"""Suggested replies, and how much of one an agent has changed before it was sent."""

from collections.abc import Sequence
from typing import Final

from domain.messages import Citation
from domain.values import Frozen

LONGEST_QUESTION: Final = 500
_MOST_WORDS: Final = 300
"""Compared of either text: more would cost the square of it."""


class Suggestion(Frozen):
    """What the bot's own engine would answer."""

    suggestion_id: str
    text: str
    citations: tuple[Citation, ...]


def edited_share(suggested: str, sent: str) -> float:
    """0 for the same words, 1 where none is left: the edit distance in words by the longer one."""
    before, after = (text.split()[:_MOST_WORDS] for text in (suggested, sent))
    longer = max(len(before), len(after))
    return _distance(before, after) / longer if longer else 0.0


def _distance(before: Sequence[str], after: Sequence[str]) -> int:
    row = list(range(len(after) + 1))
    for n, old in enumerate(before, 1):
        last, row[0] = row[0], n
        for m, new in enumerate(after, 1):
            last, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, last + (old != new))
    return row[-1]
