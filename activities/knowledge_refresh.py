"""Keeping a tenant's sources on the web fresh: list their pages, read those that changed."""

import time
from datetime import timedelta
from hashlib import sha256

from pydantic import AwareDatetime, BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from domain.documents import ReadDocument, knowledge_document, narrower, title_of
from domain.errors import ConfigurationError, DependencyUnavailable
from domain.knowledge import KnowledgeDocument
from domain.knowledge_settings import WebSource
from domain.ports.documents import (
    DocumentReader,
    FetchedPage,
    KnownPage,
    PageFetcher,
    SourcePages,
)
from domain.web_addresses import AllowedPages, PageAddress

_EARLY = timedelta(minutes=5)
"""A source is due this much sooner: a schedule's clock is not a source's."""
_BATCH_S = 60.0
"""A batch ends after this, so that its progress is seen."""
_MOST_SITEMAPS = 50
_SUSPICIOUS = 3
"""Pages: where all of so many are gone at once, the site has moved or is broken."""


class Refresh(BaseModel):
    """One look at a tenant's sources."""

    tenant_id: str
    refresh_id: str


class DueSources(Refresh):
    """Which of them are to be looked at."""

    at: AwareDatetime
    all_of_them: bool = False


class SourceRefresh(Refresh):
    """One look at one source."""

    source: str


class SourceListed(BaseModel):
    """How many pages it has; `failure` where that could not be told."""

    pages: int = 0
    failure: str = ""


class PageBatch(SourceRefresh):
    """Read at most `limit` of its pages."""

    limit: int = 20


class PagesRead(BaseModel):
    """What a batch did, in pages."""

    read: int = 0
    changed: int = 0
    failed: int = 0
    remaining: int = 0


class SourceClosed(BaseModel):
    """What the source no longer has."""

    removed: int = 0


