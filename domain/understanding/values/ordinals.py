"""Ordinals of every language: "first", "2nd", "zweiter", "einunddreißigsten", "the last"."""

import re
from collections.abc import Iterator

from domain.understanding.language.registry import (
    alternatives,
    by_language,
    fragment,
    listed,
    tables,
)

LAST = -1
"""The ordinal of "the last one"."""
_FILE = "ordinals"


def _known() -> Iterator[tuple[str, int]]:
    """Each word with each of its endings, as people write it, for the pattern, and folded, since
    so it is looked up."""
    endings = by_language(_FILE, "ENDINGS")
    for language, words in tables(_FILE, "ORDINALS"):
        for word, place in words.items():
            for ending in ("", *endings.get(language, "")):
                yield f"{word}{ending}", place
                yield f"{word}{ending}".casefold(), place


def _pattern(language: str, *, days: bool = False) -> str:
    words = by_language(_FILE, "ORDINALS")[language]
    spelled = {*words, *(word.casefold() for word in words)}
    ending = by_language(_FILE, "ENDINGS").get(language, "")
    only = by_language(_FILE, "DAY_ENDINGS").get(language, "") if days else ""
    one = alternatives(frozenset(spelled))
    return rf"(?:{one}){f'[{only}]' if only else f'[{ending}]?' if ending else ''}"


_PLACES = dict(_known())
_SPEAKING = tuple(by_language(_FILE, "ORDINALS"))
IN_WORDS = "|".join(_pattern(language) for language in _SPEAKING)
"""Part of a pattern that matches the words up to the thirty-first."""
DAYS_IN_WORDS = "|".join(_pattern(language, days=True) for language in _SPEAKING)
"""The same, in the form in which a day of the month is named."""
SIGNS = fragment(_FILE, "SIGNS")
IN_LAST = fragment(_FILE, "LAST")
IN_LAST_ONE = fragment(_FILE, "LAST_ONE")
"""Parts of a pattern that match "last", before a noun and without one."""
NOUNS = fragment(_FILE, "NOUNS")
ARTICLES = frozenset[str](listed(_FILE, "ARTICLES"))
_LAST = re.compile(rf"{IN_LAST}|{fragment(_FILE, 'LATEST')}")
_DIGITS = re.compile(rf"([1-9]\d?)(?:{SIGNS})")


def ordinal_places() -> dict[str, int]:
    """Each word for a place with the place."""
    return _PLACES


def ordinal_number(word: str) -> int:
    """Raise KeyError for a word that those patterns do not match."""
    return _PLACES[word.casefold()]


def ordinal_of(word: str) -> int | None:
    """The ordinal that this word is, in letters or digits: 2 for "second", "2nd" and "zweiter",
    LAST for "last". The word is folded, as `match_key` folds it."""
    if digits := _DIGITS.fullmatch(word):
        return int(digits[1])
    if _LAST.fullmatch(word):
        return LAST
    return _PLACES.get(word)
