"""Documents of any form as they come in, and what is read out of them."""

import json
from datetime import date
from enum import StrEnum
from hashlib import sha256

from pydantic import BaseModel, ConfigDict

from domain.errors import ConfigurationError
from domain.knowledge import Audience, KnowledgeDocument, Section

MOST_BYTES = 20 * 1024 * 1024
"""Of one file or page."""

MOST_LINKS = 5_000
"""Of one sitemap or feed."""


_INDEXED = 1
"""Counts up when documents have to be indexed again although they are the same."""

_FROM_WIDE_TO_NARROW = (Audience.PUBLIC, Audience.SIGNED_IN, Audience.AGENTS)


class DocumentKind(StrEnum):
    """The forms that are read."""

    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    QUESTIONS = "questions"
    """A table of questions and answers."""
    TEXT = "text"


class RawDocument(BaseModel):
    """A file or a page as it was got. Its form is told by its content; names and types are hints
    where a text could be of several."""

    name: str
    """A path within the tenant's knowledge, or an address."""
    content_type: str = ""
    content: bytes


class ReadDocument(BaseModel):
    """What a document says, in the one form that goes on to be cut into passages."""

    model_config = ConfigDict(extra="forbid")

    kind: DocumentKind
    title: str
    """What it calls itself, or "" where it does not."""
    sections: tuple[Section, ...] = ()
    markdown: str = ""
    """Of markdown, which is kept as it is written, with its front matter."""
    audience: str | None = None
    """As the document itself says, unchecked; None where it says nothing."""
    valid_until: date | None = None
    may_be_indexed: bool = True
    """False where a page asks search engines to leave it out."""
    notices: tuple[str, ...] = ()
    """What of it could not be read, in sentences."""


class Link(BaseModel):
    """A page that a sitemap or a feed names."""

    url: str
    title: str = ""


class LinkList(BaseModel):
    """A sitemap or a feed."""

    pages: tuple[Link, ...] = ()
    sitemaps: tuple[str, ...] = ()
    """Of an index of sitemaps: where the others are."""
    was_cut: bool = False
    """It names more than are read."""


def knowledge_document(
    read: ReadDocument,
    *,
    document_id: str,
    title: str,
    audience: Audience,
    valid_until: date | None,
    url: str | None,
) -> KnowledgeDocument:
    """As it is indexed; its hash is of all that readers of the index see."""
    said = {
        "title": title,
        "audience": audience.value,
        "valid_until": valid_until.isoformat() if valid_until else None,
        "url": url,
        "sections": [section.model_dump() for section in read.sections],
        "markdown": read.markdown,
    }
    described = json.dumps([_INDEXED, said], ensure_ascii=False, sort_keys=True)
    return KnowledgeDocument(
        document_id=document_id,
        title=title,
        audience=audience,
        valid_until=valid_until,
        url=url,
        body=read.markdown,
        sections=read.sections,
        content_hash=sha256(described.encode("utf-8", "replace")).hexdigest(),
    )


def narrower(said: str | None, within: Audience) -> Audience:
    """What a document says of itself, where it is for fewer people than where it comes from.

    Raise ConfigurationError, naming what is allowed, for what is no audience.
    """
    if said is None:
        return within
    if said not in _FROM_WIDE_TO_NARROW:
        allowed = ", ".join(_FROM_WIDE_TO_NARROW)
        raise ConfigurationError(f"audience: {said[:40]!r} is unknown; allowed are {allowed}")
    return max(Audience(said), within, key=_FROM_WIDE_TO_NARROW.index)


def title_of(name: str) -> str:
    """ "manuals/price-list_2027.pdf" as people would call it: "Price list 2027"."""
    last = name.rstrip("/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    words = " ".join(stem.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:200]
