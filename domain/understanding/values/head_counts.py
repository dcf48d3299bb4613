"""Counts of persons: "me plus two" are three, "my kids" is no number."""

import re
from dataclasses import dataclass

from domain.understanding.language.registry import merged, word_table
from domain.understanding.values.number_words import value_of, words_with_value

_FILE = "head_counts"
_MYSELF = word_table(_FILE, "MYSELF")
_ONE, _MANY = word_table(_FILE, "ONE_PERSON"), word_table(_FILE, "MANY_PERSONS")
_MINE, _ARTICLES = word_table(_FILE, "MINE"), word_table(_FILE, "ARTICLES")
_AROUND = word_table(_FILE, "AROUND")
_BOTH: dict[str, int] = merged(_FILE, "BOTH")
_JOINED_BY = word_table(_FILE, "JOINED_BY")
_TOKEN = re.compile(r"\d{1,6}|[^\W\d_]{1,40}|[&+,]")
_JOINTS = _JOINED_BY | {"+", ","}
_LONGEST, _MOST_TERMS = 120, 6


@dataclass(frozen=True)
class HeadCount:
    value: int | None
    """None where persons are named and their number is not."""


def head_count(text: str) -> HeadCount | None:
    """None where the text says more than who comes, or nothing beside one plain number."""
    if len(text) > _LONGEST or text.rstrip().endswith("?"):
        return None
    terms = _terms(text)
    words = {word for term in terms for word in term}
    if not terms or len(terms) > _MOST_TERMS or words.isdisjoint(_MYSELF | _ONE | _MANY | {*_BOTH}):
        return None
    counts = [_count(term) for term in terms]
    if any(count is None for count in counts):
        return None
    leaves_out_oneself = words.isdisjoint(_MYSELF) and not words.isdisjoint(_MINE)
    unknown = leaves_out_oneself or 0 in counts
    return HeadCount(None if unknown else sum(count or 0 for count in counts))


def _terms(text: str) -> list[list[str]]:
    terms: list[list[str]] = [[]]
    for token in (match.group().casefold() for match in _TOKEN.finditer(text.replace("'", ""))):
        if token in _JOINTS:
            terms.append([])
        elif token not in _AROUND:
            terms[-1].append(token)
    return [term for term in terms if term]


def _count(term: list[str]) -> int | None:
    """0 for persons without their number, None for what is no person."""
    words = [word for word in term if word not in _MINE | _ARTICLES]
    numbers = [word for word in words if word.isdigit() or words_with_value(word, "")]
    rest = [word for word in words if word not in numbers]
    if len(rest) > 1 or any(not _is_person(word) for word in rest):
        return None
    if numbers:
        value = float(numbers[0]) if numbers[0].isdigit() else value_of(numbers)
        is_one_number = len(numbers) == 1 or not numbers[0].isdigit()
        return int(value) if value and is_one_number else None
    if not rest:
        return 1 if not _ARTICLES.isdisjoint(term) else None
    if rest[0] in _BOTH:
        return _BOTH[rest[0]]
    return 0 if rest[0] in _MANY and rest[0] not in _ONE else 1


def _is_person(word: str) -> bool:
    return word in _MYSELF | _ONE | _MANY or word in _BOTH
