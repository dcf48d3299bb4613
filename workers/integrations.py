"""The worker that calls tenants' backends."""

from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from activities.tools import ToolActivities
from workers.interceptors import LoggingInterceptor
from workers.registrations import activities_of
from workflows.queues import INTEGRATIONS, QUEUES


def build_worker(
    client: Client,
    tools: ToolActivities,
    *,
    task_queue: str = INTEGRATIONS,
    drain: timedelta = timedelta(seconds=10),
) -> Worker:
    """Not started yet; `drain` is what it may still finish when asked to stop."""
    return Worker(
        client,
        task_queue=task_queue,
        activities=activities_of(INTEGRATIONS, tools),
        interceptors=[LoggingInterceptor()],
        max_concurrent_activities=QUEUES[INTEGRATIONS].activities_at_once,
        graceful_shutdown_timeout=drain,
    )
