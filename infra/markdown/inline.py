"""The words of a piece of markdown, without its markup and without what is struck out."""

from collections.abc import Sequence

from markdown_it.tree import SyntaxTreeNode

from infra.markdown.footnotes import Footnotes
from infra.markdown.markup import STRUCK, tag_of

_ENDS = (".", ",", ";", ":", "!", "?", "\u2013", "-", "(")
_VERBATIM = frozenset({"code_inline", "code_block", "fence"})


def plain(node: SyntaxTreeNode, notes: Footnotes) -> str:
    """In one line; what was on lines of its own is set apart by commas."""
    text = _words(node, notes)
    return " ".join(notes.within(text).replace(" ,", ",").split())


def _words(node: SyntaxTreeNode, notes: Footnotes) -> str:
    if node.type in _VERBATIM:
        return " ".join(node.content.split())
    if node.type == "text":
        return node.content
    if node.type == "softbreak":
        return " "
    if node.type in {"s", "html_inline", "html_block"}:
        return ""
    return _joined(node.children, notes)


def _joined(nodes: Sequence[SyntaxTreeNode], notes: Footnotes) -> str:
    """Without what stands between `<del>` and `</del>`."""
    words: list[str] = []
    struck = 0
    for node in nodes:
        name, closes = tag_of(node.content) if node.type == "html_inline" else ("", False)
        if name in STRUCK:
            struck = max(struck + (-1 if closes else 1), 0)
        elif struck:
            continue
        elif node.type == "hardbreak" or name == "br":
            words.append(_line_end(words))
        else:
            words.append(_words(node, notes))
    return "".join(words)


def _line_end(words: list[str]) -> str:
    before = "".join(words[-1:]).rstrip()
    return " " if not before or before.endswith(_ENDS) else ", "
