"""Activities that deliver to a list; the ledger ids are the words themselves."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.delivery import DeliverMessage, GiveUpDelivery
from domain.deliveries import DeliveryOutcome, DeliveryStatus


class FakeDelivery:
    """Stands where DeliveryActivities stands. `sent` is what customers got, in order."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.given_up: dict[str, str] = {}
        """The reason for each."""
        self.attempts: list[str] = []
        self.outcomes: deque[DeliveryStatus] = deque()
        """Of the next attempts; afterwards everything is sent."""
        self.always: DeliveryStatus | None = None
        """What every attempt comes to, until this is taken back."""
        self.fails = 0
        """How many attempts end without an outcome, as when a worker dies."""
        self.put_off = 0
        """How many times the look-up at the end is put off, by a minute each."""
        self.looked_up_until: list[datetime | None] = []
        """As the workflow has said, each time."""
        self.sending: asyncio.Event | None = None
        """Set by a test that wants an attempt to wait for it."""
        self.is_stored: Callable[[str], bool] = lambda _: True
        """Whether the ledger has a row of this id."""

    def all(self) -> list[Callable[..., Any]]:
        return [self.deliver, self.give_up]

    @property
    def is_final(self) -> set[str]:
        return {*self.sent, *self.given_up}

    @activity.defn
    async def deliver(self, request: DeliverMessage) -> DeliveryOutcome:
        self.attempts.append(request.delivery_id)
        if not self.is_stored(request.delivery_id):
            raise ApplicationError("no such row", type="NotFound", non_retryable=True)
        if self.sending is not None:
            await self.sending.wait()
        if self.fails:
            self.fails -= 1
            raise ApplicationError("died", type="DependencyUnavailable")
        status = self.always or (self.outcomes.popleft() if self.outcomes else DeliveryStatus.SENT)
        if status is DeliveryStatus.SENT and request.delivery_id not in self.sent:
            self.sent.append(request.delivery_id)
        return DeliveryOutcome(status=status)

    @activity.defn
    async def give_up(self, request: GiveUpDelivery) -> DeliveryOutcome:
        self.looked_up_until.append(request.look_up_until)
        if self.put_off:
            self.put_off -= 1
            minute = timedelta(minutes=1)
            return DeliveryOutcome(status=DeliveryStatus.SENDING, retry_after=minute)
        self.given_up[request.delivery_id] = request.reason
        return DeliveryOutcome(status=DeliveryStatus.FAILED)
