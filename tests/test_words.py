"""The words that the glossary retires stay out of documents, docstrings and messages."""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.house_rules import OURS, ROOT, python_files
from tests.test_documents import documents

GLOSSARY = ROOT / "docs" / "glossary.md"
HISTORY = {"CHANGELOG.md"}  # tells of what things were called
HEADING = "## Retired words"


class Retired(NamedTuple):
    """A line of the glossary's table."""

    words: tuple[str, ...]
    instead: str
    where: str

    def found_in(self, text: str) -> list[str]:
        """Which of the words stand in a text, whatever their case and line breaks."""
        flat = " ".join(text.lower().split())
        return [word for word in self.words if re.search(rf"\b{re.escape(word)}\b", flat)]


def retired() -> list[Retired]:
    rows = GLOSSARY.read_text().partition(HEADING)[2].splitlines()
    cells = [row.strip("| ").split(" | ") for row in rows if row.startswith("| ")][1:]
    return [
        Retired(tuple(words.split(", ")), instead, where.strip()) for words, instead, where in cells
    ]


def texts_of_documents() -> Iterator[tuple[str, str]]:
    for file in [*documents(), ROOT / "web" / "README.md"]:
        if file.name not in HISTORY:
            yield str(file.relative_to(ROOT)), file.read_text().partition(HEADING)[0]


def texts_of_code() -> Iterator[tuple[str, str]]:
    """Docstrings, and every other string: messages, descriptions, summaries."""
    for file in python_files(*OURS, "bench"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node.value


def test_the_glossary_retires_words() -> None:
    """
    A table that cannot be read would retire nothing, and every other test here would pass.
    """
    assert {row.where for row in retired()} == {"everywhere", "documents"}
    assert any("deed" in row.words for row in retired())


@pytest.mark.parametrize("where", ["documents", "code"])
def test_a_retired_word_is_used_no_more(where: str) -> None:
    """
    Two words for one thing make a reader look for the difference.
    """
    rules = [row for row in retired() if where == "documents" or row.where == "everywhere"]
    found = [
        f"{place}: {word!r}: {row.instead}"
        for place, text in (texts_of_documents() if where == "documents" else texts_of_code())
        for row in rules
        for word in row.found_in(text)
    ]
    assert not found, "\n".join(found)


def test_a_word_is_found_over_a_line_break_and_not_within_another() -> None:
    """
    The rule itself can fail, and does not see deeds in "indeed".
    """
    rule = Retired(("is away", "deed"), "", "")
    assert rule.found_in("while the database is\n    away") == ["is away"]
    assert rule.found_in("Indeed, it is awaited.") == []


OPENINGS = ("What", "Whoever", "Who", "When", "Where", "Why", "How", "Which", "That", "Whether")
NAMED = (*OURS, "bench", "tests")


def test_a_file_begins_with_what_it_is() -> None:
    """
    A list of files is read down its first lines: a noun or a verb there is found, a clause is not.
    """
    clauses = {
        f"{file.relative_to(ROOT)}: {first}"
        for file in python_files(*NAMED)
        if (first := (ast.get_docstring(ast.parse(file.read_text())) or "").partition("\n")[0])
        and first.split()[0] in OPENINGS
    }
    assert not clauses, "\n".join(sorted(clauses))
