"""Looks at a tenant's sources on the web, and has the index brought to what they say."""

from pydantic import BaseModel
from temporalio import workflow
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError

from activities.knowledge_refresh import (
    DueSources,
    KnowledgeRefreshActivities,
    PageBatch,
    SourceRefresh,
)
from domain.identifiers import knowledge_workflow_id
from workflows.knowledge_sync import KnowledgeSyncInput, KnowledgeSyncWorkflow
from workflows.options import KNOWLEDGE_STEP, READ_PAGES

_MOST_ATTEMPTS = 3
"""A sync that ends between two of our looks is seldom, and twice in a row hardly ever."""


class KnowledgeRefreshInput(BaseModel):
    """Whose sources; all of them, or those that are due."""

    tenant_id: str
    all_of_them: bool = False
    then_sync: bool = True
    """False for whoever starts the sync itself, and waits for it."""


class RefreshProgress(BaseModel):
    """What `get_progress` answers, and how it ended: in pages."""

    source: str = ""
    listed: int = 0
    read: int = 0
    changed: int = 0
    failed: int = 0
    removed: int = 0
    failed_sources: tuple[str, ...] = ()


@workflow.defn
class KnowledgeRefreshWorkflow:
    """Started by the tenant's schedule, one at a time, and by `duralogue knowledge sync`."""

    @workflow.init
    def __init__(self, refresh: KnowledgeRefreshInput) -> None:
        self._tenant_id = refresh.tenant_id
        self._progress = RefreshProgress()

    @workflow.run
    async def run(self, refresh: KnowledgeRefreshInput) -> RefreshProgress:
        """A source that fails stops no other."""
        names = await workflow.execute_activity_method(
            KnowledgeRefreshActivities.due_sources,
            DueSources(
                tenant_id=self._tenant_id,
                refresh_id=workflow.info().run_id,
                at=workflow.now(),
                all_of_them=refresh.all_of_them,
            ),
            **KNOWLEDGE_STEP,
        )
        for name in names:
            await self._look_at(name)
        if refresh.then_sync and self._progress.changed + self._progress.removed:
            await self._sync()
        return self._progress

    @workflow.query
    def get_progress(self) -> RefreshProgress:
        """Of the sources that are looked at."""
        return self._progress

    async def _look_at(self, name: str) -> None:
        self._progress.source = name
        asked = SourceRefresh(
            tenant_id=self._tenant_id, refresh_id=workflow.info().run_id, source=name
        )
        listed = await workflow.execute_activity_method(
            KnowledgeRefreshActivities.list_source, asked, **READ_PAGES
        )
        if listed.failure:
            self._progress.failed_sources += (f"{name}: {listed.failure}"[:300],)
            return
        self._progress.listed += listed.pages
        remaining = listed.pages
        batch = PageBatch(**asked.model_dump())
        while remaining:
            read = await workflow.execute_activity_method(
                KnowledgeRefreshActivities.read_pages, batch, **READ_PAGES
            )
            remaining = read.remaining
            self._progress.read += read.read
            self._progress.changed += read.changed
            self._progress.failed += read.failed
            workflow.set_current_details(f"{name}: {remaining} of {listed.pages} pages to read")
        closed = await workflow.execute_activity_method(
            KnowledgeRefreshActivities.close_source, asked, **KNOWLEDGE_STEP
        )
        self._progress.removed += closed.removed

    async def _sync(self) -> None:
        """Start the tenant's sync and wait for it; one that runs already hears of the news."""
        name = knowledge_workflow_id(self._tenant_id)
        for _ in range(_MOST_ATTEMPTS):
            try:
                await workflow.execute_child_workflow(
                    KnowledgeSyncWorkflow.run,
                    KnowledgeSyncInput(tenant_id=self._tenant_id),
                    id=name,
                    parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                )
            except WorkflowAlreadyStartedError:
                running = workflow.get_external_workflow_handle_for(KnowledgeSyncWorkflow.run, name)
                try:
                    await running.signal(KnowledgeSyncWorkflow.sources_changed)
                except ApplicationError:  # it has ended in between
                    continue
            return
