"""Brings a tenant's index to what its documents say now."""

from pydantic import BaseModel
from temporalio import workflow

from activities.knowledge import IndexBatch, KnowledgeActivities, Sync
from domain.knowledge import MOST_FAILURES, SyncReport
from workflows.options import INDEX_BATCH, KNOWLEDGE_STEP

_MOST_BATCHES = 50
"""Aimed at: a batch's end is what moves `get_progress`, and each leaves events in the history."""
_LARGEST_BATCH = 20


class KnowledgeSyncInput(BaseModel):
    """Whose knowledge."""

    tenant_id: str


class SyncProgress(BaseModel):
    """What `get_progress` answers."""

    phase: str = "waiting"
    planned: int = 0
    indexed: int = 0


@workflow.defn
class KnowledgeSyncWorkflow:
    """One per tenant, id `knowledge/{tenant}`. Started, and told of news, by signal-with-start.

    News that come during a sync cause another pass, so none is lost and no two run at once.
    """

    @workflow.init
    def __init__(self, sync: KnowledgeSyncInput) -> None:
        self._tenant_id = sync.tenant_id
        self._has_news = True
        self._progress = SyncProgress()

    @workflow.run
    async def run(self, sync: KnowledgeSyncInput) -> SyncReport:  # noqa: ARG002 - see __init__
        """Sync until no news is left; returns what all passes did together."""
        total = SyncReport()
        passes = 0
        while self._has_news:
            # Before the pass, not after it: news that come during it must cause another.
            self._has_news = False
            passes += 1
            report = await self._pass(f"{workflow.info().run_id}/{passes}")
            total = _joined(total, report)
        self._show("done")
        return total

    @workflow.signal
    def sources_changed(self) -> None:
        """The tenant's documents were stored anew."""
        self._has_news = True

    @workflow.query
    def get_progress(self) -> SyncProgress:
        """Of the pass that is under way."""
        return self._progress

    async def _pass(self, sync_id: str) -> SyncReport:
        sync = Sync(tenant_id=self._tenant_id, sync_id=sync_id)
        self._show("planning")
        plan = await workflow.execute_activity_method(
            KnowledgeActivities.plan_sync, sync, **KNOWLEDGE_STEP
        )
        self._progress = SyncProgress(planned=plan.added + plan.changed)
        if plan.added + plan.changed:
            indexing = await self._index(sync)
            plan.failed, plan.failures = indexing.failed, indexing.failures
        if plan.added + plan.changed + plan.removed:
            self._show("swapping")
            swapped = await workflow.execute_activity_method(
                KnowledgeActivities.swap_in, sync, **KNOWLEDGE_STEP
            )
            plan.chunks = swapped.chunks
        return plan

    async def _index(self, sync: Sync) -> SyncReport:
        """Which documents could not be indexed; the others are."""
        self._show("indexing")
        limit = min(self._progress.planned // _MOST_BATCHES + 1, _LARGEST_BATCH)
        batch = IndexBatch(tenant_id=sync.tenant_id, sync_id=sync.sync_id, limit=limit)
        report = SyncReport()
        remaining = 1
        while remaining:
            done = await workflow.execute_activity_method(
                KnowledgeActivities.index_batch, batch, **INDEX_BATCH
            )
            remaining = done.remaining
            batch = batch.model_copy(update={"after": done.last})
            self._progress.indexed += done.indexed
            report = _joined(report, SyncReport(failed=done.failed, failures=done.failures))
            self._show("indexing")
        return report

    def _show(self, phase: str) -> None:
        self._progress.phase = phase
        workflow.set_current_details(
            f"{phase}: {self._progress.indexed} of {self._progress.planned} documents indexed"
        )


def _joined(first: SyncReport, second: SyncReport) -> SyncReport:
    return SyncReport(
        added=first.added + second.added,
        changed=first.changed + second.changed,
        unchanged=second.unchanged,
        removed=first.removed + second.removed,
        chunks=first.chunks + second.chunks,
        failed=first.failed + second.failed,
        failures=(first.failures + second.failures)[:MOST_FAILURES],
    )
