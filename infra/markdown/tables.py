"""Rows of tables, each with the names of its columns: "Iceland - Price: 12 EUR - Days: 5"."""

from collections.abc import Iterator, Sequence

from markdown_it.tree import SyntaxTreeNode

from domain.chunking import BETWEEN_PARTS
from infra.markdown.footnotes import Footnotes
from infra.markdown.inline import plain

_LONGEST_NAME = 80
"""Of a column; a longer one is said with no row."""


def rows_of(node: SyntaxTreeNode, notes: Footnotes) -> Iterator[str]:
    """One text for each row below the head; the head alone where there is no other."""
    rows = [
        [plain(cell, notes).rstrip(".") for cell in row.children]
        for part in node.children
        for row in part.children
    ]
    if not rows:
        return
    head, *others = rows
    for row in others:
        if any(row):
            yield _row(head, row)
    if not others:
        yield BETWEEN_PARTS.join(cell for cell in head if cell)


def _row(head: Sequence[str], cells: Sequence[str]) -> str:
    said = []
    for place, cell in enumerate(cells):
        name = head[place].rstrip(":") if place < len(head) else ""
        name = name if len(name) <= _LONGEST_NAME else ""
        if cell:
            names_itself = place == 0 and any(character.isalpha() for character in cell)
            said.append(cell if names_itself or not name else f"{name}: {cell}")
    return BETWEEN_PARTS.join(said)
