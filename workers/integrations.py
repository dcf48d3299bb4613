"""The worker that calls tenants' backends."""

from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from activities.tools import ToolActivities
from workers.interceptors import LoggingInterceptor
from workflows.options import INTEGRATIONS


def build_worker(
    client: Client,
    tools: ToolActivities,
    *,
    task_queue: str = INTEGRATIONS,
    drain: timedelta = timedelta(seconds=10),
    most_at_once: int = 200,
) -> Worker:
    return Worker(
        client,
        task_queue=task_queue,
        activities=[tools.call_tool],
        interceptors=[LoggingInterceptor()],
        max_concurrent_activities=most_at_once,
        graceful_shutdown_timeout=drain,
    )
