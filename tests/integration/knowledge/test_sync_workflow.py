"""KnowledgeSyncWorkflow on real Temporal, PostgreSQL and the real model."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast

from temporalio import activity
from temporalio.client import Client, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy

from activities.answers import AnswerActivities
from activities.callbacks import CallbackActivities
from activities.handoff_summaries import HandoffSummaryActivities
from activities.knowledge import BatchIndexed, IndexBatch, KnowledgeActivities
from activities.knowledge_refresh import KnowledgeRefreshActivities
from activities.proposals import ProposalActivities
from domain.errors import DependencyUnavailable
from domain.knowledge import SyncReport
from infra.markdown.documents import MarkdownSections
from tests.integration.knowledge.conftest import Library, document
from workers.knowledge import build_embedding_worker, build_sync_worker
from workflows.knowledge_sync import KnowledgeSyncInput, KnowledgeSyncWorkflow
from workflows.queues import MAINTENANCE

SHIPPING = document("shipping", "## Costs\n\nDelivery costs 4.90 EUR.")
RETURNS = document("returns", "## Time\n\nYou may return an item within 30 days.")


async def start(
    temporal: Client, library: Library
) -> WorkflowHandle[KnowledgeSyncWorkflow, SyncReport]:
    return await temporal.start_workflow(
        KnowledgeSyncWorkflow.run,
        KnowledgeSyncInput(tenant_id=library.tenant),
        id=f"knowledge/{library.tenant}",
        task_queue=MAINTENANCE,
        start_signal="sources_changed",
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )


_NO_REFRESH = KnowledgeRefreshActivities(cast("Any", None), cast("Any", None), cast("Any", None))
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


@asynccontextmanager
async def workers(temporal: Client, knowledge: KnowledgeActivities) -> AsyncIterator[None]:
    async with (
        asyncio.timeout(240),
        build_sync_worker(temporal, knowledge, _NO_REFRESH, _NO_CALLS),
        build_embedding_worker(temporal, knowledge, _NO_ANSWERS, _UNASKED, _UNWRITTEN),
    ):
        yield


class InterruptedActivities(KnowledgeActivities):
    """Fails after its first batch, as a worker does that dies; then waits for a word to go on."""

    def __init__(self, library: Library) -> None:
        super().__init__(library.sources, library.store, MarkdownSections(), library.embedder)
        self.failures = 1
        self.began = asyncio.Event()
        self.go_on = asyncio.Event()

    @activity.defn(name="index_batch")
    async def index_batch(self, batch: IndexBatch) -> BatchIndexed:
        done = await super().index_batch(batch.model_copy(update={"limit": 1}))
        self.began.set()
        await self.go_on.wait()
        if self.failures:
            self.failures -= 1
            raise DependencyUnavailable("the worker died")
        return done


async def test_a_sync_indexes_what_changed_and_reports_it(
    temporal: Client, library: Library
) -> None:
    """
    The path of `duralogue knowledge sync`, twice: the second finds nothing to do.
    """
    await library.sources.replace(library.tenant, [SHIPPING, RETURNS])
    async with workers(temporal, library.activities):
        first = await (await start(temporal, library)).result()
        second = await (await start(temporal, library)).result()
    assert first == SyncReport(added=2, chunks=2)
    assert second == SyncReport(unchanged=2)
    assert (await library.search("what does delivery cost"))[0].document_id == "shipping"


async def test_progress_is_shown_and_a_failed_batch_is_taken_up_again(
    temporal: Client, library: Library
) -> None:
    """
    A worker that dies in the middle costs no document and indexes none twice.
    """
    await library.sources.replace(library.tenant, [SHIPPING, RETURNS])
    interrupted = InterruptedActivities(library)
    async with workers(temporal, interrupted):
        handle = await start(temporal, library)
        await interrupted.began.wait()
        progress = await handle.query(KnowledgeSyncWorkflow.get_progress)
        assert (progress.phase, progress.planned) == ("indexing", 2)
        assert await library.search("delivery") == []
        interrupted.go_on.set()
        report = await handle.result()
    assert report == SyncReport(added=2, chunks=2)
    assert len(await library.search("delivery")) == 2


async def test_news_during_a_sync_are_indexed_by_the_same_run(
    temporal: Client, library: Library
) -> None:
    """
    Two people publish at once: neither's documents may be left out, and no two syncs run.
    """
    await library.sources.replace(library.tenant, [SHIPPING])
    interrupted = InterruptedActivities(library)
    interrupted.failures = 0
    async with workers(temporal, interrupted):
        handle = await start(temporal, library)
        await interrupted.began.wait()
        await library.sources.replace(library.tenant, [RETURNS])
        again = await start(temporal, library)
        interrupted.go_on.set()
        await handle.result()
    assert again.first_execution_run_id == handle.first_execution_run_id
    assert await library.store.hashes(library.tenant) == {"returns": RETURNS.content_hash}


async def test_documents_never_pass_through_the_history(temporal: Client, library: Library) -> None:
    """
    A tenant's manual of a thousand pages must not end up in Temporal.
    """
    long = document("manual", "## One\n\n" + "This sentence repeats itself. " * 200)
    await library.sources.replace(library.tenant, [long])
    async with workers(temporal, library.activities):
        handle = await start(temporal, library)
        await handle.result()
    history = (await handle.fetch_history()).to_json()
    assert "repeats" not in history
    assert len(history) < 40_000


async def test_progress_moves_with_each_of_a_few_documents(
    temporal: Client, library: Library
) -> None:
    """Fifteen documents take a minute on a slow machine: "0 of 15" till the end looks dead."""
    documents = [document(f"page{n}", f"This is page {n}.") for n in range(5)]
    await library.sources.replace(library.tenant, documents)
    seen: list[int] = []

    class Watched(InterruptedActivities):
        @activity.defn(name="index_batch")
        async def index_batch(self, batch: IndexBatch) -> BatchIndexed:
            progress = await handle.query(KnowledgeSyncWorkflow.get_progress)
            seen.append(progress.indexed)
            return await KnowledgeActivities.index_batch(self, batch)

    handle = await start(temporal, library)
    async with workers(temporal, Watched(library)):
        await handle.result()
    assert seen == [0, 1, 2, 3, 4]
