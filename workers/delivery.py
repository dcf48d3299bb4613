"""The worker that sends through channels' providers."""

from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from activities.delivery import DeliveryActivities
from workers.interceptors import LoggingInterceptor
from workers.registrations import activities_of
from workflows.queues import DELIVERY, QUEUES


def build_worker(
    client: Client,
    delivery: DeliveryActivities,
    *,
    task_queue: str = DELIVERY,
    drain: timedelta = timedelta(seconds=10),
) -> Worker:
    """Not started yet; `drain` is what it may still finish when asked to stop."""
    return Worker(
        client,
        task_queue=task_queue,
        activities=activities_of(DELIVERY, delivery),
        interceptors=[LoggingInterceptor()],
        max_concurrent_activities=QUEUES[DELIVERY].activities_at_once,
        graceful_shutdown_timeout=drain,
    )
