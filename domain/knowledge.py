"""Documents, the passages found in them, and answers that quote them."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel

from domain.messages import (
    Citation,
)
from domain.values import (
    Frozen,
)


class Section(BaseModel):
    """What stands under one heading: paragraphs and list items, as plain text."""

    heading: str
    paragraphs: tuple[str, ...]


class Audience(StrEnum):
    """Who may read a document, or be answered out of it."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    """Customers whom the tenant's own site, or a channel, has vouched for."""
    AGENTS = "agents"
    """Staff only, such as what is suggested to an agent."""


EVERYBODY = frozenset({Audience.PUBLIC})
STAFF = frozenset(Audience)


def audiences_of(*, signed_in: bool) -> frozenset[Audience]:
    """For whom a customer's question is answered."""
    return EVERYBODY | {Audience.SIGNED_IN} if signed_in else EVERYBODY


class KnowledgeDocument(BaseModel):
    """A document of a tenant: markdown in `body`, or `sections` where it was of another form."""

    document_id: str
    title: str
    audience: Audience = Audience.PUBLIC
    valid_until: date | None = None
    url: str | None = None
    body: str
    sections: tuple[Section, ...] = ()
    content_hash: str


class Sentence(BaseModel):
    """One sentence of a chunk; its vector comes with indexing."""

    text: str
    vector: Sequence[float] = ()


class Chunk(BaseModel):
    """A piece of one document under one heading."""

    document_id: str
    title: str
    heading: str
    text: str
    position: int
    vector: tuple[float, ...] = ()
    hosted_vector: tuple[float, ...] = ()
    """By the tenant's hosted model, where it has one for this."""
    sentences: tuple[Sentence, ...] = ()
    pieces: bytes = b""
    """The vectors of its tokens, as the embedding model packs them; it alone reads them."""


class Passage(BaseModel):
    """A chunk found for a question. Scores are comparable within one search only.

    Passages of the same `content_id` differ in nothing but how a search ranked them, so that what
    is worked out of one may be kept; without an id nothing is said about it.
    """

    content_id: str | None = None
    document_id: str
    title: str
    heading: str
    text: str
    url: str | None = None
    score: float
    lexical_rank: int | None = None
    vector_similarity: float | None = None
    sentences: tuple[Sentence, ...] = ()
    pieces: bytes = b""
    """As its chunk's; empty where the index holds none."""


class Answer(Frozen):
    """Sentences quoted from the tenant's knowledge, with where they stand."""

    text: str
    citations: tuple[Citation, ...]
    confidence: float
    language: str | None = None
    """Of the quote, where it was found for a question in another one."""


class Topic(Frozen):
    """A section that a question may be about, where nothing answers it for sure."""

    text: str
    """How the section begins, word for word."""
    citation: Citation

    @property
    def label(self) -> str:
        """What a button says: the heading, with the document's title where there is room."""
        title, heading = self.citation.title.strip(), self.citation.heading.strip()
        both = f"{title}: {heading}"
        fits = heading and title and len(both) <= _LABEL and heading.casefold() != title.casefold()
        label = both if fits else heading or title
        return label if len(label) <= _LABEL else f"{label[: _LABEL - 1].rstrip()}…"


_LABEL = 60
"""Characters on a button, and no more in a channel's list."""


class DocumentPage(BaseModel):
    """A document to be read as a whole: a heading goes with what stands under it."""

    title: str
    sections: tuple[Section, ...]


MOST_FAILURES = 20
"""So many are named: a report passes through a workflow's history."""


class KnowledgeFailure(BaseModel):
    """What is not indexed as it should be, until it is mended."""

    source: str
    """A source of sources.yaml, or "" for the tenant's files."""
    name: str
    """A file, a page's address, or "" for the source as a whole."""
    reason: str
    since: datetime


class SyncReport(BaseModel):
    """What one `knowledge sync` did, in documents."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    chunks: int = 0
    failed: int = 0
    """Documents that were not indexed; what was indexed of them before is still found."""
    failures: tuple[str, ...] = ()
    """`document: reason` of the first of them, at most `MOST_FAILURES`."""


class KnowledgeStatus(BaseModel):
    """What a tenant's customers are answered from at present."""

    generation: int = 0
    """Counts up with each sync that changed something; 0 where nothing was indexed yet."""
    sync_id: str = ""
    """The sync that made it."""
    since: datetime | None = None
    documents: int = 0
    chunks: int = 0
    """Passages of these documents."""
    model: str = ""
    """By whose vectors these passages are found, with its version."""
    hosted_model: str | None = None
    """The hosted one beside it: vendor, model and dimension."""
    can_roll_back: bool = False
    """Whether the generation before it is still there."""
