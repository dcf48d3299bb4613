"""`duralogue knowledge sync` and `status`: a folder and a site, to the index."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from bench.evals.messy_documents import a_pdf
from duralogue.knowledge_publication import publish_knowledge, status_text, synced
from infra.postgres.source_pages import PostgresSourcePages
from tests.integration.knowledge.conftest import Library
from tests.integration.knowledge.site import Site
from tests.integration.knowledge.test_refresh import (  # noqa: F401 - fixtures
    Refreshing,
    reader,
    refreshing,
    site,
    workers,
)

SOURCES = """
sources:
  - name: help
    sitemap: {url}/sitemap.xml
    allow: ["{url}/help"]
"""


async def test_files_and_sources_come_in_together_and_what_fails_is_listed(  # noqa: PLR0917
    temporal: Client,
    engine: AsyncEngine,
    library: Library,
    refreshing: Refreshing,  # noqa: F811
    site: Site,  # noqa: F811
    tmp_path: Path,
) -> None:
    """And goes from the list once it is mended; a second sync reads and embeds nothing."""
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "sources.yaml").write_text(SOURCES.format(url=site.url("")))
    (folder / "faq.csv").write_text("question,answer\nMay I pay by card?,Any card will do.\n")
    (folder / "prices.pdf").write_bytes(b"%PDF-1.7 broken")
    site.status["/help/returns"] = 500
    base = cast("Any", SimpleNamespace(engine=engine, temporal=temporal))
    pages = PostgresSourcePages(engine)

    async with workers(temporal, library, refreshing.activities):
        first = await publish_knowledge(base, library.tenant, tmp_path)
        told = status_text(library.tenant, await pages.status(library.tenant))
        (folder / "prices.pdf").write_bytes(a_pdf([[(11.0, "A bell costs 9 EUR.")]]))
        site.status.clear()
        second = await publish_knowledge(base, library.tenant, tmp_path)
        third = await publish_knowledge(base, library.tenant, tmp_path)
        (folder / "sources.yaml").unlink()
        last = await publish_knowledge(base, library.tenant, tmp_path)

    assert (first.added, first.failed) == (2, 2)
    assert "not indexed: 2" in synced(first)
    assert "prices.pdf: it is a damaged PDF" in told
    assert f"{site.url('/help/returns')}: the site answers 500 (since" in told
    assert (second.added, second.failed, second.unchanged) == (2, 0, 2)
    assert (third.added, third.changed, third.unchanged) == (0, 0, 4)
    assert last.removed == 2
    assert (await library.search("what does a bell cost"))[0].document_id == "prices"
