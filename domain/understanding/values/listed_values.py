"""The values of lists (enums) that a text names, each at its place."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from domain.bot.model import Slot
from domain.understanding.language.registry import word_table
from domain.understanding.nearness import likeness
from domain.understanding.preprocess import match_key

_WORD = re.compile(r"[\w{}']+")
_DEGREES = word_table("listed_values", "DEGREES")
"""Before a value's name these make another value of it."""
_SMALLEST = frozenset({"a", "i", "u"})
_PARTICLES = word_table("listed_values", "PARTICLES")
"""They may stand within a name: "I just don't really like it"."""
Names = tuple[tuple[str, tuple[str, ...]], ...]
"""Each value with what it may be called."""
Index = dict[str, tuple[tuple[tuple[str, ...], str], ...]]
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
        found = _spaced_out(index, said, at) or _longest(index.get(said[at][0], ()), said, at)
        if found is None:
            at += 1
            continue
        length, value = found
        if _is_another(names, said, at, length):
            at += length
            continue
        yield said[at][1], said[at + length - 1][2], value
        at += length


def names_another(slot: Slot, text: str) -> bool:
    """Whether the text names what is like a value and is none of the list: "extra small" where
    there is "small" and "extra large"."""
    names = tuple((value, words_for(slot, value)) for value in slot.values)
    said = _words(text)
    keys = {key for _, known in names for key in known}
    each = (at for at, (word, _, _) in enumerate(said) if word in keys)
    return any(_is_another(names, said, at, 1) for at in each)


def _is_another(names: Names, said: Sequence[tuple[str, int, int]], at: int, length: int) -> bool:
    before = said[at - 1][0] if at else ""
    word = said[at][0]
    if before in _DEGREES or any(likeness(before, one) for one in _modifiers(names)):
        return True
    is_letter = length == 1 and len(word) == 1 and word.isalpha()
    return is_letter and len(before) == 1 and before.isalpha() and before not in _SMALLEST


def _spaced_out(
    index: Index, said: Sequence[tuple[str, int, int]], at: int
) -> tuple[int, str] | None:
    """ "x l" is XL where there is such a value."""
    pair = [word for word, _, _ in said[at : at + 2]]
    before = said[at - 1][0] if at else ""
    if len(pair) < len("xl") or any(len(word) > 1 for word in pair) or len(before) == 1:
        return None
    value = next((value for words, value in index.get("".join(pair), ()) if len(words) == 1), None)
    return (2, value) if value else None


@lru_cache(maxsize=1_024)
def _modifiers(names: Names) -> frozenset[str]:
    """What makes of one value's name another's: "extra" in "extra large" beside "large"."""
    named = {key: value for value, known in names for key in known}
    parted = ((key.partition(" "), value) for key, value in named.items())
    return frozenset(first for (first, _, rest), value in parted if named.get(rest, value) != value)


def _longest(
    candidates: Sequence[tuple[tuple[str, ...], str]], said: Sequence[tuple[str, int, int]], at: int
) -> tuple[int, str] | None:
    for words, value in candidates:
        if (length := _matched(words, said, at)) is not None:
            return length, value
    return None


def _matched(words: tuple[str, ...], said: Sequence[tuple[str, int, int]], at: int) -> int | None:
    """How many of the words that are said this name takes, particles within it included."""
    place = at
    for number, word in enumerate(words):
        while number and place < len(said) and said[place][0] != word:
            if said[place][0] not in _PARTICLES:
                return None
            place += 1
        if place >= len(said) or said[place][0] != word:
            return None
        place += 1
    return place - at


def _words(text: str) -> list[tuple[str, int, int]]:
    """The words of `match_key`, with their places in the text."""
    found = []
    for match in _WORD.finditer(text):
        word = match.group().casefold().replace("'", "")
        if word:
            found.append((word, *match.span()))
    return found


@lru_cache(maxsize=1_024)
def _index(names: Names) -> Index:
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
