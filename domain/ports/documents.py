"""Ports for documents from outside: fetching them, reading them, keeping track of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from pydantic import BaseModel

from domain.documents import LinkList, RawDocument, ReadDocument
from domain.knowledge import KnowledgeDocument, KnowledgeFailure
from domain.knowledge_settings import KnowledgeSettings
from domain.web_addresses import AllowedPages


class DocumentReader(Protocol):
    """Reads documents that others wrote, so that none of them can do harm."""

    async def read(self, document: RawDocument) -> ReadDocument:
        """Raise ConfigurationError, with the reason, for one that cannot be read."""
        ...

    async def links(self, document: RawDocument) -> LinkList:
        """The pages that a sitemap or a feed names. Raise ConfigurationError."""
        ...


class FetchedPage(BaseModel):
    """What a site answered. `document` is None where nothing has changed, or the page is gone."""

    url: str
    """Where redirects have led."""
    document: RawDocument | None = None
    is_gone: bool = False
    etag: str | None = None
    last_modified: str | None = None


class PageFetcher(Protocol):
    """Reads pages of other people's sites, politely and within an allow-list."""

    async def fetch(
        self,
        tenant_id: str,
        url: str,
        allowed: AllowedPages,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        asks_robots: bool = True,
    ) -> FetchedPage:
        """Raise ConfigurationError for what may not be read as it is (robots, too large, a redirect
        out of the list), DependencyUnavailable for a site that is down or busy."""
        ...


class KnownPage(BaseModel):
    """A page of a source as it was last read."""

    url: str
    document_id: str
    title: str = ""
    etag: str | None = None
    last_modified: str | None = None
    raw_hash: str = ""
    failed: bool = False


class SourceState(BaseModel):
    """When a source was last looked at."""

    name: str
    checked_at: datetime | None = None
    pages: int = 0


class SourcesStatus(BaseModel):
    """Where a tenant's documents come from, and which fail; `KnowledgeStatus` is of the index."""

    written: int = 0
    indexed: int = 0
    sources: tuple[SourceState, ...] = ()
    failures: tuple[KnowledgeFailure, ...] = ()


class SourcePages(Protocol):
    """Which pages a tenant's sources have, and how far a refresh has come."""

    async def settings(self, tenant_id: str) -> KnowledgeSettings:
        """As last stored; empty where nothing was."""
        ...

    async def store_settings(self, tenant_id: str, settings: KnowledgeSettings) -> None:
        """From now on. Documents and failures of sources that are no longer named are removed."""
        ...

    async def states(self, tenant_id: str) -> dict[str, datetime]:
        """When each source was last looked at to its end."""
        ...

    async def list_pages(
        self, tenant_id: str, source: str, refresh: str, pages: Sequence[KnownPage]
    ) -> int:
        """These are the source's pages in this refresh; how many it had before."""
        ...

    async def pending(
        self, tenant_id: str, source: str, refresh: str, limit: int
    ) -> list[KnownPage]:
        """Pages that this refresh has listed and not yet looked at."""
        ...

    async def count_pending(self, tenant_id: str, source: str, refresh: str) -> int:
        """How many are left."""
        ...

    async def keep_page(
        self,
        tenant_id: str,
        source: str,
        refresh: str,
        page: KnownPage,
        document: KnowledgeDocument | None,
    ) -> bool:
        """It was read; `document` is None where it has not changed. Whether the document is new
        or another than before."""
        ...

    async def fail_page(
        self, tenant_id: str, source: str, refresh: str, url: str, reason: str, *, is_gone: bool
    ) -> None:
        """It was not read. What was read before stays, unless it is gone when the source is
        closed."""
        ...

    async def close_source(
        self, tenant_id: str, source: str, refresh: str, *, suspicious: int
    ) -> int:
        """Remove the documents of pages that are gone or no longer listed; how many. Where all of
        at least `suspicious` pages are, none is removed, and the source is noted as failing."""
        ...

    async def fail_source(self, tenant_id: str, source: str, reason: str) -> None:
        """The source could not be looked at; nothing of it is removed."""
        ...

    async def note_failures(self, tenant_id: str, source: str, failures: dict[str, str]) -> None:
        """Exactly these fail in this source, by name and reason; the others are mended."""
        ...

    async def status(self, tenant_id: str) -> SourcesStatus:
        """Counts, sources and what fails."""
        ...