class KnowledgeRefreshActivities:
    """Each step goes on where it was: pages stay in the database, only counts leave it."""

    def __init__(self, pages: SourcePages, fetcher: PageFetcher, reader: DocumentReader) -> None:
        self._pages = pages
        self._fetcher = fetcher
        self._reader = reader

    @activity.defn
    async def due_sources(self, due: DueSources) -> list[str]:
        """By name, in their order."""
        with as_application_errors():
            settings = await self._pages.settings(due.tenant_id)
            states = await self._pages.states(due.tenant_id)
        names = []
        for source in settings.sources:
            checked = states.get(source.name)
            waits = settings.interval(source) - min(_EARLY, settings.interval(source) / 2)
            if due.all_of_them or checked is None or checked + waits <= due.at:
                names.append(source.name)
        return names

    @activity.defn
    async def list_source(self, asked: SourceRefresh) -> SourceListed:
        """Write down which pages the source has. One that cannot be asked loses nothing."""
        with as_application_errors():
            source = (await self._pages.settings(asked.tenant_id)).source(asked.source)
            if source is None:
                return SourceListed(failure="it is no longer in sources.yaml")
            try:
                found = await self._listed(asked.tenant_id, source)
            except (ConfigurationError, DependencyUnavailable) as error:
                await self._pages.fail_source(asked.tenant_id, asked.source, str(error))
                return SourceListed(failure=str(error))
            pages = found[: source.most_pages]
            await self._pages.list_pages(asked.tenant_id, asked.source, asked.refresh_id, pages)
        return SourceListed(pages=len(pages))

    @activity.defn
    async def read_pages(self, batch: PageBatch) -> PagesRead:
        """Fetch and read the next pages. One that fails is noted with its reason, and stays as it
        was read before."""
        done = PagesRead()
        ends_at = time.monotonic() + _BATCH_S
        with as_application_errors():
            source = (await self._pages.settings(batch.tenant_id)).source(batch.source)
            if source is None:
                return done
            where = (batch.tenant_id, batch.source, batch.refresh_id)
            for page in await self._pages.pending(*where, batch.limit):
                _beat(page.url)
                try:
                    done.changed += await self._read(batch, source, page)
                    done.read += 1
                except _NotThere as error:
                    await self._pages.fail_page(*where, page.url, str(error), is_gone=True)
                except (ConfigurationError, DependencyUnavailable) as error:
                    await self._pages.fail_page(*where, page.url, str(error), is_gone=False)
                    done.failed += 1
                if time.monotonic() > ends_at:
                    break
            done.remaining = await self._pages.count_pending(*where)
        return done

    @activity.defn
    async def close_source(self, asked: SourceRefresh) -> SourceClosed:
        """What is gone at the source goes from the index with the next swap."""
        with as_application_errors():
            removed = await self._pages.close_source(
                asked.tenant_id, asked.source, asked.refresh_id, suspicious=_SUSPICIOUS
            )
        return SourceClosed(removed=removed)

    async def _listed(self, tenant_id: str, source: WebSource) -> list[KnownPage]:
        """Within the allow-list, each once."""
        named = [(url, "") for url in source.pages]
        if start := source.sitemap or source.feed:
            named = await self._links(tenant_id, start)
        pages: dict[str, KnownPage] = {}
        for url, title in named:
            try:
                page = PageAddress.of(url, start or "")
            except ValueError:
                continue
            if source.allowed.allows(page):
                name = page.document_id(source.name)
                pages.setdefault(page.url, KnownPage(url=page.url, document_id=name, title=title))
        if not pages:
            raise ConfigurationError(
                f"it names {len(named)} pages, and none lies within `allow` of sources.yaml"
            )
        return list(pages.values())

    async def _links(self, tenant_id: str, start: str) -> list[tuple[str, str]]:
        """Of a sitemap, an index of sitemaps or a feed; all on the same site."""
        site = AllowedPages.of((f"{PageAddress.of(start).origin}/",))
        found: list[tuple[str, str]] = []
        waiting, seen = [start], {start}
        while waiting and len(seen) <= _MOST_SITEMAPS:
            url = waiting.pop(0)
            _beat(url)
            fetched = await self._fetcher.fetch(tenant_id, url, site, asks_robots=False)
            if fetched.document is None:
                raise ConfigurationError(f"{url} is gone")
            links = await self._reader.links(fetched.document)
            found += [(link.url, link.title) for link in links.pages]
            new = [each for each in links.sitemaps if each not in seen]
            seen.update(new)
            waiting += new
        return found

    async def _read(self, batch: PageBatch, source: WebSource, page: KnownPage) -> bool:
        """Whether what the page says has changed."""
        is_known = bool(page.raw_hash) and not page.failed
        fetched = await self._fetcher.fetch(
            batch.tenant_id,
            page.url,
            source.allowed,
            etag=page.etag if is_known else None,
            last_modified=page.last_modified if is_known else None,
        )
        if fetched.is_gone:
            raise _NotThere("it is gone at the source")
        if fetched.document is None:
            known, document = page, None
        else:
            known, document = await self._changed(source, page, fetched)
        where = (batch.tenant_id, batch.source, batch.refresh_id)
        return await self._pages.keep_page(*where, known, document)

    async def _changed(
        self, source: WebSource, page: KnownPage, fetched: FetchedPage
    ) -> tuple[KnownPage, KnowledgeDocument | None]:
        """None where these are the bytes that were read last time."""
        if fetched.document is None:
            return page, None
        raw_hash = sha256(fetched.document.content).hexdigest()
        known = page.model_copy(
            update={
                "etag": fetched.etag,
                "last_modified": fetched.last_modified,
                "raw_hash": raw_hash,
            }
        )
        if raw_hash == page.raw_hash and not page.failed:
            return known, None
        read = await self._reader.read(fetched.document)
        if not read.may_be_indexed:
            raise _NotThere("it asks not to be indexed (robots: noindex)")
        return known, _document(source, page, fetched.url, read)


class _NotThere(Exception):
    """The page is gone, or asks not to be kept."""


def _document(
    source: WebSource, page: KnownPage, url: str, read: ReadDocument
) -> KnowledgeDocument:
    dates = [day for day in (source.valid_until, read.valid_until) if day is not None]
    return knowledge_document(
        read,
        document_id=page.document_id,
        title=(read.title or page.title or title_of(page.url))[:200],
        audience=narrower(read.audience, source.audience),
        valid_until=min(dates, default=None),
        url=url,
    )


def _beat(url: str) -> None:
    if activity.in_activity():
        activity.heartbeat(url)
