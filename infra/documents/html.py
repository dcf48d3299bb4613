"""Reads pages: the main content's headings, paragraphs, lists and tables."""

from collections.abc import Iterator
from datetime import date

from domain.chunking import BETWEEN_PARTS
from domain.documents import DocumentKind, ReadDocument
from domain.errors import ConfigurationError
from domain.sections import SectionBuilder
from infra.documents.html_tables import caption_of, is_layout, table_rows
from infra.documents.html_tree import Element, Page, parse_page
from infra.documents.main_content import main_content

AUDIENCE, VALID_UNTIL = "duralogue:audience", "duralogue:valid_until"
"""The names of `<meta>` elements by which a page says who may read it, and until when."""

_BESIDE_A_TITLE = (" | ", " \u2013 ", " \u2014 ", " \u00b7 ", " \u00bb ", " - ")
_LISTS = frozenset({"ul", "ol"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_QUESTION = 7
"""Below every heading: what is opened by a click, and terms that are explained."""
_INLINE = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark nobr output "
        "q rp rt ruby samp small span strong sub sup time tt u var wbr"
    ).split()
)
_MOST_WORDS, _MOST_CHARACTERS = 15, 200
"""Of what an item stands under, to be said with it."""


def read_page(markup: str, *, tables_have_heads: bool = False) -> ReadDocument:
    """Raise ConfigurationError for a page without text, and for one that is too large."""
    page = parse_page(markup)
    title = _title(page)
    reading = _Reading(title, tables_have_heads=tables_have_heads)
    reading.read(main_content(page.body))
    if not reading.built.has_text():
        raise ConfigurationError("there is no text in the page's main content")
    return ReadDocument(
        kind=DocumentKind.HTML,
        title=title,
        sections=tuple(reading.built.sections()),
        audience=page.meta.get(AUDIENCE) or None,
        valid_until=_date(page.meta.get(VALID_UNTIL, "")),
        may_be_indexed="noindex" not in page.meta.get("robots", "").lower(),
    )


class _Reading:
    """One way through the main content. What is said within a line is gathered until a block
    begins or ends."""

    def __init__(self, title: str, *, tables_have_heads: bool) -> None:
        self.built = SectionBuilder(title)
        self._tables_have_heads = tables_have_heads
        self._line: list[str] = []
        self._last = ""

    def read(self, element: Element) -> None:
        self._within(element)
        self._end_line()

    def _within(self, element: Element) -> None:
        for child in element.children:
            self._take(child)

    def _take(self, element: Element) -> None:
        tag = element.tag
        if not tag:
            self._line.append(element.text)
        elif tag == "br":
            self._line.append(" ")
        elif tag in _INLINE:
            self._within(element)
        else:
            self._end_line()
            self._take_block(element)
            self._end_line()

    def _take_block(self, element: Element) -> None:
        tag = element.tag
        if tag in _HEADINGS:
            self._open(_HEADINGS[tag], element.words())
        elif tag in _LISTS:
            self._items(element, self._last if self._last.endswith(":") else "")
        elif tag == "table" and not is_layout(element):
            self._table(element)
        elif tag in {"summary", "dt"}:
            self._open(_QUESTION, element.words())
        elif tag == "button":
            if {"aria-expanded", "aria-controls"} & element.attributes.keys():
                self._open(_QUESTION, element.words())
        elif tag in {"details", "dl"}:
            self._within(element)
            self._end_line()
            self.built.close(_QUESTION)
        else:
            self._within(element)

    def _open(self, level: int, heading: str) -> None:
        if heading:
            self.built.open(level, heading)
            self._last = ""

    def _table(self, table: Element) -> None:
        if caption := caption_of(table):
            self._add(caption)
        for row in table_rows(table, has_head=self._tables_have_heads):
            self._add(row)

    def _items(self, element: Element, parent: str) -> None:
        """One text for each item, with what it stands under; steps keep their numbers."""
        start = element.attribute("start")
        number = int(start) if start.isdecimal() and len(start) < 5 else 1  # noqa: PLR2004
        is_steps = element.tag == "ol" and not parent
        for item in element.children:
            if item.tag in _LISTS:
                self._items(item, parent)
            elif item.tag and item.tag != "li":
                self._take(item)
                self._end_line()
            elif item.tag:
                self._item(item, parent, f"{number}) " if is_steps else "")
                number += 1

    def _item(self, item: Element, parent: str, number: str) -> None:
        outer = list(_outer_lists(item))
        if any(e.tag in _HEADINGS or e.tag == "table" for e in item.within()):
            self._within(item)
            self._end_line()
            return
        text = _words_outside(item, set(map(id, outer)))
        said = f"{parent.rstrip(':')}{BETWEEN_PARTS}{text}" if parent and text else text
        if said and not (outer and said.endswith(":")):
            self._add(number + (said if number else _as_item(said)))
        for inner in outer:
            self._items(inner, _as_parent(said) or parent)

    def _add(self, text: str) -> None:
        self.built.add(text)
        self._last = text

    def _end_line(self) -> None:
        text = " ".join("".join(self._line).split())
        self._line = []
        if text:
            self._add(text)


def _outer_lists(item: Element) -> Iterator[Element]:
    """The lists in an item that stand in no other list of it."""
    waiting = list(reversed(item.children))
    while waiting:
        element = waiting.pop()
        if element.tag in _LISTS:
            yield element
        else:
            waiting.extend(reversed(element.children))


def _words_outside(item: Element, left_out: set[int]) -> str:
    parts: list[str] = []
    waiting = [item]
    while waiting:
        element = waiting.pop()
        if id(element) in left_out:
            continue
        is_block = element.tag and element.tag not in _INLINE
        parts.append(f" {element.text}" if is_block else element.text)
        waiting.extend(reversed(element.children))
    return " ".join("".join(parts).split())


def _as_parent(text: str) -> str:
    is_short = len(text) <= _MOST_CHARACTERS and 0 < len(text.split()) <= _MOST_WORDS
    return text.rstrip(".:") if is_short else ""


def _as_item(text: str) -> str:
    """A short item is no sentence, whether its author ended it with a full stop or not."""
    is_one = text.endswith(".") and ". " not in text and len(text.split()) < _MOST_WORDS
    return text[:-1] if is_one else text


def _title(page: Page) -> str:
    first = next((e.words() for e in page.body.within() if e.tag == "h1" and e.words()), "")
    if first:
        return first[:_MOST_CHARACTERS]
    said = page.meta.get("og:title") or page.title
    for mark in _BESIDE_A_TITLE:
        said = said.split(mark, 1)[0] if mark in said else said
    return said.strip()[:_MOST_CHARACTERS]


def _date(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigurationError(
            f"{VALID_UNTIL}: {text[:40]!r} is no date as 2027-01-31"
        ) from error
