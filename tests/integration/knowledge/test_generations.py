"""A swap and a roll-back change what readers see by one row, however large the index is."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError
from domain.knowledge import Chunk, SyncReport
from infra.postgres.engine import create_engine
from infra.postgres.knowledge_generations import KnowledgeGenerations
from infra.postgres.raw_queries import tenant_rows, tenant_write
from tests.integration.knowledge.conftest import Library, document

SHIPPING = document("shipping", "## Costs\n\nDelivery costs 4.90 EUR.")
DEARER = document("shipping", "## Costs\n\nDelivery costs 9.90 EUR.")
RETURNS = document("returns", "## Time\n\nYou may return an item within 30 days.")

_MANY_DOCUMENTS = """
INSERT INTO knowledge_documents (tenant_id, document_id, sync_id, title, content_hash)
SELECT %(tenant)s, 'd' || n, 'large', 'Document ' || n, 'h' || n
FROM generate_series(1, %(documents)s::integer) n
"""
_MANY_CHUNKS = """
INSERT INTO knowledge_chunks (tenant_id, chunk_id, document_id, sync_id, title, position, text,
    vector)
SELECT %(tenant)s, 'large/d' || n || '/' || c, 'd' || n, 'large', 'Document ' || n, c,
    'word' || c || ' of matter' || n, array_fill(0.05, ARRAY[384])::vector
FROM generate_series(%(first)s::integer, %(last)s::integer) n, generate_series(1, 10) c
"""


async def said(library: Library) -> set[str]:
    return {passage.text for passage in await library.search("delivery costs, return an item")}


async def test_a_rollback_shows_what_was_before_the_last_sync(library: Library) -> None:
    """
    A sync of wrong documents is taken back in a moment, without the right ones at hand.
    """
    await library.sync(SHIPPING, RETURNS)
    before = await said(library)
    await library.sync(DEARER)
    assert await said(library) == {"Delivery costs 9.90 EUR."}

    status = await library.store.roll_back(library.tenant)

    assert await said(library) == before
    assert (status.generation, status.documents, status.can_roll_back) == (1, 2, False)
    with pytest.raises(ConfigurationError, match="no earlier generation"):
        await library.store.roll_back(library.tenant)


async def test_a_sync_after_a_rollback_starts_from_what_is_shown(library: Library) -> None:
    """
    What was taken back must not come up again with whatever is indexed next.
    """
    await library.sync(SHIPPING, RETURNS)
    await library.sync(DEARER)
    await library.store.roll_back(library.tenant)

    report = await library.sync(SHIPPING, document("care", "## Wool\n\nWash by hand."))

    assert (report.added, report.removed, report.unchanged) == (1, 1, 1)
    assert await said(library) == {"Delivery costs 4.90 EUR.", "Wash by hand."}
    assert (await library.store.status(library.tenant)).generation == 2


async def test_nothing_indexed_is_said_and_cannot_be_rolled_back(library: Library) -> None:
    """
    An operator who mistypes a tenant's name learns it.
    """
    assert (await library.store.status(library.tenant)).since is None
    with pytest.raises(ConfigurationError, match=library.tenant):
        await library.store.roll_back(library.tenant)


async def test_only_the_last_two_generations_are_kept(
    library: Library, engine: AsyncEngine
) -> None:
    """
    Each sync would make the index larger otherwise, for ever; and the counts of words follow.
    """
    for price in range(4):
        await library.sync(document("shipping", f"## Costs\n\nDelivery costs {price} EUR."))
    values = {"tenant": library.tenant}
    kept = await tenant_rows(
        engine,
        library.tenant,
        """SELECT count(*) AS chunks, (SELECT chunks FROM knowledge_terms
            WHERE tenant_id = %(tenant)s AND term = 'deliveri') AS counted
        FROM knowledge_chunks WHERE tenant_id = %(tenant)s""",
        values,
    )
    assert kept == [{"chunks": 2, "counted": 2}]


async def test_no_statement_of_a_swap_takes_long_in_a_large_index(
    library: Library, database_url: str, statements: list[str]
) -> None:
    """
    A swap of 100,000 passages ran into the statements' time-out, to be tried again for ever.
    """
    patient, hasty = create_engine(database_url), create_engine(database_url)
    generations = KnowledgeGenerations(hasty)
    tenant = library.tenant
    await tenant_write(patient, tenant, _MANY_DOCUMENTS, {"tenant": tenant, "documents": 300})
    await tenant_write(patient, tenant, _MANY_CHUNKS, {"tenant": tenant, "first": 1, "last": 300})
    report = await generations.swap(tenant, "large", [])
    assert report == SyncReport(chunks=3_000)
    statements.clear()

    await library.store.stage(tenant, "next", SHIPPING, [a_chunk()])
    await generations.swap(tenant, "next", ["d1"])

    status = await generations.status(tenant)
    assert (status.generation, status.documents, status.chunks) == (2, 300, 2_991)
    assert len(statements) < 60, "an unchanged document costs no statement"
    await asyncio.gather(patient.dispose(), hasty.dispose())


def a_chunk() -> Chunk:
    return Chunk(
        document_id="shipping",
        title="Shipping",
        heading="",
        text="Delivery costs 4.90 EUR.",
        position=0,
        vector=(0.05,) * 384,
    )
