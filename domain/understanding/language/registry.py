"""The languages that are understood, and the tables of all of them put together.

Each language has a home, a folder such as `en` beside this file, or in a folder on Python's path
that is called `duralogue_languages`. Homes have the same files and in them the same names of
tables. What reads a message asks here for a table by its file and name, and gets the tables of all
languages as one. A home may leave out what its language does not have.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

BUILT_IN = ("en", "de")
ELSEWHERE = "duralogue_languages"
"""A package outside ours, which anybody may fill: homes of further languages, one folder each."""
_HERE = __name__.rpartition(".")[0]
_CODE = re.compile(r"[a-z]{2,3}")


def _found() -> list[str]:
    """The languages with a home, the built-in ones first: their meanings go before others'."""
    found = {module.name for place in _places() for module in iter_modules(place)}
    further = {name for name in found if _CODE.fullmatch(name)} - set(BUILT_IN)
    return [*BUILT_IN, *sorted(further)]


def _places() -> Iterator[Iterable[str]]:
    yield import_module(_HERE).__path__
    with suppress(ModuleNotFoundError):
        yield import_module(ELSEWHERE).__path__


LANGUAGES = _found()
"""The folders with a home, in the order in which their tables are joined."""


def tables(file: str, name: str) -> Iterator[tuple[str, Any]]:
    """The table of this name of each language that has one, with the language."""
    for language in LANGUAGES:
        home = _home(language, file)
        if home is not None and hasattr(home, name):
            yield language, getattr(home, name)


def by_language(file: str, name: str) -> dict[str, Any]:
    """Each language's own table, where only the one of the customer's language counts."""
    return dict(tables(file, name))


def word_table(file: str, name: str) -> frozenset[str]:
    """The words of all languages."""
    return frozenset[str]().union(*(table for _, table in tables(file, name)))


def listed(file: str, name: str) -> tuple[Any, ...]:
    """The entries of all languages, one after the other."""
    return tuple(entry for _, table in tables(file, name) for entry in table)


def merged(file: str, name: str) -> dict[str, Any]:
    """The entries of all languages by their words. What two languages say alike has one meaning:
    that of the first."""
    found: dict[str, Any] = {}
    for _, table in tables(file, name):
        found = dict(table) | found
    return found


def side_by_side(file: str, name: str) -> tuple[tuple[str, ...], ...]:
    """Rows of names, such as one for each month: each row with the names of all languages."""
    rows = [table for _, table in tables(file, name)]
    return tuple(tuple(name for names in row for name in names) for row in zip(*rows, strict=True))


def phrase_table(file: str, name: str) -> str:
    """The lines of all languages, as `Phrases` reads them."""
    lines = (line.strip() for _, table in tables(file, name) for line in table.splitlines())
    return "\n".join(line for line in lines if line)


def phrase_lists(file: str, name: str) -> dict[str, str]:
    """The named lists of words of all languages, each joined with those of the same name."""
    found: dict[str, dict[str, None]] = {}
    for _, table in tables(file, name):
        for key, words in table.items():
            found.setdefault(key, {}).update(dict.fromkeys(words.split()))
    return {key: " ".join(words) for key, words in found.items()}


def fragment(file: str, name: str) -> str:
    """Part of a pattern: what any of the languages says, as alternatives. It matches nothing where
    no language says anything."""
    parts = [str(table) for _, table in tables(file, name) if table]
    return "|".join(parts) or r"(?!)"


def alternatives(words: frozenset[str]) -> str:
    """Part of a pattern that matches the longest of these words."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda one: (-len(one), one)))


def _home(language: str, file: str) -> ModuleType | None:
    has_home = False
    for package in (_HERE, ELSEWHERE):
        name = f"{package}.{language}.{file}"
        try:
            return import_module(name)
        except ModuleNotFoundError as error:
            # Anything but the home or its file is what that file itself imports.
            if error.name not in {package, f"{package}.{language}", name}:
                raise
            has_home |= error.name == name
    if not has_home:
        raise ModuleNotFoundError(f"no home for the language: {_HERE}.{language}")
    return None
