"""Takes a document's markdown apart: headings, and what stands under each, ready to be quoted."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from domain.chunking import chunks_of
from domain.errors import ConfigurationError
from domain.knowledge import Chunk, KnowledgeDocument, Section
from domain.sections import SectionBuilder
from infra.markdown.footnotes import Footnotes
from infra.markdown.inline import plain
from infra.markdown.lists import items_of
from infra.markdown.markup import pieces_of, unreadable_in
from infra.markdown.tables import rows_of

_READERS_OWN = (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a library raises over a text that it was not made for; trying again would end the same."""
_MOST_WARNINGS = 10


class _Reading(SectionBuilder):
    """What has been read of one document so far."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.warnings: list[tuple[int, str]] = []

    def warn(self, node: SyntaxTreeNode, what: str) -> None:
        self.warnings.append((node.map[0] + 1 if node.map else 0, what))


class MarkdownSections:
    """Implements `domain.ports.Chunker`. A heading goes with those above it; the title with all."""

    def __init__(self) -> None:
        self._markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])

    async def chunks(self, document: KnowledgeDocument) -> list[Chunk]:
        try:
            sections = document.sections or self.sections(document.body, title=document.title)
            return chunks_of(document, sections)
        except _READERS_OWN as error:
            raise ConfigurationError(
                f"it is not markdown that can be read ({type(error).__name__})"
            ) from error

    def sections(self, body: str, *, title: str = "") -> list[Section]:
        return self._read(body, title).sections()

    def warnings(self, body: str) -> list[tuple[int, str]]:
        """What of the document no answer can quote, each with its line in the body, or 0."""
        read = self._read(body, "")
        if not read.has_text():
            read.warnings.append((0, "there is no text in it that an answer could quote"))
        return read.warnings[:_MOST_WARNINGS]

    def _read(self, body: str, title: str) -> _Reading:
        notes = Footnotes(body)
        nodes = SyntaxTreeNode(self._markdown.parse(notes.body)).children
        read = _Reading(title or _only_title(nodes))
        for place, node in enumerate(nodes):
            before = nodes[place - 1] if place else None
            if node.type == "heading":
                read.open(int(node.tag[1]), plain(node, notes))
            else:
                _take(read, node, before, notes)
        return read


def _take(
    read: _Reading, node: SyntaxTreeNode, before: SyntaxTreeNode | None, notes: Footnotes
) -> None:
    match node.type:
        case "bullet_list" | "ordered_list":
            for item in items_of(node, notes, introduced_by=_introduction(before, notes)):
                read.add(item)
        case "table":
            for row in rows_of(node, notes):
                read.add(row)
        case "html_block":
            _take_html(read, node)
        case "blockquote":
            for place, child in enumerate(node.children):
                _take(read, child, node.children[place - 1] if place else None, notes)
            return
        case _:
            read.add(plain(node, notes))
    for name in sorted(set(_unread_within(node))):
        read.warn(node, f"{name} is not read")


def _take_html(read: _Reading, node: SyntaxTreeNode) -> None:
    for piece in pieces_of(node.content):
        if piece.level:
            read.open(piece.level, piece.text)
        else:
            read.add(piece.text)


def _introduction(before: SyntaxTreeNode | None, notes: Footnotes) -> str:
    """ "A token costs:" belongs to every item of the list that it introduces."""
    if before is None or before.type != "paragraph":
        return ""
    text = plain(before, notes)
    return text if text.endswith(":") else ""


def _unread_within(node: SyntaxTreeNode) -> Iterator[str]:
    for child in node.walk():
        if child.type in {"html_inline", "html_block"}:
            yield from (f"<{name}>" for name in unreadable_in(child.content))
        elif child.type == "image" and not child.content.strip():
            yield "an image without a description"


def _only_title(nodes: list[SyntaxTreeNode]) -> str:
    """The first-level heading where there is one only, at the head: it is the document's title."""
    titles = [node for node in nodes if node.type == "heading" and node.tag == "h1"]
    return plain(titles[0], Footnotes("")) if len(titles) == 1 and titles[0] is nodes[0] else ""
