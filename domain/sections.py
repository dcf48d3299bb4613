"""Puts a document's sections together while it is read, whatever its form was."""

from collections.abc import Sequence

from domain.chunking import BETWEEN_PARTS
from domain.knowledge import Section

LEVELS = " \u203a "
"""Between a heading and those above it: "Iceland > Prices"."""

_LONGEST_HEADING = 200
_LONGEST_NAME = 80
"""Of a column; a longer one is said with no row."""


class SectionBuilder:
    """Headings open sections, and what is added stands under the latest of them.

    A heading goes with those above it; one that only repeats the title says nothing more.
    """

    def __init__(self, title: str = "") -> None:
        self._title = title
        self._headings: list[tuple[int, str]] = []
        self._collected: list[tuple[str, list[str]]] = [("", [])]

    def open(self, level: int, heading: str) -> None:
        """A heading of this level: 1 is the highest."""
        self.close(level)
        heading = heading[:_LONGEST_HEADING]
        if _same(heading, self._title):
            heading = ""
        self._headings.append((level, heading))
        self._begin()

    def close(self, level: int) -> None:
        """What follows no longer stands under headings of this level and below."""
        had = len(self._headings)
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        if len(self._headings) < had:
            self._begin()

    def add(self, paragraph: str) -> None:
        """A paragraph, an item of a list or a row of a table."""
        if paragraph:
            self._collected[-1][1].append(paragraph)

    def has_text(self) -> bool:
        return any(paragraphs for _, paragraphs in self._collected)

    def sections(self) -> list[Section]:
        """In order, without empty ones."""
        return [
            Section(heading=heading, paragraphs=tuple(paragraphs))
            for heading, paragraphs in self._collected
            if paragraphs
        ]

    def _begin(self) -> None:
        path = LEVELS.join(text for _, text in self._headings if text)
        self._collected.append((path, []))


def row_text(head: Sequence[str], cells: Sequence[str]) -> str:
    """A row of a table with the names of its columns: "Iceland - Price: 12 EUR - Days: 5"."""
    said = []
    for place, cell in enumerate(cells):
        name = head[place].rstrip(":") if place < len(head) else ""
        name = name if len(name) <= _LONGEST_NAME else ""
        if cell:
            names_itself = place == 0 and any(character.isalpha() for character in cell)
            said.append(cell if names_itself or not name else f"{name}: {cell}")
    return BETWEEN_PARTS.join(said)


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
