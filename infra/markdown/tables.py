"""Rows of tables, each with the names of its columns: "Iceland - Price: 12 EUR - Days: 5"."""

from collections.abc import Iterator

from markdown_it.tree import SyntaxTreeNode

from domain.chunking import BETWEEN_PARTS
from domain.sections import row_text
from infra.markdown.footnotes import Footnotes
from infra.markdown.inline import plain


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
            yield row_text(head, row)
    if not others:
        yield BETWEEN_PARTS.join(cell for cell in head if cell)
