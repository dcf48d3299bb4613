"""The languages that are understood, and the tables of all of them put together.

Each language has a home beside this file, a folder such as `en`, with the same files and in them
the same names of tables. What reads a message asks here for a table by its file and name, and gets
the tables of all languages as one. A home may leave out what its language does not have.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

LANGUAGES = ["en", "de"]
"""The folders with a home, in the order in which their tables are joined."""
_HERE = __name__.rpartition(".")[0]


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
    name = f"{_HERE}.{language}.{file}"
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:  # a language without any home, or what that file itself imports
            raise
        return None
