"""A tenant's folder `knowledge/`: documents of every form, and `sources.yaml`."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from domain.bot.problems import Problem
from domain.documents import (
    MOST_BYTES,
    DocumentKind,
    RawDocument,
    knowledge_document,
    narrower,
    title_of,
)
from domain.errors import ConfigurationError
from domain.knowledge import Audience, KnowledgeDocument
from domain.knowledge_settings import KnowledgeSettings
from infra.documents.processes import ReadingProcess
from infra.documents.sources_file import NAME, read_sources_file
from infra.markdown.documents import document_problems, is_markdown, parse_document, read_file
from infra.regular_files import Unreadable, read_bytes, read_text

_READER = 1
"""Counts up when files have to be read again although they are the same."""
_DOCUMENTS = frozenset({".pdf", ".docx", ".csv", ".tsv", ".html", ".htm", ".txt"})
_NOT_TEXT = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MOST_FILES, _MOST_PROBLEMS = 5_000, 100


@dataclass
class KnowledgeFolder:
    """What the folder holds. What fails is named, and stops nothing else."""

    settings: KnowledgeSettings = field(default_factory=KnowledgeSettings)
    documents: list[KnowledgeDocument] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    """Ids of documents whose files are as they were when they were stored: they are not read."""
    failures: dict[str, str] = field(default_factory=dict)
    """By path within the folder, with the reason."""
    kept: list[str] = field(default_factory=list)
    """Ids of documents that fail now: what was read of them before stays."""
    notices: list[tuple[str, str]] = field(default_factory=list)


def read_folder(folder: Path, known: Mapping[str, str] | None = None) -> KnowledgeFolder:
    """`known` is document_id -> content_hash of what is stored. Raise ConfigurationError where
    sources.yaml is wrong: nobody knows for whom the files are."""
    found = KnowledgeFolder(settings=_settings(folder))
    with ReadingProcess() as reader:
        reading = _Reading(folder, reader, known or {}, found)
        for path in _files(folder):
            reading.take(path)
    return found


def folder_problems(folder: Path) -> list[Problem]:
    """Everything that `duralogue check` tells of the folder."""
    if not folder.is_dir():
        return []
    _, problems = _read_sources(folder)
    if problems:
        return problems
    problems = document_problems(folder)
    told = {problem.file for problem in problems}
    found = read_folder(folder)
    for name, reason in found.failures.items():
        path = f"{folder.name}/{name}"
        if path not in told:
            is_other = Path(name).suffix.lower() not in {*_DOCUMENTS, ".md", ".markdown"}
            said = f"this file is not read: {reason}" if is_other else reason
            problems.append(Problem(path, 1, said, is_warning=is_other))
    for name, notice in found.notices:
        problems.append(Problem(f"{folder.name}/{name}", 1, notice, is_warning=True))
    return problems[:_MOST_PROBLEMS]


def document_ids(folder: Path) -> list[str]:
    """Of all files that may be documents, unread. Raise ConfigurationError where there are too
    many."""
    return [path.relative_to(folder).with_suffix("").as_posix() for path in _files(folder)]


def source_names(folder: Path) -> frozenset[str]:
    """Of the pages on the web. Raise ConfigurationError where sources.yaml is wrong."""
    return frozenset(source.name for source in _settings(folder).sources)


class _Reading:
    """One way through the folder."""

    def __init__(
        self,
        folder: Path,
        reader: ReadingProcess,
        known: Mapping[str, str],
        found: KnowledgeFolder,
    ) -> None:
        self._folder = folder
        self._reader = reader
        self._known = known
        self._found = found
        self._taken: dict[str, str] = {}

    def take(self, path: Path) -> None:
        """Read it, or note why it cannot be read."""
        name = path.relative_to(self._folder).as_posix()
        document_id = path.relative_to(self._folder).with_suffix("").as_posix()
        if other := self._taken.get(document_id):
            self._found.failures[name] = f"{other} is called {document_id}, too"
            return
        self._taken[document_id] = name
        try:
            document = self._document(path, name, document_id)
        except ConfigurationError as error:
            self._found.failures[name] = str(error)
            self._found.kept.append(document_id)
            return
        if document is None:
            self._found.unchanged.append(document_id)
        else:
            self._found.documents.append(document)

    def _document(self, path: Path, name: str, document_id: str) -> KnowledgeDocument | None:
        """None where it is as it was when it was stored."""
        content = _content(self._folder, path)
        if is_markdown(path) and not content.startswith(_NOT_TEXT):
            return read_file(self._folder, path)
        settings = self._found.settings.file(name)
        content_hash = _hash(content, name, settings.model_dump_json())
        if self._known.get(document_id) == content_hash:
            return None
        read = self._reader.read_now(RawDocument(name=name, content=content))
        self._found.notices += [(name, notice) for notice in read.notices]
        if read.kind is DocumentKind.MARKDOWN:
            document = parse_document(document_id, _text(self._folder, path))
        else:
            document = knowledge_document(
                read,
                document_id=document_id,
                title=settings.title or read.title or title_of(name),
                audience=narrower(read.audience, settings.audience or Audience.PUBLIC),
                valid_until=settings.valid_until or read.valid_until,
                url=settings.url,
            )
        return document.model_copy(update={"content_hash": content_hash})


def _settings(folder: Path) -> KnowledgeSettings:
    settings, problems = _read_sources(folder)
    if settings is None:
        raise ConfigurationError("\n".join(map(str, problems)))
    return settings


def _read_sources(folder: Path) -> tuple[KnowledgeSettings | None, list[Problem]]:
    path = folder / NAME
    if not path.exists():
        return KnowledgeSettings(), []
    try:
        return read_sources_file(read_text(folder, path))
    except Unreadable as error:
        return None, [Problem(f"{folder.name}/{NAME}", 1, f"cannot be read: {error}")]


def _files(folder: Path) -> Iterator[Path]:
    """All but hidden ones, which editors and systems leave behind."""
    if not folder.is_dir():
        return
    found = sorted(
        path
        for path in folder.rglob("*")
        if (path.is_file() or path.is_symlink())
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path != folder / NAME
    )
    if len(found) > _MOST_FILES:
        raise ConfigurationError(f"{folder} has more than {_MOST_FILES:,} files")
    yield from found


def _content(folder: Path, path: Path) -> bytes:
    try:
        return read_bytes(folder, path, most=MOST_BYTES)
    except Unreadable as error:
        raise ConfigurationError(f"cannot be read: {error}") from error


def _text(folder: Path, path: Path) -> str:
    try:
        return read_text(folder, path)
    except Unreadable as error:
        raise ConfigurationError(f"cannot be read: {error}") from error


def _hash(content: bytes, name: str, settings: str) -> str:
    described = json.dumps([_READER, sha256(content).hexdigest(), name, settings])
    return sha256(described.encode()).hexdigest()
