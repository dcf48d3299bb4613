"""Cuts what is searched for into the sentences that are looked up each by itself."""

import re

from domain.chunking import split_sentences

MOST_PARTS = 24
"""Of a long text; the longest sentences are kept, in their order."""

LONGEST_QUERY = 20_000
"""Characters that are read of a query."""

_MARKS = re.compile(r"[*#_`>|]+")
_BULLET = re.compile(r"^\s*(?:[-•]|\d{1,3}[.)])\s+")
_FEWEST_WORDS = 3


def parts_of(query: str) -> tuple[str, ...]:
    """Sentences and lines of a text of several; nothing of a single one."""
    found: list[str] = []
    for line in query[:LONGEST_QUERY].splitlines():
        plain = _BULLET.sub("", _MARKS.sub(" ", line)).strip()
        found += split_sentences(plain)
    found = [part for part in dict.fromkeys(found) if len(part.split()) >= _FEWEST_WORDS]
    if len(found) < 2:  # noqa: PLR2004 - one part is the whole
        return ()
    longest = sorted(range(len(found)), key=lambda place: -len(found[place]))[:MOST_PARTS]
    return tuple(found[place] for place in sorted(longest))
