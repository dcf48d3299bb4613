"""The worker that sends through channels' providers."""

from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from activities.delivery import DeliveryActivities
from workers.interceptors import LoggingInterceptor
from workflows.options import DELIVERY


def build_worker(
    client: Client,
    delivery: DeliveryActivities,
    *,
    task_queue: str = DELIVERY,
    drain: timedelta = timedelta(seconds=10),
    most_at_once: int = 200,
) -> Worker:
    return Worker(
        client,
        task_queue=task_queue,
        activities=[delivery.deliver, delivery.give_up],
        interceptors=[LoggingInterceptor()],
        max_concurrent_activities=most_at_once,
        graceful_shutdown_timeout=drain,
    )
