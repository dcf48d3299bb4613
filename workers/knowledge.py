"""The workers that index tenants' documents."""

from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from activities.knowledge import KnowledgeActivities
from workers.interceptors import LoggingInterceptor
from workers.sandbox import workflow_runner
from workflows.knowledge_sync import KnowledgeSyncWorkflow
from workflows.options import INTELLIGENCE, MAINTENANCE


def build_embedding_worker(
    client: Client,
    knowledge: KnowledgeActivities,
    *,
    task_queue: str = INTELLIGENCE,
    drain: timedelta = timedelta(seconds=10),
) -> Worker:
    """One batch at a time: embedding takes a whole core."""
    return Worker(
        client,
        task_queue=task_queue,
        activities=[knowledge.index_batch],
        interceptors=[LoggingInterceptor()],
        max_concurrent_activities=1,
        graceful_shutdown_timeout=drain,
    )


def build_sync_worker(
    client: Client,
    knowledge: KnowledgeActivities,
    *,
    task_queue: str = MAINTENANCE,
    drain: timedelta = timedelta(seconds=10),
) -> Worker:
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[KnowledgeSyncWorkflow],
        activities=[knowledge.plan_sync, knowledge.swap_in],
        interceptors=[LoggingInterceptor()],
        workflow_runner=workflow_runner(),
        graceful_shutdown_timeout=drain,
    )
