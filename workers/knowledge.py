"""The workers that index tenants' documents, and answer out of them."""

from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from activities.answers import AnswerActivities
from activities.knowledge import KnowledgeActivities
from workers.interceptors import LoggingInterceptor
from workers.sandbox import workflow_runner
from workflows.knowledge_sync import KnowledgeSyncWorkflow
from workflows.options import INTELLIGENCE, MAINTENANCE


def build_embedding_worker(
    client: Client,
    knowledge: KnowledgeActivities,
    answers: AnswerActivities | None = None,
    *,
    task_queue: str = INTELLIGENCE,
    drain: timedelta = timedelta(seconds=10),
    most_answers: int = 32,
) -> Worker:
    """Beside its answers one batch at a time is indexed (see there): embedding takes a core."""
    found = [answers.find_answer] if answers else []
    return Worker(
        client,
        task_queue=task_queue,
        activities=[knowledge.index_batch, *found],
        interceptors=[LoggingInterceptor()],
        max_concurrent_activities=1 + most_answers if answers else 1,
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
