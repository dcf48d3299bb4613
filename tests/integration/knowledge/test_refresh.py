"""Sources on the web, from the site to the answer: on real Temporal, PostgreSQL and HTTP."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client, ScheduleOverlapPolicy
from temporalio.service import RPCError

from activities.answers import AnswerActivities
from activities.callbacks import CallbackActivities
from activities.handoff_summaries import HandoffSummaryActivities
from activities.knowledge_refresh import (
    DueSources,
    KnowledgeRefreshActivities,
    PageBatch,
    SourceRefresh,
)
from activities.proposals import ProposalActivities
from domain.knowledge import STAFF, Audience, audiences_of
from domain.knowledge_settings import KnowledgeSettings
from infra.documents.processes import ReadingProcess
from infra.http.connections import open_client
from infra.http.pages import HttpPages
from infra.postgres.public_documents import PostgresPublicDocuments
from infra.postgres.source_pages import PostgresSourcePages
from infra.temporal.knowledge_schedules import keep_schedule
from tests.integration.knowledge.conftest import Library
from tests.integration.knowledge.dates import NOW
from tests.integration.knowledge.site import Site, a_site, resolve
from workers.knowledge import build_embedding_worker, build_sync_worker

_NO_CALLS = CallbackActivities(cast("Any", None), cast("Any", None))
_NO_ANSWERS = AnswerActivities(cast("Any", None), within=timedelta(seconds=1))
_UNWRITTEN = HandoffSummaryActivities(
    bots=cast("Any", None),
    transcripts=cast("Any", None),
    models=cast("Any", None),
    summaries=cast("Any", None),
    prompts=cast("Any", None),
)
_UNASKED = ProposalActivities(
    cast("Any", None), cast("Any", None), cast("Any", None), within=timedelta(seconds=1)
)
RETURNS = "<main><h1>Returns</h1><p>You may return an item within 30 days.</p></main>"
DELIVERY = "<main><h1>Delivery</h1><p>Delivery costs 4.90 EUR.</p></main>"


@pytest.fixture(scope="module")
def reader() -> Iterator[ReadingProcess]:
    with ReadingProcess() as process:
        yield process


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with a_site() as made:
        made.pages |= {"/help/returns": RETURNS, "/help/delivery": DELIVERY}
        made.sitemap("/help/returns", "/help/delivery", "/admin")
        yield made


class Refreshing:
    """A tenant's sources, looked at step by step as the workflow does."""

    def __init__(
        self, tenant: str, pages: PostgresSourcePages, activities: KnowledgeRefreshActivities
    ) -> None:
        self.tenant, self.pages, self.activities = tenant, pages, activities

    async def store(self, site: Site, **more: Any) -> None:
        source = {
            "name": "help",
            "sitemap": site.url("/sitemap.xml"),
            "allow": [site.url("/help")],
            **more,
        }
        await self.pages.store_settings(
            self.tenant, KnowledgeSettings.model_validate({"sources": [source]})
        )

    async def look(self) -> dict[str, int | str]:
        asked = SourceRefresh(tenant_id=self.tenant, refresh_id=uuid4().hex, source="help")
        listed = await self.activities.list_source(asked)
        if listed.failure:
            return {"failure": listed.failure}
        read = await self.activities.read_pages(PageBatch(**asked.model_dump()))
        closed = await self.activities.close_source(asked)
        return {"changed": read.changed, "failed": read.failed, "removed": closed.removed}

    async def failures(self) -> dict[str, str]:
        status = await self.pages.status(self.tenant)
        return {f.name.rpartition("/")[2]: f.reason for f in status.failures}


@pytest.fixture
async def refreshing(
    engine: AsyncEngine, library: Library, site: Site, reader: ReadingProcess
) -> AsyncIterator[Refreshing]:
    async with open_client(resolve) as client:
        fetcher = HttpPages(client, listed=(f"127.0.0.1:{site.port}",), between_s=0, within_s=1)
        pages = PostgresSourcePages(engine)
        activities = KnowledgeRefreshActivities(pages, fetcher, reader)
        made = Refreshing(library.tenant, pages, activities)
        await made.store(site)
        yield made


async def test_pages_are_read_once_and_again_where_they_changed(
    refreshing: Refreshing, library: Library, site: Site
) -> None:
    """What has not changed is neither read nor embedded again."""
    assert await refreshing.look() == {"changed": 2, "failed": 0, "removed": 0}
    before = await library.sources.hashes(library.tenant)
    site.pages["/help/returns"] = RETURNS.replace("30", "60")
    assert await refreshing.look() == {"changed": 1, "failed": 0, "removed": 0}

    assert site.unchanged == 1
    assert "/admin" not in site.asked
    after = await library.sources.hashes(library.tenant)
    assert len({*before.items()} ^ {*after.items()}) == 2


async def test_a_page_that_fails_stops_nothing_and_is_listed_until_it_is_mended(
    refreshing: Refreshing, library: Library, site: Site
) -> None:
    """What was read of it before stays."""
    await refreshing.look()
    site.status["/help/returns"] = 500
    assert await refreshing.look() == {"changed": 0, "failed": 1, "removed": 0}
    assert await refreshing.failures() == {"returns": "the site answers 500"}
    assert len(await library.sources.hashes(library.tenant)) == 2

    site.status.clear()
    await refreshing.look()
    assert await refreshing.failures() == {}


