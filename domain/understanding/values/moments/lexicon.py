"""The words and signs of a text as the grammar's smallest parts, in every language at once."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from domain.understanding.language.registry import listed, merged, tables
from domain.understanding.values import calendar_words as calendar
from domain.understanding.values.moments.notations import NOTATIONS
from domain.understanding.values.number_words import value_of, words_with_value
from domain.understanding.values.ordinals import ordinal_places

_FILE = "moments"
TOKEN = re.compile(r"\d{1,20}|[^\W\d_]{1,40}(?:'(?!s\b)[^\W\d_]{1,20})?|'s\b|[^\w\s]|_")
_MOST_WORDS_OF_A_NUMBER = 6
_LONGEST_DIGITS = 4
_TWO_LETTERS = 2
"""Weekdays so short are other words, unless a full stop follows."""


class Token(NamedTuple):
    """One word or sign: its place, and as it is looked up."""

    start: int
    end: int
    word: str


class Part(NamedTuple):
    """A piece of the text read as a symbol of the grammar, up to a token."""

    symbol: str
    end: int
    value: Any


Phrases = dict[str, list[tuple[tuple[str, ...], str, Any]]]


def tokens_of(text: str) -> list[Token]:
    return [Token(*m.span(), m.group().casefold()) for m in TOKEN.finditer(text)]


@cache
def phrases() -> Phrases:
    """By first word: the words, the symbol and what it stands for."""
    found: Phrases = {}
    for phrase, symbol, value in _entries():
        words = tuple(token.word for token in tokens_of(phrase))
        if words:
            found.setdefault(words[0], []).append((words, symbol, value))
    return found


def _entries() -> Iterator[tuple[str, str, Any]]:
    for _, marks in tables(_FILE, "MARKS"):
        for symbol, words in marks.items():
            yield from ((word, symbol, None) for word in words.split("|"))
    for name, symbol in _VALUED.items():
        yield from ((word, symbol, value) for word, value in _table(name).items())
    for name, symbol in _PLAIN.items():
        for _, words in tables(_FILE, name):
            yield from ((word, symbol, None) for word in words.split("|") if word)
    for place, names in enumerate(calendar.month_names(), 1):
        yield from ((name, "MONTH", place) for name in names)
        yield from ((f"{name}.", "MONTH", place) for name in names)
    for place, names in enumerate(calendar.weekday_names()):
        yield from ((name, "DOW", place) for name in names if len(name) > _TWO_LETTERS)
        yield from ((f"{name}.", "DOW", place) for name in names)
        yield from ((f"{name}s", "DOWS", place) for name in names if len(name) > _TWO_LETTERS)
    yield from _days_with_parts()
    yield from ((word, "ORD", place) for word, place in ordinal_places().items())


def _days_with_parts() -> Iterator[tuple[str, str, Any]]:
    """ "Montagabend": where a language writes the two as one word."""
    for _, parts in tables(_FILE, "WITH_WEEKDAYS"):
        for place, names in enumerate(calendar.weekday_names()):
            for name in names:
                for part, hours in parts.items():
                    yield f"{name}{part}", "DOWPART", (place, hours)


_VALUED = {
    "WHICH": "WHICH", "UNITS": "UNIT", "FEW": "N", "MIXED": "DEC", "DAYS": "DAYWORD",
    "HALF_OF_DAY": "AMPM", "PARTS_OF_DAY": "POD", "TONIGHT": "TONIGHT",
    "LAST_NIGHT": "LASTNIGHT", "AFTER_PARTS": "AFTERPART", "CLOCK": "CLOCK", "SEASONS": "SEASON",
    "PARTS": "PART", "ENDS": "ENDS", "SPANS": "SPAN",
}  # fmt: skip
_PLAIN = {
    "UPCOMING": "upcoming", "FORTNIGHTS": "fortnight", "HALVES": "half", "NOW": "now_word",
    "WEEKENDS": "weekend", "ANY_SEASON": "any_season", "LAST": "last", "QUARTER": "q",
    "IDES": "ides", "NIGHTS": "night_word",
}  # fmt: skip
ALONE = frozenset[str](listed(_FILE, "ALONE"))


def _table(name: str) -> Mapping[str, Any]:
    return merged(_FILE, name)


def parts_at(text: str, tokens: list[Token], at: int, extra: Phrases) -> Iterator[Part]:
    """Everything that may begin at this token."""
    word = tokens[at].word
    for table in (phrases(), extra):
        for words, symbol, value in table.get(word, ()):
            after = at + len(words)
            if len(words) == 1 or tuple(one.word for one in tokens[at:after]) == words:
                yield Part(symbol, after, value)
    if word[0].isdecimal():
        yield from _digits_at(text, tokens, at)
    else:
        yield from _number_words_at(tokens, at)


def _digits_at(text: str, tokens: list[Token], at: int) -> Iterator[Part]:
    start, _, word = tokens[at]
    if len(word) <= _LONGEST_DIGITS and not (
        at
        and text[start - 1] in ".,:"
        and tokens[at - 1][2] in ".,:"
        and text[start - 2 : start - 1].isdigit()
    ):
        yield Part("N", at + 1, int(word))
        yield Part("DIGITS", at + 1, word)
    ends = {token.end: index + 1 for index, token in enumerate(tokens[at : at + 24], at)}
    for symbol, pattern, read in NOTATIONS:
        match = pattern.match(text, start)
        if match and (after := ends.get(match.end())) and (value := read(match)) is not None:
            yield Part(symbol, after, value)


def _number_words_at(tokens: list[Token], at: int) -> Iterator[Part]:
    before, run = "", list[str]()
    for index in range(at, min(at + 2 * _MOST_WORDS_OF_A_NUMBER, len(tokens))):
        word = tokens[index].word
        if word == "-" and run:
            continue
        if not words_with_value(word, before):
            return
        run.append(word)
        before = word
        value = value_of(run)
        if value is not None and value.is_integer():
            yield Part("N", index + 1, int(value))
