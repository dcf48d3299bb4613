"""Matches an answer to the offered choices: by words, place, day or time."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any

from domain.understanding.acts.negation import without_negated
from domain.understanding.language.registry import fragment, listed, merged, word_table
from domain.understanding.preprocess import clean, match_key
from domain.understanding.values.calendar_words import WEEKDAYS, weekday_number
from domain.understanding.values.dates import find_dates
from domain.understanding.values.ordinals import LAST, ordinal_of
from domain.understanding.values.times import HOURS, both_halves, times_beside

_EARLIEST: tuple[str, ...] = listed("choices", "EARLIEST")
_POSITION = re.compile(rf"(?:\b(?:{fragment('choices', 'POSITION')})\.?\s?|#)(\d{{1,2}})\b")
_PLACE_NUMBER = re.compile(r"\d{1,2}")
_ARTICLES = word_table("choices", "ARTICLES")
_BARE = re.compile(r"(?<![\w.:,/-])(\d{1,2})(?![\w:/,-])(?!\.\d)")
_WEEKDAY = re.compile(rf"\b(?:{WEEKDAYS})\b", re.IGNORECASE)
_PARTS: dict[str, tuple[int, int]] = merged("choices", "PARTS_OF_DAY")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?")
_LONGEST_READ = 300
_MOST_WORDS = 40
_SHORTEST_TYPED = 4
_HOURS_A_DAY = 24


@dataclass(frozen=True)
class Picked:
    """Places of the choices that are meant. `named` says whether the message names any at all:
    "at 3" names one even if there is none at three."""

    places: tuple[int, ...] = ()
    named: bool = False


@dataclass(frozen=True)
class _Choice:
    """What can be said to mean one of the choices."""

    label: str
    value: Any
    words: frozenset[str] = field(default_factory=frozenset)
    day: date | None = None
    at: time | None = None


def tapped(text: str, choices: Sequence[tuple[str, Any]]) -> int | None:
    """The place of the choice whose very words, or value, the message is."""
    key = match_key(text)
    for place, (label, value) in enumerate(choices):
        if key and key in {match_key(label), match_key(str(value))}:
            return place
    return None


def pick(
    text: str, choices: Sequence[tuple[str, Any]], *, today: date, shown: Sequence[int] = ()
) -> Picked:
    """Read a message as a choice. `choices` are label and value; `shown` are the places of those
    that the customer sees, for "the second one": all of them unless said."""
    if (place := tapped(text, choices)) is not None:
        return Picked((place,), named=True)
    meant = without_negated(clean(text)[:_LONGEST_READ])
    known = [_choice(label, value, today) for label, value in choices]
    return _Reading(meant, known, tuple(shown) or tuple(range(len(choices))), today).picked()


class _Reading:
    """One message against all choices: each thing that it names leaves fewer of them."""

    def __init__(
        self, text: str, known: list[_Choice], shown: tuple[int, ...], today: date
    ) -> None:
        self._known = known
        self._shown = shown
        self._dates = [
            (start, end, day)
            for start, end, day in find_dates(text, today)
            if not self._is_place(text[start:end])
        ]
        days = [(start, end) for start, end, _ in self._dates]
        self._times = [found for found in times_beside(text) if not _overlaps(found[:2], days)]
        self._weekdays = {weekday_number(match[0]) for match in _WEEKDAY.finditer(text)}
        rest = _masked(text, [*days, *((start, end) for start, end, _ in self._times)])
        self._rest = rest.casefold()
        self._words = match_key(rest).split()[:_MOST_WORDS]

    def _is_place(self, words: str) -> bool:
        """ "The second" and "den 2." are places in the list as long as it is that long."""
        said = [word for word in match_key(words).split() if word not in _ARTICLES]
        if len(said) != 1:
            return False
        place = int(said[0]) if _PLACE_NUMBER.fullmatch(said[0]) else ordinal_of(said[0]) or 0
        return 0 < place <= len(self._shown)

    def picked(self) -> Picked:
        narrowed = [
            found
            for found in (
                self._by_day(), self._by_time(), self._by_part(), self._by_words(),
            )
            if found is not None
        ]  # fmt: skip
        places = None
        if not narrowed or self._says_position():
            places = self._by_place()
        elif not self._times and (hours := self._by_hour()):
            places = hours  # "monday 10"
        if places is not None:
            narrowed.append(places)
        if not narrowed:
            return Picked()
        common = set.intersection(*narrowed)
        return Picked(tuple(sorted(common)), named=True)

    def _where(self, holds: Iterable[bool]) -> set[int]:
        return {place for place, one in enumerate(holds) if one}

    def _by_day(self) -> set[int] | None:
        if not self._dates or not any(choice.day for choice in self._known):
            return None
        named = {day for _, _, day in self._dates}
        found = self._where(choice.day in named for choice in self._known)
        if found or not self._weekdays:
            return found
        return self._where(
            choice.day is not None and choice.day.weekday() in self._weekdays
            for choice in self._known
        )

    def _by_time(self) -> set[int] | None:
        if not self._times or not any(choice.at for choice in self._known):
            return None
        named = frozenset[time]().union(*(times for _, _, times in self._times))
        return self._where(choice.at in named for choice in self._known)

    def _by_part(self) -> set[int] | None:
        spans = [_PARTS[word] for word in self._words if word in _PARTS]
        if not spans or not any(choice.at for choice in self._known):
            return None
        return self._where(
            choice.at is not None and any(a <= choice.at.hour < b for a, b in spans)
            for choice in self._known
        )

    def _by_words(self) -> set[int] | None:
        """By words of a label that not all of them have; a slip of the pen is forgiven."""
        everywhere = frozenset.intersection(*(c.words for c in self._known)) if self._known else ()
        telling = {w for c in self._known for w in c.words} - set(everywhere)
        telling = {word for word in telling if len(word) > 1 and not word.isdecimal()}
        meant = {near for word in self._words if (near := _near(word, telling))}
        if not meant:
            return None
        best = max(len(meant & choice.words) for choice in self._known)
        return self._where(len(meant & choice.words) == best for choice in self._known)

    def _says_position(self) -> bool:
        return any(ordinal_of(word) is not None for word in self._words)

    def _by_place(self) -> set[int] | None:
        if any(word.startswith(_EARLIEST) for word in self._words):
            return {min(self._shown, key=self._moment)} if self._shown else set()
        ordinals = [place for word in self._words if (place := ordinal_of(word)) is not None]
        ordinals += [int(match[1]) for match in _POSITION.finditer(self._rest)]
        if LAST in ordinals:
            return set(self._shown[-1:])
        if ordinals:
            return {self._shown[n - 1] for n in ordinals if 0 < n <= len(self._shown)}
        return self._by_number()

    def _numbers(self) -> list[int]:
        """In digits or words; "one" and "ein" are too often no number."""
        written = [int(match[1]) for match in _BARE.finditer(self._rest)]
        return written + [hour for word in self._words if (hour := HOURS.get(word, 1)) > 1]

    def _by_number(self) -> set[int] | None:
        """A bare "10" is an hour where one of the choices is at ten, else a place."""
        numbers = self._numbers()
        if not numbers:
            return None
        found: set[int] = set()
        for number in numbers:
            hours = both_halves(number) if number <= _HOURS_A_DAY else frozenset()
            at = self._where(c.at is not None and c.at in hours for c in self._known)
            here = {self._shown[number - 1]} if 0 < number <= len(self._shown) else set()
            found |= at or here
        return found

    def _by_hour(self) -> set[int]:
        numbers = self._numbers()
        named = frozenset[time]().union(*(both_halves(n) for n in numbers if n <= _HOURS_A_DAY))
        return self._where(choice.at in named for choice in self._known)

    def _moment(self, place: int) -> tuple[date, time, int]:
        choice = self._known[place]
        return choice.day or date.max, choice.at or time.max, place


def _choice(label: str, value: Any, today: date) -> _Choice:
    found = _ISO.search(str(value))
    day, at = _moment_of(found[0]) if found else (None, None)
    day = day or next((day for _, _, day in find_dates(label, today)), None)
    at = at or next((min(times) for _, _, times in times_beside(label)), None)
    return _Choice(label, value, frozenset(match_key(label).split()), day, at)


def _moment_of(written: str) -> tuple[date | None, time | None]:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None, None
    return moment.date(), moment.time() if len(written) > len("2026-11-30") else None


def _near(word: str, telling: set[str]) -> str | None:
    if word in telling:
        return word
    if len(word) < _SHORTEST_TYPED:
        return None
    close = get_close_matches(word, sorted(telling), n=1, cutoff=0.8)
    return close[0] if close else None


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
