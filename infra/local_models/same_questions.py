"""Sameness of two questions, so that the answer to one is the answer to the other.

Vectors cannot tell: "can I return it after 30 days" lies beside "after 13 days" and beside "can I
not return it". So two questions are the same where they ask for the same kind of fact and, apart
from what a language lists as saying nothing, with the same words, numbers and negations. To doubt
is to say no: a model is asked once more, which costs a little, and a wrong hit costs trust.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import snowballstemmer

from domain.understanding.language.registry import by_language
from domain.understanding.preprocess import clean, match_key
from domain.understanding.values.numbers import find_numbers

LONGEST = 300
"""Characters; a longer question tells a story of its own."""
_FILE = "same_questions"
_STEMMERS = {"en": "english", "de": "german"}
_SIGNS = str.maketrans(
    {"€": " eur ", "$": " usd ", "£": " gbp ", "%": " percent ", "°": " degree ", "&": " and "}
)
_HALF_OF_DAY = re.compile(r"(?<=\d) ?([ap])\.?m\b\.?")
_CONTRACTED = re.compile(r"\b(ca|wo|sha)n'?t\b|n't\b")
_TOKEN = re.compile(r"#\d{1,3}#|[^\W_]+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_DROPPED: dict[str, frozenset[str]] = by_language(_FILE, "DROPPED")
_LEADS_IN: dict[str, tuple[str, ...]] = by_language(_FILE, "LEADS_IN")
_BOUND: dict[str, frozenset[str]] = by_language(_FILE, "BOUND")
_TOWARDS: dict[str, frozenset[str]] = by_language(_FILE, "TOWARDS")
_DENIES: dict[str, frozenset[str]] = by_language(_FILE, "DENIES")
_PEOPLE: dict[str, frozenset[str]] = by_language(_FILE, "PEOPLE")
_SAME: dict[str, tuple[str, ...]] = by_language(_FILE, "SAME")
_KINDS: dict[str, tuple[tuple[str, str], ...]] = by_language(_FILE, "KINDS")
_ENCLOSES: dict[str, tuple[tuple[str, str], ...]] = by_language(_FILE, "ENCLOSES")
_KIND_PATTERNS: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    language: tuple((name, re.compile(rf"\b(?:{asks})\b")) for name, asks in kinds)
    for language, kinds in _KINDS.items()
}
_ENCLOSING_PATTERNS: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    language: tuple((name, re.compile(rf"\b(?:{asks})\b")) for name, asks in kinds)
    for language, kinds in _ENCLOSES.items()
}


@dataclass(frozen=True)
class Asked:
    """A question, taken apart. Two that are equal ask the same."""

    kind: str
    words: frozenset[str]
    numbers: tuple[tuple[str, int], ...]
    denied: tuple[str, ...]
    """What stands behind each negation, in order."""
    bound: frozenset[tuple[str, str]]
    people: tuple[str, ...]
    """In their order, where there are several."""


class SameQuestions:
    """Knows the languages that have the tables for it; in others no two questions are the same,
    unless they are so to the letter."""

    def __init__(self) -> None:
        self._words = {language: _Words(language) for language in _SAME}
        self._asked = lru_cache(maxsize=4_000)(self._read)

    def same(self, one: str, other: str, language: str) -> bool:
        """Whether both ask the same; `language` is that of both, such as "en"."""
        if match_key(one) == match_key(other):
            return _digits(one) == _digits(other) and _marks(one) == _marks(other)
        first, second = self._asked(one, language), self._asked(other, language)
        return first is not None and first == second

    def _read(self, text: str, language: str) -> Asked | None:
        words = self._words.get(language)
        return words.asked(text) if words and len(text) <= LONGEST else None


_LEADING = {
    language: re.compile("|".join(re.escape(lead) for lead in sorted(leads, key=len, reverse=True)))
    for language, leads in _LEADS_IN.items()
}
_DIGITS = re.compile(r"\d+")
_MARKS = re.compile(r"(?<!\w)[-+](?=\d)|[€$£%°]|(?<=\d)[.,](?=\d)")


class _Words:
    """One language's tables, by stems."""

    def __init__(self, language: str) -> None:
        self._language = language
        stemmer: Any = snowballstemmer.stemmer(_STEMMERS.get(language, "english"))
        self._stem = lru_cache(maxsize=8_000)(stemmer.stemWord)
        self._phrases = _phrases(_SAME[language], _DROPPED[language], self._stem)
        self._leads_in = _LEADING[language]

    def asked(self, text: str) -> Asked | None:
        """None where nothing is left to compare."""
        plain = self._plain(text)
        kind, asks = self._kind(plain)
        numbers, rest = _numbers(plain.replace(asks, " ", 1) if asks else plain)
        tokens = _TOKEN.findall(_BETWEEN_DIGITS.sub(" ", rest))
        told = list(self._told(tokens))
        words = frozenset(word for word, _ in told) - _IN_THE_KIND.get(kind, frozenset())
        if not words and not numbers:
            return None
        return Asked(
            kind=kind,
            words=words,
            numbers=tuple(sorted(Counter(numbers).items())),
            denied=tuple(self._behind(tokens, _DENIES[self._language])),
            bound=self._bound(tokens),
            people=self._people(told),
        )

    def _plain(self, text: str) -> str:
        lower = clean(text).casefold().replace("\u2019", "'").translate(_SIGNS)
        lower = _CONTRACTED.sub(lambda found: f"{_WHOLE.get(found[1] or '', '')} not", lower)
        lower = _HALF_OF_DAY.sub(r" \1.clock", lower)
        return self._leads_in.sub(" ", lower.replace("-", " "))

    def _kind(self, plain: str) -> tuple[str, str]:
        """What is asked for first, and by which words; of those in one place the narrowest, which
        is listed first. What encloses the question's subject ("what does … cost") stays."""
        patterns = (*_ENCLOSING_PATTERNS[self._language], *_KIND_PATTERNS[self._language])
        found = [
            (match.start(), place, name, match.group())
            for place, (name, pattern) in enumerate(patterns)
            if (match := pattern.search(plain))
        ]
        if not found:
            return "", ""
        _, place, name, asks = min(found)
        return name, asks if place >= len(_ENCLOSING_PATTERNS[self._language]) else ""

    def _told(self, tokens: list[str]) -> Iterator[tuple[str, str]]:
        """Each word that counts, as its group's first, beside what was written. A phrase may have
        words between its parts that do not count: "send something back"."""
        dropped = _DROPPED[self._language]
        kept = [token for token in tokens if token not in dropped]
        stems = [self._stem(token) for token in kept]
        place = 0
        while place < len(kept):
            length, first = self._group(stems, place)
            yield first or stems[place], kept[place]
            place += length

    def _group(self, stems: list[str], place: int) -> tuple[int, str | None]:
        """The longest phrase that begins here, and its group."""
        for length in range(min(_LONGEST_PHRASE, len(stems) - place), 0, -1):
            first = self._phrases.get(tuple(stems[place : place + length]))
            if first is not None:
                return length, first
        return 1, None

    def _behind(self, tokens: list[str], marks: frozenset[str]) -> Iterator[str]:
        """For each of these words the next that counts."""
        for place, token in enumerate(tokens):
            if token in marks:
                after = (word for word, _ in self._told(tokens[place + 1 :]))
                yield next(after, "")

    def _bound(self, tokens: list[str]) -> frozenset[tuple[str, str]]:
        marks = _BOUND[self._language]
        if any(token in marks for token in tokens):
            marks |= _TOWARDS[self._language]
        pairs = set()
        for place, token in enumerate(tokens):
            if token in marks:
                after = (word for word, _ in self._told(tokens[place + 1 :]))
                pairs.add((token, next(after, "")))
        return frozenset(pairs)

    def _people(self, told: list[tuple[str, str]]) -> tuple[str, ...]:
        people = tuple(word for word, token in told if token in _PEOPLE[self._language])
        return people if len(people) > 1 else ()


