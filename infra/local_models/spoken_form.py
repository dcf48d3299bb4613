"""A text as it would be read out: words in lower case, and the ranges of numbers in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from domain.understanding.language.registry import fragment, word_table

_APART = re.compile(r"[\W_]+")
_RANGE = re.compile(
    rf"(?<!\d)(\d{{1,6}})\s{{0,2}}(?:-|\u2013|\u2014|{fragment('knowledge', 'RANGE')})\s{{0,2}}"
    r"(\d{1,6})(?!\d)"
)
_MOST_PAIRS = 40
_HEAD = 2
_MOST_NUMBERS, _LONGEST_NUMBER = 20, 6
_JOINED = word_table("knowledge", "JOINED")

_AMOUNTS = word_table("knowledge", "AMOUNTS")
"""Behind these a number counts, and names nothing."""


@dataclass(frozen=True)
class Spoken:
    words: str
    """Between single spaces, one of them at each end."""
    ranges: tuple[tuple[int, int], ...]

    def numbers(self, noun: str, number: int) -> bool:
        """Whether things of this kind, in the singular or plural, are said to have the number:
        "room 12", "rooms 10, 11 and 12", "Rooms: 1-399"."""
        words = self.words.split()
        for place, word in enumerate(words):
            if word in _forms(noun):
                said = {
                    int(one) for one in _numbers_from(words[place + 1 : place + 1 + _MOST_NUMBERS])
                }
                if number in said or any(
                    first in said and first <= number <= last for first, last in self.ranges
                ):
                    return True
        return False

    def has(self, noun: str) -> bool:
        return any(f" {form} " in self.words for form in _forms(noun))

    def is_numbered(self, number: int) -> bool:
        """Whether it begins with the number, as a row does: "399 - 320 EUR", "Room: 399"."""
        words = self.words.split()[:_HEAD]
        first = next((place for place, word in enumerate(words) if word.isdecimal()), None)
        if first is None or len(words[first]) > _LONGEST_NUMBER:
            return False
        begins = int(words[first])
        return begins == number or any(
            low == begins and low <= number <= high for low, high in self.ranges
        )


def _forms(noun: str) -> frozenset[str]:
    return frozenset({noun, f"{noun}s", noun.removesuffix("s")})


def spoken(text: str) -> Spoken:
    lowered = text.lower()
    return Spoken(
        words=f" {_APART.sub(' ', lowered).strip()} ",
        ranges=tuple((int(first), int(last)) for first, last in _RANGE.findall(lowered)),
    )


def pairs_of(text: Spoken) -> tuple[str, ...]:
    """Each two words that follow each other."""
    words = text.words.split()[: _MOST_PAIRS + 1]
    return tuple(f"{first} {second}" for first, second in pairwise(words))


def _numbers_from(words: list[str]) -> Iterator[str]:
    """Those that the words begin with, whatever joins them."""
    for word, after in zip_longest(words, words[1:], fillvalue=""):
        if word.isdecimal() and len(word) <= _LONGEST_NUMBER and after not in _AMOUNTS:
            yield word
        elif word not in _JOINED:
            return
