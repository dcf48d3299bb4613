"""The workers that index tenants' documents and answer out of them; call-backs beside them."""

from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from activities.answers import AnswerActivities
from activities.callbacks import CallbackActivities
from activities.handoff_summaries import HandoffSummaryActivities
from activities.knowledge import KnowledgeActivities
from activities.knowledge_refresh import KnowledgeRefreshActivities
from activities.proposals import ProposalActivities
from activities.search_index import SearchIndexActivities
from workers.interceptors import LoggingInterceptor
from workers.registrations import activities_of, workflows_of
from workers.sandbox import workflow_runner
from workflows.callback import CallbackWorkflow
from workflows.knowledge_refresh import KnowledgeRefreshWorkflow
from workflows.knowledge_sync import KnowledgeSyncWorkflow
from workflows.queues import INTELLIGENCE, MAINTENANCE, QUEUES
from workflows.search_index import SearchIndexWorkflow


def build_embedding_worker(
    client: Client,
    knowledge: KnowledgeActivities,
    answers: AnswerActivities,
    proposals: ProposalActivities,
    summaries: HandoffSummaryActivities,
    *,
    task_queue: str = INTELLIGENCE,
    drain: timedelta = timedelta(seconds=10),
) -> Worker:
    """Not started yet. One batch at a time is indexed, however many answers are looked up beside
    it; `drain` is what it may still finish when asked to stop."""
    return Worker(
        client,
        task_queue=task_queue,
        activities=activities_of(INTELLIGENCE, knowledge, answers, proposals, summaries),
        interceptors=[LoggingInterceptor()],
        max_concurrent_activities=QUEUES[INTELLIGENCE].activities_at_once,
        graceful_shutdown_timeout=drain,
    )


def build_sync_worker(
    client: Client,
    knowledge: KnowledgeActivities,
    refresh: KnowledgeRefreshActivities,
    callbacks: CallbackActivities,
    search_index: SearchIndexActivities | None = None,
    *,
    task_queue: str = MAINTENANCE,
    drain: timedelta = timedelta(seconds=10),
) -> Worker:
    """Not started yet; `drain` is what it may still finish when asked to stop."""
    feeding = search_index or SearchIndexActivities()
    return Worker(
        client,
        task_queue=task_queue,
        workflows=workflows_of(
            MAINTENANCE,
            KnowledgeSyncWorkflow,
            KnowledgeRefreshWorkflow,
            CallbackWorkflow,
            SearchIndexWorkflow,
        ),
        activities=activities_of(MAINTENANCE, knowledge, refresh, callbacks, feeding),
        max_concurrent_activities=QUEUES[MAINTENANCE].activities_at_once,
        interceptors=[LoggingInterceptor()],
        workflow_runner=workflow_runner(),
        graceful_shutdown_timeout=drain,
    )
