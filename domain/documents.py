"""Documents of any form as they come in, and what is read out of them."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.knowledge import Section

MOST_BYTES = 20 * 1024 * 1024
"""Of one file or page."""

MOST_LINKS = 5_000
"""Of one sitemap or feed."""


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
