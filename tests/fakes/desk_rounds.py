"""Rounds of a desk whose sleep a test decides."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

from activities.desk import DeskRound, RoundDone
from workers.sandbox import workflow_runner
from workflows.desk import DeskWorkflow


class FakeRounds:
    """Stands where DeskActivities stands."""

    def __init__(self, *sleeps: timedelta | None) -> None:
        """How long to sleep after each round; after the last of them until it is woken."""
        self.sleeps = list(sleeps)
        self.rounds = 0
        self.failures = 0
        """How many of the next rounds fail for good."""
        self.during: Callable[[], Any] | None = None
        """Called, once, in the middle of a round."""

    @activity.defn
    async def dispatch(self, desk: DeskRound) -> RoundDone:
        self.rounds += 1
        if self.failures:
            self.failures -= 1
            raise ApplicationError("switched to fail", non_retryable=True)
        if self.during is not None:
            during, self.during = self.during, None
            await during()
        return RoundDone(wake_in=self.sleeps.pop(0) if self.sleeps else None)

    def worker(self, client: Client, queue: str) -> Worker:
        return Worker(
            client,
            task_queue=queue,
            workflows=[DeskWorkflow],
            activities=[self.dispatch],
            workflow_runner=workflow_runner(),
        )
