"""Sending through a channel's provider, and the ledger of what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.channel_addresses import Channel
    from domain.deliveries import DeadLetter, Delivery, DeliveryReport, DeliveryStatus, Sent


class ChannelSender(Protocol):
    """One channel's way out. The delivery id goes along, where the provider keeps such a thing."""

    @property
    def can_find(self) -> bool:
        """Whether the provider can be asked what became of a send. If not, and where a repeat is
        not safe, some stay unknown."""
        ...

    @property
    def repeats_are_safe(self) -> bool:
        """Whether whoever gets it drops a repeat by our delivery id. Then a send of which nobody
        knows what became is sent again, and nobody is asked."""
        ...

    async def send(self, delivery: Delivery) -> Sent:
        """Send it, bounded by a timeout.

        Raise DependencyUnavailable where surely nothing went out (no connection, 429),
        OutcomeUnknown where it may have (no answer, a 5xx), and UndeliverableMessage or
        DependencyRejected where the provider will never take it.
        """
        ...

    async def find(
        self, delivery: Delivery, *, since: datetime, known: frozenset[str]
    ) -> Sent | None:
        """What the provider has of this delivery. Asked only where `can_find`, and not where
        `repeats_are_safe`. Raise DependencyUnavailable where it is down.

        `known` are the ids of the conversation's other sends: where the provider keeps no id of
        ours and the words must tell, the same words said earlier are not this delivery.
        """
        ...


class DeliveryLedger(Protocol):
    """Each write names the row as it was read: an attempt that was overtaken changes nothing."""

    async def get(self, tenant_id: str, delivery_id: str) -> Delivery:
        """Raise NotFound where there is no such row."""
        ...

    async def others(self, delivery: Delivery) -> frozenset[str]:
        """The provider's ids of what else was sent in the same conversation."""
        ...

    async def begin(self, delivery: Delivery, *, at: datetime) -> Delivery | None:
        """From now on it may have gone out. None where another attempt was quicker."""
        ...

    async def release(self, delivery: Delivery) -> bool:
        """Surely nothing went out: pending again."""
        ...

    async def mark_sent(self, delivery: Delivery, sent: Sent, *, at: datetime) -> bool:
        """The truth, whatever was believed before. False where it had gone out already, under
        another id: the row says so in `error`."""
        ...

    async def revive(self, delivery: Delivery) -> Delivery | None:
        """Pending again, though it had been given up. None where it had not, or another was
        quicker."""
        ...

    async def mark_ended(
        self, delivery: Delivery, status: DeliveryStatus, *, reason: str, at: datetime
    ) -> bool:
        """Failed or unknown, with the reason."""
        ...


class DeadLetters(Protocol):
    """What was given up, for operators. What we ourselves have withdrawn is none."""

    async def listed(
        self, tenant_id: str, *, channel: Channel | None = None, limit: int = 100
    ) -> list[DeadLetter]:
        """Of one channel or of all, what was said first first."""
        ...

    async def found(self, tenant_id: str, delivery_ids: Sequence[str]) -> list[DeadLetter]:
        """Those that are dead letters of the tenant's, in the same order."""
        ...


class DeliveryReports(Protocol):
    """What providers say later of what they have taken."""

    async def record(self, tenant_id: str, report: DeliveryReport) -> bool:
        """Kept where it says something new: reports come in any order, and again. False where it
        does not, or there is no such delivery of the tenant's."""
        ...
