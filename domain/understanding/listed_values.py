"""The values of lists (enums) that a text names, each at its place."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from domain.bot.model import Slot
from domain.understanding.preprocess import match_key

_WORD = re.compile(r"[\w{}']+")
Names = tuple[tuple[str, tuple[str, ...]], ...]
"""Each value with what it may be called."""
Found = tuple[int, int, str]


def words_for(slot: Slot, value: str) -> tuple[str, ...]:
    """The value and its synonyms as `match_key` writes them, longest first."""
    return _as_keys((value.replace("_", " "), value, *slot.synonyms.get(value, ())))


def find_values(slot: Slot, text: str) -> Iterator[Found]:
    """Each value named in so many words. Where names overlap, the longest counts: "extra large" is
    not "large", whichever value stands first in the list."""
    names = tuple((value, words_for(slot, value)) for value in slot.values)
    index = _index(names)
    said = _words(text)
    at = 0
    while at < len(said):
        found = _longest(index.get(said[at][0], ()), said, at)
        if found is None:
            at += 1
            continue
        length, value = found
        yield said[at][1], said[at + length - 1][2], value
        at += length


def _longest(
    candidates: Sequence[tuple[tuple[str, ...], str]], said: Sequence[tuple[str, int, int]], at: int
) -> tuple[int, str] | None:
    for words, value in candidates:
        if tuple(word for word, _, _ in said[at : at + len(words)]) == words:
            return len(words), value
    return None


def _words(text: str) -> list[tuple[str, int, int]]:
    """The words of `match_key`, with their places in the text."""
    found = []
    for match in _WORD.finditer(text):
        word = match.group().casefold().replace("'", "")
        if word:
            found.append((word, *match.span()))
    return found


@lru_cache(maxsize=1_024)
def _index(names: Names) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """By first word, the longest names first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for value, keys in names:
        for key in keys:
            if words := tuple(key.split()):
                found.setdefault(words[0], []).append((words, value))
    longest_first = lambda entry: -len(entry[0])  # noqa: E731
    return {first: tuple(sorted(entries, key=longest_first)) for first, entries in found.items()}


@lru_cache(maxsize=4_096)
def _as_keys(names: tuple[str, ...]) -> tuple[str, ...]:
    """Kept, because they are the bot's own words, and the same for every message."""
    return tuple(sorted({match_key(name) for name in names}, key=len, reverse=True))
