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
from infra.local_models.question_frames import Frame, frames

LONGEST = 300
"""Characters; a longer question tells a story of its own."""
_FILE = "same_questions"
_STEMMERS = {"en": "english", "de": "german"}
_TOKEN = re.compile(r"#\d{1,3}#|[^\W_]+")
_DIGITS = re.compile(r"\d+")
_MARKS = re.compile(r"(?<!\w)[-+](?=\d)|[€$£%°]|(?<=\d)[.,](?=\d)")
_CLITICS = re.compile(r"'(?:s|ll|ve|re|d|m)\b")
"""What is left of "is" and "would"; a letter without the sign is the name of a size or hall."""
_NAMED_A = re.compile(r"(?<=\w )A\b")
"""Hall A, where the small word is written small."""
_BETWEEN_DIGITS = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_DROPPED: dict[str, frozenset[str]] = by_language(_FILE, "DROPPED")
_BOUND: dict[str, frozenset[str]] = by_language(_FILE, "BOUND")
_PLACES: dict[str, frozenset[str]] = by_language(_FILE, "PLACES")
_SO_FAR: dict[str, frozenset[str]] = by_language(_FILE, "SO_FAR")
_CONTRASTS: dict[str, tuple[frozenset[str], ...]] = by_language(_FILE, "CONTRASTS")
_DENIES: dict[str, frozenset[str]] = by_language(_FILE, "DENIES")
_PEOPLE: dict[str, frozenset[str]] = by_language(_FILE, "PEOPLE")
_CONTRACTED: dict[str, dict[str, str]] = by_language(_FILE, "CONTRACTED")
_SAME: dict[str, tuple[str, ...]] = by_language(_FILE, "SAME")
_BESIDE = 2


@dataclass(frozen=True)
class Asked:
    """A question, taken apart."""

    frame: Frame
    words: frozenset[str]
    in_order: tuple[str, ...]
    numbers: tuple[tuple[str, int], ...]
    denied: tuple[str, ...]
    """What stands behind each negation, in order."""
    bound: frozenset[tuple[str, str]]
    people: tuple[str, ...]
    """In their order, where there are several."""
    is_of_a_person: bool
    """Whether it begins with somebody: can a friend …"""
    placed: frozenset[tuple[str, str]]
    """Small words of place and direction, each with what it goes with."""
    so_far: frozenset[str]
    """Words for what goes on or has begun: still, yet."""

    def agrees(self, other: "Asked", contrasts: tuple[frozenset[str], ...]) -> bool:
        """Whether both ask the same."""
        return (
            self.words == other.words
            and self.numbers == other.numbers
            and self.denied == other.denied
            and self.bound == other.bound
            and self.people == other.people
            and self.frame.agrees(other.frame)
            and (
                self.is_of_a_person == other.is_of_a_person or self.frame.actor == other.frame.actor
            )
            and not (self.so_far and other.so_far and self.so_far.isdisjoint(other.so_far))
            and not _is_turned(self.in_order, other.in_order)
            and not _is_placed_otherwise(self.placed, other.placed, contrasts)
        )


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
        contrasts = _CONTRASTS.get(language, ())
        return first is not None and second is not None and first.agrees(second, contrasts)

    def _read(self, text: str, language: str) -> Asked | None:
        words = self._words.get(language)
        return words.asked(text) if words and len(text) <= LONGEST else None


