"""Reads a tenant's markdown: front matter, headings, paragraphs."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from domain.chunking import chunks_of
from domain.errors import ConfigurationError
from domain.knowledge import Chunk, KnowledgeDocument, Section
from infra.regular_files import Unreadable, read_text

MAX_DOCUMENT = 200_000
"""Characters of one document."""

_MAX_FRONT_MATTER = 4_000
_MOST_PROBLEMS, _MOST_BRACKETS = 10, 20
_FENCE = "---"
_READERS_OWN = (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a library raises over a text that it was not made for; trying again would end the same."""
_TEXT_BLOCKS = {"paragraph", "list_item", "tr", "code_block", "fence", "blockquote"}


class FrontMatter(BaseModel):
    """What stands between the two lines of dashes at the head of a document."""

    model_config = ConfigDict(extra="forbid")

    title: str
    audience: str = "public"
    valid_until: date | None = None
    url: str | None = None


class MarkdownSections:
    """Implements `domain.ports.Chunker`. The first-level heading is the document's title."""

    def __init__(self) -> None:
        self._markdown = MarkdownIt("commonmark").enable("table")

    async def chunks(self, document: KnowledgeDocument) -> list[Chunk]:
        try:
            return chunks_of(document, self.sections(document.body))
        except _READERS_OWN as error:
            raise ConfigurationError(
                f"it is not markdown that can be read ({type(error).__name__})"
            ) from error

    def sections(self, body: str) -> list[Section]:
        heading = ""
        collected: list[tuple[str, list[str]]] = [("", [])]
        for node in SyntaxTreeNode(self._markdown.parse(body)).children:
            if node.type == "heading":
                heading = "" if node.tag == "h1" else _plain(node)
                collected.append((heading, []))
            else:
                collected[-1][1].extend(_paragraphs(node))
        return [
            Section(heading=heading, paragraphs=tuple(paragraphs))
            for heading, paragraphs in collected
            if paragraphs
        ]


def read_documents(folder: Path) -> list[KnowledgeDocument]:
    """Every markdown file below the folder. Raise ConfigurationError with each file's problem."""
    if not folder.is_dir():
        raise ConfigurationError(f"{folder} is not a folder")
    documents, problems = [], []
    for path in sorted(folder.rglob("*.md")):
        try:
            documents.append(_read(folder, path))
        except ConfigurationError as error:
            problems.append(f"{path}: {error}")
    if problems:
        raise ConfigurationError("\n".join(problems))
    return documents


def parse_document(document_id: str, raw: str) -> KnowledgeDocument:
    """Raise ConfigurationError, naming the line, for front matter that is missing or wrong."""
    if len(raw) > MAX_DOCUMENT:
        raise ConfigurationError(f"a document has at most {MAX_DOCUMENT:,} characters")
    head, body = _parted(raw)
    matter = _front_matter(head)
    described = [_INDEXED, matter.model_dump(mode="json"), body]
    content_hash = hashlib.sha256(json.dumps(described).encode()).hexdigest()
    return KnowledgeDocument(
        document_id=document_id, body=body, content_hash=content_hash, **matter.model_dump()
    )


_INDEXED = 1
"""Counts up when documents have to be indexed again although their text is the same."""


def _read(folder: Path, path: Path) -> KnowledgeDocument:
    try:
        raw = read_text(folder, path)
    except Unreadable as error:
        raise ConfigurationError(f"cannot be read: {error}") from error
    return parse_document(path.relative_to(folder).with_suffix("").as_posix(), raw)


def _parted(raw: str) -> tuple[str, str]:
    lines = raw.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].strip() != _FENCE:
        raise ConfigurationError("line 1: begin with front matter between two lines of ---")
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == _FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :])
    raise ConfigurationError("line 1: the front matter has no second line of ---")


def _front_matter(head: str) -> FrontMatter:
    if head.count("[") + head.count("{") > _MOST_BRACKETS:  # open ones cost the reader their square
        raise ConfigurationError("line 2: the front matter is flat; there are brackets in it")
    if len(head) > _MAX_FRONT_MATTER:
        raise ConfigurationError(f"the front matter has at most {_MAX_FRONT_MATTER:,} characters")
    try:
        values: Any = YAML(typ="safe").load(head)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise ConfigurationError(f"line {line}: the front matter is not YAML") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, 1,000 brackets
        raise ConfigurationError("line 2: the front matter is not YAML that can be read") from error
    if not isinstance(values, Mapping):
        raise ConfigurationError("line 2: the front matter must say at least `title: …`")
    try:
        return FrontMatter.model_validate(dict(values))
    except ValidationError as error:
        raise ConfigurationError("; ".join(_problems(error, head))) from error


def _problems(error: ValidationError, head: str) -> Iterator[str]:
    lines = head.splitlines()
    for problem in error.errors(include_url=False)[:_MOST_PROBLEMS]:
        key = str(problem["loc"][0])
        line = next((i for i, text in enumerate(lines, start=2) if text.startswith(key)), 2)
        known = ", ".join(FrontMatter.model_fields)
        hint = f" (known: {known})" if problem["type"] == "extra_forbidden" else ""
        yield f"line {line}: {key}: {problem['msg']}{hint}"


def _paragraphs(node: SyntaxTreeNode) -> Iterable[str]:
    """The text of each paragraph, list item, table row or code block below the node."""
    if node.type in _TEXT_BLOCKS and not any(_is_list(child) for child in node.children):
        text = _plain(node)
        return [text] if text else []
    if node.children:
        return [text for child in node.children for text in _paragraphs(child)]
    text = _plain(node)
    return [text] if text and node.type != "html_block" else []


def _is_list(node: SyntaxTreeNode) -> bool:
    return node.type in {"bullet_list", "ordered_list"}


def _plain(node: SyntaxTreeNode) -> str:
    """The words without their markup; a table's cells are set apart by commas."""
    if node.type in {"text", "code_inline", "code_block", "fence"}:
        return " ".join(node.content.split()) if node.type != "text" else node.content
    if node.type in {"softbreak", "hardbreak"}:
        return " "
    if node.type in {"html_inline", "html_block"}:
        return ""
    between = ", " if node.type == "tr" else " " if node.type == "list_item" else ""
    text = between.join(_plain(child) for child in node.children)
    return " ".join(text.split()) if node.type != "inline" else text
