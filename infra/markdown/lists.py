"""Items of lists, each with what it stands under: "Tokens - machine A: 3 EUR"."""

from collections.abc import Iterator

from markdown_it.tree import SyntaxTreeNode

from domain.chunking import BETWEEN_PARTS
from infra.markdown.footnotes import Footnotes
from infra.markdown.inline import plain
from infra.markdown.tables import rows_of

_LISTS = frozenset({"bullet_list", "ordered_list"})
_MOST_WORDS, _MOST_CHARACTERS = 15, 200
"""Of what an item stands under, to be said with it."""
_SHORT = 14
_JOINS = frozenset(
    "for of with without in on at to from per by als für von mit ohne im am je".split()  # noqa: SIM905
)
"""Between these words and the next a sentence goes on: "Token" "for machine A"."""


def items_of(node: SyntaxTreeNode, notes: Footnotes, *, introduced_by: str = "") -> Iterator[str]:
    """One text for each item, outer ones first; steps keep their numbers."""
    yield from _items(node, notes, _as_parent(introduced_by))


def _items(node: SyntaxTreeNode, notes: Footnotes, parent: str) -> Iterator[str]:
    start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
    is_steps = node.type == "ordered_list" and not parent and not _holds_facts(node)
    for place, item in enumerate(node.children):
        number = f"{start + place}) " if is_steps else ""
        text = ""
        for child in item.children:
            if child.type in _LISTS:
                yield from _items(child, notes, _as_parent(text) or parent)
            elif child.type == "table":
                yield from rows_of(child, notes)
            elif said := plain(child, notes):
                text = _under(parent, said)
                has_more = any(inner.type in _LISTS for inner in item.children)
                if not (has_more and (said.endswith(":") or _is_label(said))):
                    yield number + (text if number else _as_item(text))


def _holds_facts(node: SyntaxTreeNode) -> bool:
    """An outline, or a list of values, that its author numbered: no steps to be taken in turn."""
    return any(
        child.type in _LISTS or (child.type == "paragraph" and _is_value(child))
        for item in node.children
        for child in item.children
    )


def _is_value(node: SyntaxTreeNode) -> bool:
    """ "A day: 16 EUR"."""
    name, colon, value = plain(node, Footnotes("")).partition(": ")
    return bool(colon and name) and any(character.isdigit() for character in value)


def _under(parent: str, text: str) -> str:
    if not parent:
        return text
    if (
        parent.rsplit(maxsplit=1)[-1].lower() in _JOINS
        or text.split(maxsplit=1)[0].lower() in _JOINS
    ):
        return f"{parent} {text}"
    return f"{parent.rstrip(':')}{BETWEEN_PARTS}{text}"


def _as_parent(text: str) -> str:
    """What is said with every item below it; a long explanation is said once, for itself."""
    is_short = len(text) <= _MOST_CHARACTERS and 0 < len(text.split()) <= _MOST_WORDS
    return text.rstrip(".") if is_short else ""


def _as_item(text: str) -> str:
    """A short item is no sentence, whether its author ended it with a full stop or not."""
    is_one = text.endswith(".") and ". " not in text and len(text.split()) <= _SHORT
    return text[:-1] if is_one else text


def _is_label(text: str) -> bool:
    """Words over a list rather than a statement."""
    return not text.endswith((".", "!", "?")) and not any(c.isdigit() for c in text)
