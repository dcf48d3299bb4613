"""Reads a tenant's documents: which files they are, and their front matter."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode

from domain.bot.problems import Problem
from domain.errors import ConfigurationError
from domain.knowledge import Audience, KnowledgeDocument
from infra.markdown.sections import MarkdownSections
from infra.regular_files import Unreadable, read_text

__all__ = ["MarkdownSections", "document_problems", "parse_document", "read_documents"]

MAX_DOCUMENT = 200_000
"""Characters of one document."""

_MAX_FRONT_MATTER = 4_000
_MOST_PROBLEMS, _MOST_BRACKETS = 10, 20
_FENCE = "---"
_SUFFIXES = (".md", ".markdown")
_MOST_PROBLEMS_NAMED = 100
_AT_LINE = re.compile(r"line (\d{1,9}): ")


class FrontMatter(BaseModel):
    """What stands between the two lines of dashes at the head of a document."""

    model_config = ConfigDict(extra="forbid")

    title: str
    audience: Audience = Audience.PUBLIC
    valid_until: date | None = None
    url: str | None = None


class _Flat(SafeConstructor):
    """Names with values: nothing within another, so that no alias repeats one."""

    def construct_document(self, node: Any) -> Any:
        values = [value for _, value in node.value] if isinstance(node, MappingNode) else []
        if not all(isinstance(value, ScalarNode) for value in values):
            raise ValueError("not flat")
        return super().construct_document(node)


def read_documents(folder: Path) -> list[KnowledgeDocument]:
    """Every document below the folder. Raise ConfigurationError with each file's problem."""
    if not folder.is_dir():
        raise ConfigurationError(f"{folder} is not a folder")
    documents, wrong = _read_all(folder)
    if wrong:
        raise ConfigurationError("\n".join(f"{path}: {said}" for path, said in wrong))
    return documents


def document_problems(folder: Path) -> list[Problem]:
    """Errors for documents that cannot be indexed, and warnings for parts of them that no answer
    can be taken from."""
    if not folder.is_dir():
        return []
    found = [_problem(folder, path, 1, said) for path, said in _read_all(folder)[1]]
    reader = MarkdownSections()
    for path in filter(is_markdown, _files(folder)):
        if len(found) >= _MOST_PROBLEMS_NAMED:
            break
        for line, warning in _warnings(folder, path, reader):
            found.append(_problem(folder, path, line, warning, is_warning=True))
    return found[:_MOST_PROBLEMS_NAMED]


def _read_all(folder: Path) -> tuple[list[KnowledgeDocument], list[tuple[Path, str]]]:
    documents: dict[str, KnowledgeDocument] = {}
    wrong = []
    for path in filter(is_markdown, _files(folder)):
        try:
            document = read_file(folder, path)
        except ConfigurationError as error:
            wrong.append((path, str(error)))
            continue
        if document.document_id in documents:
            wrong.append((path, f"another file is called {document.document_id}, too"))
        documents[document.document_id] = document
    return list(documents.values()), wrong


def _warnings(folder: Path, path: Path, reader: MarkdownSections) -> Iterator[tuple[int, str]]:
    try:
        head, body = _parted(read_text(folder, path))
    except (Unreadable, ConfigurationError):  # an error, told already
        return
    above = head.count("\n") + 3
    for line, warning in reader.warnings(body):
        yield above + line if line else 1, warning


def _problem(
    folder: Path, path: Path, line: int, said: str, *, is_warning: bool = False
) -> Problem:
    name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
    if found := _AT_LINE.match(said):
        line, said = int(found[1]), said[found.end() :]
    return Problem(name, line, said, is_warning=is_warning)


def is_markdown(path: Path) -> bool:
    """By its name: front matter and markdown look like any other text."""
    return path.suffix.lower() in _SUFFIXES


def _files(folder: Path) -> list[Path]:
    """All but hidden ones, which editors and systems leave behind."""
    return sorted(
        path
        for path in folder.rglob("*")
        if (path.is_file() or path.is_symlink())
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


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


_INDEXED = 2
"""Counts up when documents have to be indexed again although their text is the same."""


def read_file(folder: Path, path: Path) -> KnowledgeDocument:
    """One document. Raise ConfigurationError."""
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
        reader = YAML(typ="safe", pure=True)
        reader.Constructor = _Flat
        values: Any = reader.load(head)
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
