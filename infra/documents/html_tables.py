"""Tables of pages as rows that say the names of their columns."""

from collections.abc import Iterator

from domain.chunking import BETWEEN_PARTS
from domain.sections import row_text
from infra.documents.html_tree import Element

_MOST_ROWS, _MOST_COLUMNS = 10_000, 60
_WIDEST = 20
"""Cells that one cell may span."""
_PARTS = frozenset({"thead", "tbody", "tfoot"})
_BLOCKS = frozenset({"table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"})


def is_layout(table: Element) -> bool:
    """Whether it only places things on the page: it holds headings, lists or tables, or stands in
    one column."""
    if any(e.tag in _BLOCKS for child in table.children for e in child.within()):
        return True
    return all(len(_cells(row)) < 2 for row in _rows(table))  # noqa: PLR2004 - one column


def table_rows(table: Element, *, has_head: bool) -> Iterator[str]:
    """A text for each row. `has_head`: the first row names the columns also where no cell says
    so."""
    head: list[str] = []
    below: dict[int, tuple[int, str]] = {}
    is_first = True
    for row in _rows(table)[:_MOST_ROWS]:
        cells = _cells(row)
        texts = _spread(cells, below)
        is_head = bool(cells) and all(cell.tag == "th" for cell in cells)
        if (is_head or (has_head and is_first)) and any(texts):
            head = texts
        elif any(texts):
            yield row_text([name.rstrip(":") for name in head], texts)
        is_first = False
    if head and len(_rows(table)) == 1:
        yield BETWEEN_PARTS.join(name for name in head if name)


def caption_of(table: Element) -> str:
    return next((child.words() for child in table.children if child.tag == "caption"), "")


def _rows(table: Element) -> list[Element]:
    rows: list[Element] = []
    for child in table.children:
        if child.tag in _PARTS:
            rows += [row for row in child.children if row.tag == "tr"]
        elif child.tag == "tr":
            rows.append(child)
    return rows


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row.children if cell.tag in {"td", "th"}][:_MOST_COLUMNS]


def _spread(cells: list[Element], below: dict[int, tuple[int, str]]) -> list[str]:
    """The row's texts by columns; a cell that spans rows is said in each of them."""
    texts: list[str] = []
    for cell in cells:
        _take_from_above(texts, below)
        text = cell.words().rstrip(".")
        place = len(texts)
        texts += [text, *[""] * (min(_span(cell, "colspan"), _MOST_COLUMNS - place) - 1)]
        if (rows := _span(cell, "rowspan")) > 1:
            below[place] = (rows - 1, text)
    _take_from_above(texts, below)
    return texts


def _take_from_above(texts: list[str], below: dict[int, tuple[int, str]]) -> None:
    carried: dict[int, tuple[int, str]] = {}
    while (place := len(texts)) in below:
        left, text = below.pop(place)
        texts.append(text)
        if left > 1:
            carried[place] = (left - 1, text)
    below.update(carried)


def _span(cell: Element, name: str) -> int:
    said = cell.attribute(name)
    return min(max(int(said), 1), _WIDEST) if said.isdecimal() and len(said) < 5 else 1  # noqa: PLR2004
