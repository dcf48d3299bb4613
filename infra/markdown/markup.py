"""Raw HTML in a tenant's markdown: its words, without what is struck out or never shown."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.chunking import BETWEEN_PARTS

STRUCK = frozenset({"s", "del", "strike"})
_NEVER_SHOWN = STRUCK | {"script", "style", "template", "head", "title"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
_WITHIN_A_LINE = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "a abbr b bdi bdo big cite code dfn em font i ins kbd label mark q ruby samp small span "
        "strong sub sup time tt u var wbr"
    ).split()
)
UNREADABLE = frozenset(
    (  # noqa: SIM905 - as above
        "audio canvas embed form iframe input math object picture script select svg textarea video"
    ).split()
)
"""What holds something for a customer's eyes that no answer can quote."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>])")


@dataclass(frozen=True)
class Piece:
    """Words that stand together; `level` is 1 to 6 for a heading and 0 for text."""

    text: str
    level: int = 0


def tag_of(markup: str) -> tuple[str, bool]:
    """The name of the tag that begins here, in lower case, and whether it closes; "" for none."""
    found = _TAG.match(markup)
    return (found[2].lower(), bool(found[1])) if found else ("", False)


def unreadable_in(markup: str) -> set[str]:
    """The names of elements whose content cannot be quoted."""
    return {found[2].lower() for found in _TAG.finditer(markup)} & UNREADABLE


def pieces_of(markup: str) -> Iterator[Piece]:
    """The words of a block of HTML in order: one piece for a paragraph, item, row or heading.

    Each character is looked at a fixed number of times: what is never closed ends the text.
    """
    gathered: list[str] = []
    level = at = 0
    while at < len(markup):
        opens = markup.find("<", at)
        if opens < 0:
            gathered.append(markup[at:])
            break
        gathered.append(markup[at:opens])
        name, closes = tag_of(markup[opens : opens + 24])
        if not name and not markup.startswith(("<!", "<?"), opens):
            gathered.append("<")
            at = opens + 1
            continue
        at = _end_of(markup, opens, name, closes=closes)
        if name in _CELLS:
            gathered.append("" if closes or not "".join(gathered).strip() else BETWEEN_PARTS)
        elif name == "br":
            gathered.append(" ")
        elif name and name not in _WITHIN_A_LINE and name not in _NEVER_SHOWN:
            yield from _piece(gathered, level)
            gathered = []
            level = int(name[1]) if name in _HEADINGS and not closes else 0
    yield from _piece(gathered, level)


def _piece(gathered: list[str], level: int) -> Iterator[Piece]:
    text = " ".join(html.unescape("".join(gathered)).split())
    if text:
        yield Piece(text, level)


def _end_of(markup: str, opens: int, name: str, *, closes: bool) -> int:
    """Where the text goes on behind the tag, comment, or element that is never shown."""
    if markup.startswith("<!--", opens):
        return _behind(markup, "-->", opens)
    end = _behind(markup, ">", opens)
    if name in _NEVER_SHOWN and not closes:
        closing = min(_behind(markup, f"</{said}", end) for said in (name, name.upper()))
        return _behind(markup, ">", closing)
    return end


def _behind(markup: str, mark: str, start: int) -> int:
    found = markup.find(mark, start)
    return len(markup) if found < 0 else found + len(mark)