_WHOLE = {"ca": "can", "wo": "will", "sha": "shall"}
_LONGEST_PHRASE = 3
_IN_THE_KIND = {
    "how much": frozenset({"cost", "kosten", "teu"}),
    "how long": frozenset({"expire", "dau"}),
}
"""What such a question says anyway."""


def _phrases(
    groups: tuple[str, ...], dropped: frozenset[str], stem: Any
) -> dict[tuple[str, ...], str]:
    """Each phrase by its stems -> the first word of its group. The first group that has it wins."""
    found: dict[tuple[str, ...], str] = {}
    for group in groups:
        phrases = [
            [word for word in phrase.split() if word not in dropped] for phrase in group.split("|")
        ]
        first = "=".join(phrases[0])
        for phrase in phrases:
            if phrase:
                found.setdefault(tuple(stem(word) for word in phrase), first)
    return found


def _numbers(plain: str) -> tuple[list[str], str]:
    """The values of all numbers, and the text with a mark for each."""
    values: list[str] = []
    rest, taken = list(plain), 0
    for start, end, value in sorted(find_numbers(plain), key=lambda one: one[:2]):
        if start < taken:
            values.append(str(value))  # another reading of the same digits
            continue
        values.append(str(value) if value is not None else plain[start:end])
        rest[start:end] = " " * (end - start)
        taken = end
    return values, "".join(rest)


def _digits(text: str) -> list[str]:
    return _DIGITS.findall(text)


def _marks(text: str) -> list[str]:
    """Signs that `match_key` folds away and that change what a number means."""
    return _MARKS.findall(text)
