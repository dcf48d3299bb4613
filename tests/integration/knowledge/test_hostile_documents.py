"""A document that holds the process which reads it costs itself, and no other document."""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from temporalio.client import Client

from activities.knowledge import KnowledgeActivities
from domain.knowledge import SyncReport
from infra.model_process.ports import DistantChunker, DistantEmbedder
from infra.model_process.process import ModelProcess
from tests.integration.knowledge.conftest import Library, document
from tests.integration.knowledge.program import BURN
from tests.integration.knowledge.test_sync_workflow import start, workers

PROGRAM = (sys.executable, "-m", "tests.integration.knowledge.program")
SHIPPING = document("shipping", "## Costs\n\nDelivery costs 4.90 EUR.")
RETURNS = document("returns", "## Time\n\nYou may return an item within 30 days.")
HOSTILE = document("hostile", f"## {BURN}\n\nNobody ever reads this.")
ENDLESS = document("endless", "Ab. " * 20_000)


@pytest.fixture
async def knowledge(library: Library) -> AsyncIterator[KnowledgeActivities]:
    """As the worker of the queue `intelligence` has them, with a small budget."""
    async with ModelProcess(PROGRAM, budget=timedelta(milliseconds=100)) as process:
        embedder = DistantEmbedder(
            process, model=library.embedder.model, dimension=library.embedder.dimension
        )
        yield KnowledgeActivities(library.sources, library.store, DistantChunker(process), embedder)


async def synced(temporal: Client, library: Library) -> SyncReport:
    return await (await start(temporal, library)).result()


async def test_it_is_named_and_the_others_are_indexed(
    temporal: Client, library: Library, knowledge: KnowledgeActivities
) -> None:
    """One before it and one after it, and the next sync is not held up either."""
    await library.sources.replace(library.tenant, [SHIPPING, HOSTILE, ENDLESS])
    async with workers(temporal, knowledge):
        first = await synced(temporal, library)
        await library.sources.replace(library.tenant, [SHIPPING, HOSTILE, RETURNS])
        second = await synced(temporal, library)

    assert (first.added, first.failed, first.chunks) == (3, 2, 1)
    assert "10,000 sentences" in first.failures[0]
    assert first.failures[1].startswith("hostile: reading it takes more of the machine")
    assert (second.added, second.failed, second.failures[0][:8]) == (2, 1, "hostile:")
    assert {p.document_id for p in await library.search("item")} == {"shipping", "returns"}


async def test_the_worker_turns_while_a_document_burns(
    temporal: Client, library: Library, knowledge: KnowledgeActivities
) -> None:
    """Heartbeats and polls go on: Temporal must not take the worker for dead."""
    await library.sources.replace(library.tenant, [HOSTILE])
    turns = 0
    async with workers(temporal, knowledge):
        syncing = asyncio.ensure_future(synced(temporal, library))
        while not syncing.done():
            turns += 1
            await asyncio.sleep(0.01)
    assert syncing.result().failed == 1
    assert turns > 20


async def test_what_was_indexed_of_it_before_is_still_found(
    temporal: Client, library: Library, knowledge: KnowledgeActivities
) -> None:
    """A slip in one document must not take its last good text away from customers."""
    await library.sync(SHIPPING)
    spoilt = document("shipping", f"## Costs\n\n{BURN}")
    await library.sources.replace(library.tenant, [spoilt])
    async with workers(temporal, knowledge):
        report = await synced(temporal, library)
    assert report.failed == 1
    assert [p.text for p in await library.search("delivery")] == ["Delivery costs 4.90 EUR."]