async def test_what_is_gone_at_the_source_goes_and_may_come_back(
    refreshing: Refreshing, library: Library, site: Site
) -> None:
    """By 404, and by leaving the sitemap."""
    await refreshing.look()
    site.status["/help/returns"] = 404
    assert (await refreshing.look())["removed"] == 1
    site.status.clear()
    assert (await refreshing.look())["changed"] == 1
    site.sitemap("/help/delivery")
    assert (await refreshing.look())["removed"] == 1
    [left] = await library.sources.hashes(library.tenant)
    assert left.startswith("help/delivery-")


@pytest.mark.parametrize("fault", ["down", "empty", "html", "all gone"])
async def test_a_source_that_is_down_loses_nothing(
    refreshing: Refreshing, library: Library, site: Site, fault: str
) -> None:
    """A site's bad hour must not empty the index."""
    site.pages["/help/more"] = DELIVERY
    site.sitemap("/help/returns", "/help/delivery", "/help/more")
    await refreshing.look()
    if fault == "down":
        site.is_down = True
    elif fault == "empty":
        site.sitemap()
    elif fault == "html":
        site.pages["/sitemap.xml"] = "<html>Please sign in</html>"
    else:
        site.status = dict.fromkeys(("/help/returns", "/help/delivery", "/help/more"), 404)
    await refreshing.look()

    assert len(await library.sources.hashes(library.tenant)) == 3
    assert "" in {f.name for f in (await refreshing.pages.status(library.tenant)).failures}


async def test_files_and_pages_do_not_remove_each_other(
    refreshing: Refreshing, library: Library, site: Site
) -> None:
    """Publishing the folder leaves the web's pages; taking a source out removes its own."""
    await refreshing.look()
    await library.sources.replace(library.tenant, [])
    assert len(await library.sources.hashes(library.tenant)) == 2
    await refreshing.pages.store_settings(library.tenant, KnowledgeSettings())
    assert await library.sources.hashes(library.tenant) == {}
    assert site.asked


async def test_a_source_is_due_by_its_own_interval(refreshing: Refreshing, site: Site) -> None:
    """One that was never looked at is due at once."""
    now = datetime.now(UTC)

    async def due(at: datetime, *, all_of_them: bool = False) -> list[str]:
        asked = DueSources(
            tenant_id=refreshing.tenant, refresh_id="r", at=at, all_of_them=all_of_them
        )
        return await refreshing.activities.due_sources(asked)

    await refreshing.store(site, keep_fresh="1h")
    assert await due(now) == ["help"]
    await refreshing.look()
    assert await due(now + timedelta(minutes=30)) == []
    assert await due(now + timedelta(minutes=30), all_of_them=True) == ["help"]
    assert await due(now + timedelta(minutes=61)) == ["help"]


async def test_strangers_see_nothing_of_what_is_for_signed_in_customers(
    refreshing: Refreshing, library: Library, site: Site, engine: AsyncEngine
) -> None:
    """Neither in an answer nor by the page of a citation; agents see all."""
    narrow = "<meta name='duralogue:audience' content='agents'>"
    site.pages["/help/delivery"] = f"<html><head>{narrow}</head><body>{DELIVERY}</body></html>"
    await refreshing.store(site, audience="signed_in")
    await refreshing.look()
    await library.sync_stored()

    async def found(audiences: frozenset[Audience]) -> int:
        [vector] = await library.embedder.embed(["delivery and returns"])
        search = library.retriever.search
        return len(
            await search(
                library.tenant, "delivery and returns", vector, today=NOW, audiences=audiences
            )
        )

    assert await found(audiences_of(signed_in=False)) == 0
    assert await found(audiences_of(signed_in=True)) == 1
    assert await found(STAFF) == 2
    documents = PostgresPublicDocuments(engine)
    for name in await library.sources.hashes(library.tenant):
        with pytest.raises(Exception, match="no such document"):
            await documents.page(library.tenant, name, today=NOW.date())


@asynccontextmanager
async def workers(
    temporal: Client, library: Library, refresh: KnowledgeRefreshActivities
) -> AsyncIterator[None]:
    async with (
        build_sync_worker(temporal, library.activities, refresh, _NO_CALLS),
        build_embedding_worker(temporal, library.activities, _NO_ANSWERS, _UNASKED, _UNWRITTEN),
    ):
        yield


async def test_the_schedule_looks_at_the_sources_and_the_index_follows(
    temporal: Client, refreshing: Refreshing, library: Library
) -> None:
    """Made, changed, triggered and removed, as publishing does; one look at a time."""
    await keep_schedule(temporal, library.tenant, timedelta(hours=2))
    await keep_schedule(temporal, library.tenant, timedelta(hours=1))
    handle = temporal.get_schedule_handle(f"knowledge/{library.tenant}/refresh")
    described = await handle.describe()
    assert described.schedule.policy.overlap is ScheduleOverlapPolicy.SKIP
    assert described.schedule.spec.intervals[0].every == timedelta(hours=1)

    async with workers(temporal, library, refreshing.activities):
        await handle.trigger()
        run = None
        while run is None:
            actions = (await handle.describe()).info.recent_actions
            run = actions[0].action if actions else None
        started = cast("Any", run)
        result = await temporal.get_workflow_handle(
            started.workflow_id, run_id=started.first_execution_run_id
        ).result()
    assert result["changed"] == 2
    assert (await library.search("what does delivery cost"))[0].title == "Delivery"

    await keep_schedule(temporal, library.tenant, None)
    await keep_schedule(temporal, library.tenant, None)
    with pytest.raises(RPCError):
        await handle.describe()