class _Words:
    """One language's tables, by stems."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._frames = frames(language)
        stemmer: Any = snowballstemmer.stemmer(_STEMMERS.get(language, "english"))
        self._stem = lru_cache(maxsize=8_000)(stemmer.stemWord)
        self._phrases = _phrases(_SAME[language], self._stem)
        self._dropped = frozenset(word.replace("ß", "ss") for word in _DROPPED[language])

    def asked(self, text: str) -> Asked | None:
        """None where nothing is left to compare."""
        frame = self._frames.frame(_NAMED_A.sub("AA", clean(text)))
        numbers, rest = _numbers(_CLITICS.sub(" ", frame.rest))
        tokens = _TOKEN.findall(_BETWEEN_DIGITS.sub(" ", rest))
        implied = self._frames.implied(frame.kind)
        told = [pair for pair in self._told(tokens) if pair[0] not in implied]
        if not told and not numbers:
            return None
        language = self._language
        return Asked(
            frame=frame,
            words=frozenset(word for word, _ in told),
            in_order=tuple(dict.fromkeys(word for word, _ in told)),
            numbers=tuple(sorted(Counter(numbers).items())),
            denied=tuple(word for _, word in self._behind(tokens, _DENIES[language])),
            bound=frozenset(self._behind(tokens, _BOUND[language])),
            people=self._people(told),
            is_of_a_person=bool(told) and told[0][1] in _PEOPLE[language],
            placed=frozenset(self._behind(tokens, _PLACES.get(language, frozenset()))),
            so_far=_SO_FAR.get(language, frozenset()).intersection(tokens),
        )

    def _told(self, tokens: list[str]) -> Iterator[tuple[str, str]]:
        """Each word that counts, as its group's first, beside what was written."""
        stems = [self._stem(token) for token in tokens]
        taken: set[int] = set()
        for place, token in enumerate(tokens):
            if place in taken:
                continue
            places, first = self._group(tokens, stems, place, taken)
            taken.update(places)
            if first is not None:
                yield first, token
            elif token not in self._dropped:
                yield stems[place], token

    def _group(
        self, tokens: list[str], stems: list[str], place: int, taken: set[int]
    ) -> tuple[list[int], str | None]:
        """The longest phrase that begins here, and its group. It may have words between its parts
        that do not count: "send it back"."""
        for phrase, first in self._phrases.get(stems[place], ()):
            places, at = [place], place + 1
            for part in phrase[1:]:
                while at < len(tokens) and stems[at] != part and tokens[at] in self._dropped:
                    at += 1
                if at >= len(tokens) or stems[at] != part or at in taken:
                    break
                places.append(at)
                at += 1
            else:
                return places, first
        return [], None

    def _behind(self, tokens: list[str], marks: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Each of these words, with the next one that counts."""
        whole = _CONTRACTED.get(self._language, {})
        for place, token in enumerate(tokens):
            if (mark := whole.get(token, token)) in marks:
                after = (word for word, _ in self._told(tokens[place + 1 :]))
                yield mark, next(after, "")

    def _people(self, told: list[tuple[str, str]]) -> tuple[str, ...]:
        people = tuple(word for word, token in told if token in _PEOPLE[self._language])
        return people if len(people) > 1 else ()


def _is_turned(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two words have changed places around what stays: the bank calls the customer."""
    if len(one) != len(other) or one == other:
        return False
    moved = [place for place, pair in enumerate(zip(one, other, strict=True)) if len({*pair}) > 1]
    return len(moved) == _BESIDE and moved[1] - moved[0] >= _BESIDE


def _is_placed_otherwise(
    one: frozenset[tuple[str, str]],
    other: frozenset[tuple[str, str]],
    contrasts: tuple[frozenset[str], ...],
) -> bool:
    """Whether a small word goes with something else, or the same thing with its contrary."""
    for mark in {mark for mark, _ in one} & {mark for mark, _ in other}:
        if not {pair for pair in one if pair[0] == mark} & other:
            return True
    return any(
        head == behind and mark != against and {mark, against} <= contrast
        for mark, head in one - other
        for against, behind in other - one
        for contrast in contrasts
    )


def _phrases(groups: tuple[str, ...], stem: Any) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The first stem of each phrase -> the phrases, the longest first, and the first word of each
    one's group. The first group that has it wins."""
    firsts: dict[tuple[str, ...], str] = {}
    for group in groups:
        phrases = [phrase.replace("ß", "ss").split() for phrase in group.split("|")]
        for phrase in phrases:
            firsts.setdefault(tuple(stem(word) for word in phrase), "=".join(phrases[0]))
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for stems, first in sorted(firsts.items(), key=lambda one: -len(one[0])):
        found.setdefault(stems[0], []).append((stems, first))
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
