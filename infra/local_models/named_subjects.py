"""Subjects that a question names: a country, room 12, the year 2019, model XK-77.

A passage about another one answers another question, however near its words come.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from domain.understanding.language.registry import listed, merged, word_table
from infra.local_models.spoken_form import Spoken, spoken

_MOST_TOKENS = 80
_MOST_NAMED = 8
_TOKEN = re.compile(r"\w+")
_CODE = re.compile(r"[a-z]{1,6}\d{1,12}[a-z]?")
_SIZED = re.compile(r"(?<![\w-])([a-z]{3,5}|\d{1,4})-([a-z]{3,20})(?![\w-])")
_COUNTS: dict[str, str] = merged("knowledge", "COUNTS")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_NUMBER = 6
_WITHIN = frozenset(":.,/")
_ALL_BUT_TITLE_CASE = 0.6


_UNITS = word_table("knowledge", "UNITS")
_MONTHS = word_table("knowledge", "MONTHS")
_MEASURED = _MONTHS | word_table("knowledge", "MEASURED")
"""After these a number counts or measures something, and names nothing."""
_OWN = word_table("knowledge", "OWN")
"""What customers have numbers of that no document knows."""
_LETTERS = frozenset("bcdfghjklmopqsvwyz")
"""Of machine B; not those that stand for a word ("a", "i", "u", "r") or begin one ("e-mail")."""
_BESIDE_NUMBERS = word_table("knowledge", "BESIDE_NUMBERS")
_EVERYWHERE: tuple[str, ...] = listed("knowledge", "EVERYWHERE")
_IN_THE_UNION: tuple[str, ...] = listed("knowledge", "IN_THE_UNION")
_CAPITALISED = word_table("knowledge", "CAPITALISED")


@dataclass(frozen=True)
class Named:
    """One thing named. `words` are those of the question that name it."""

    words: tuple[str, ...]
    forms: tuple[str, ...]
    """It stands where one of these does, each in lower case between spaces."""
    noun: str = ""
    number: int | None = None
    """Of a thing that is counted through: "rooms 1-399" names room 12."""

    def stands_in(self, place: Spoken, text: Spoken) -> bool:
        """`place` is where the text stands: its title and heading."""
        if any(form in text.words or form in place.words for form in self.forms):
            return True
        if self.number is None:
            return False
        return text.numbers(self.noun, self.number) or (
            place.has(self.noun) and text.is_numbered(self.number)
        )


def named_in(text: str, is_telling: Callable[[str], bool]) -> tuple[Named, ...]:
    """Each thing once, in order; at most so many. `is_telling` knows words that name a kind of
    thing from those that only hold a sentence together."""
    found = [*_countries(spoken(text)), *_numbered(text, is_telling), *_sized(text), *_called(text)]
    return tuple(dict.fromkeys(found))[:_MOST_NAMED]


def all_stand_in(named: Iterable[Named], place: Spoken, text: Spoken) -> bool:
    return all(one.stands_in(place, text) for one in named)


def _countries(text: Spoken) -> Iterator[Named]:
    for forms, is_in_union in _known_countries():
        said = next((form for form in forms if form in text.words), None)
        if said is not None:
            groups = (*_EVERYWHERE, *_IN_THE_UNION) if is_in_union else _EVERYWHERE
            yield Named(tuple(said.split()), (*forms, *groups))


def _numbered(text: str, is_telling: Callable[[str], bool]) -> Iterator[Named]:
    tokens = [
        found for found in _TOKEN.finditer(text[: 20 * _MOST_TOKENS]) if not _is_part(text, found)
    ][:_MOST_TOKENS]
    said = [found.group().lower() for found in tokens]
    has_own = not _OWN.isdisjoint(said)
    for place, word in enumerate(said):
        before = _noun_before(said, place)
        is_label = before not in _MEASURED | _OWN and is_telling(before)
        if word.isdecimal() and len(word) <= _LONGEST_NUMBER:
            if _is_counted(text, tokens[place], said[place + 1 : place + 2]):
                continue
            if _YEAR.fullmatch(word):
                yield Named((word,), (f" {word} ",))
            elif is_label:
                joined = f" {before}{word} "
                yield Named((word,), (joined,), noun=before, number=int(word))
        elif word in _LETTERS and is_label:
            yield Named((word,), (f" {before} {word} ", f" {before}s {word} "))
        elif _CODE.fullmatch(word) and not has_own:
            yield Named((word,), (f" {word} ", f" {_spaced(word)} "))


def _is_counted(text: str, token: re.Match[str], after: list[str]) -> bool:
    beside = text[max(token.start() - 1, 0) : token.start()] + text[token.end() : token.end() + 1]
    return any(sign in beside for sign in "€$£%") or not (_UNITS | _MONTHS).isdisjoint(after)


def _sized(text: str) -> Iterator[Named]:
    """ "Three-person tent": not the one for two."""
    for found in _SIZED.finditer(text[: 20 * _MOST_TOKENS].lower()):
        number, of = found.groups()
        if number not in _COUNTS and not number.isdecimal():
            continue
        count = _COUNTS.get(number, number)
        words = [number, *(word for word, same in _COUNTS.items() if same == count)]
        said = [*dict.fromkeys([*words, count])]
        yield Named((number, of), tuple(f" {one} {of} " for one in said))


def _noun_before(said: list[str], place: int) -> str:
    """ "room 12", "room number 12": what kind of thing has the number."""
    while place and said[place - 1] in _BESIDE_NUMBERS:
        place -= 1
    before = said[place - 1] if place else ""
    return before if len(before) > 1 and before.isalpha() else ""


def _is_part(text: str, token: re.Match[str]) -> bool:
    """Of a time, a date, an amount with a fraction, or a word: "10:30", "24/12", "1.5", "don't"."""
    start, end = token.span()
    after, before = text[end : end + 2], text[max(start - 2, 0) : start]
    return (
        before[-1:] in {"'", "\u2019"}
        or (after[:1] in _WITHIN and after[1:].isdigit())
        or (before[-1:] in _WITHIN and before[:-1].isdigit())
        or (end - start == 1 and after[:1] == "-" and after[1:].isalpha())
    )


def _spaced(code: str) -> str:
    """ "xk77" as it is read where "XK-77" was written."""
    letters = len(code) - len(code.lstrip("abcdefghijklmnopqrstuvwxyz"))
    return f"{code[:letters]} {code[letters:]}"


def _called(text: str) -> Iterator[Named]:
    """Names of several words, written as such by somebody who does not write every word so. A word
    all in capitals is said with emphasis ("how LONG DOES it take"), and names nothing."""
    tokens = [found.group() for found in _TOKEN.finditer(text[: 20 * _MOST_TOKENS])][:_MOST_TOKENS]
    capitals = [
        token[:1].isupper() and token.lower() != "i" and not (len(token) > 1 and token.isupper())
        for token in tokens
    ]
    if not tokens or sum(capitals) > _ALL_BUT_TITLE_CASE * len(tokens):
        return
    if len(_CAPITALISED.intersection(token.lower() for token in tokens)) > 1:
        return
    start = None
    for place in range(1, len(tokens) + 1):
        is_name = place < len(tokens) and capitals[place]
        if is_name and start is None:
            start = place
        elif not is_name and start is not None:
            words = tuple(token.lower() for token in tokens[start:place])
            if len(words) > 1:
                yield Named(words, (f" {' '.join(words)} ",))
            start = None


@cache
def _known_countries() -> tuple[tuple[tuple[str, ...], bool], ...]:
    """How each is called, and whether it belongs to the European Union."""
    known = (files("infra.local_models") / "data" / "countries.txt").read_text(encoding="utf-8")
    countries = []
    for line in known.splitlines():
        if line and not line.startswith("#"):
            code, _, names = line.partition(": ")
            forms = tuple(spoken(name).words for name in names.split(", "))
            countries.append((forms, code.startswith("EU ")))
    return tuple(countries)
