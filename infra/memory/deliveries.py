"""The memory twin of the delivery ledger."""

from datetime import datetime

from domain.deliveries import Delivery, DeliveryStatus, ReportedStatus, Sent
from domain.errors import NotFound
from infra.memory.database import MemoryDatabase

_WORST_FIRST = (
    ReportedStatus.FAILED,
    ReportedStatus.UNDELIVERED,
    ReportedStatus.QUEUED,
    ReportedStatus.SENT,
    ReportedStatus.DELIVERED,
    ReportedStatus.READ,
)


class MemoryDeliveries:
    """Implements `DeliveryLedger` within one process."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    async def get(self, tenant_id: str, delivery_id: str) -> Delivery:
        row = self._find(tenant_id, delivery_id)
        conversation = self._database.conversation(tenant_id, row.conversation_id)
        return row.model_copy(
            update={"address": conversation.address, **self._reported(tenant_id, delivery_id)}
        )

    def _reported(self, tenant_id: str, delivery_id: str) -> dict[str, object]:
        known = self._database.reports.get((tenant_id, delivery_id), {})
        if not known:
            return {}
        worst = min(known.values(), key=lambda report: _WORST_FIRST.index(report.status))
        return {"reported": worst.status, "reported_reason": worst.reason}

    async def others(self, delivery: Delivery) -> frozenset[str]:
        rows = self._database.conversation(
            delivery.tenant_id, delivery.conversation_id
        ).deliveries.values()
        return frozenset(
            row.provider_message_id
            for row in rows
            if row.provider_message_id and row.delivery_id != delivery.delivery_id
        )

    async def begin(self, delivery: Delivery, *, at: datetime) -> Delivery | None:
        row = self._mine(delivery)
        if row is None:
            return None
        row.status, row.attempts = DeliveryStatus.SENDING, row.attempts + 1
        row.sending_since = row.sending_since or at
        return row.model_copy()

    async def release(self, delivery: Delivery) -> bool:
        row = self._mine(delivery)
        if row is not None:
            row.status = DeliveryStatus.PENDING
        return row is not None

    async def mark_sent(
        self,
        delivery: Delivery,
        sent: Sent,
        *,
        at: datetime,  # noqa: ARG002 - nobody asks here
    ) -> bool:
        row = self._find(delivery.tenant_id, delivery.delivery_id)
        if row.status is DeliveryStatus.SENT:
            if row.provider_message_id == sent.provider_message_id:
                return True
            row.error = f"sent twice: also as {sent.provider_message_id}"
            return False
        row.status, row.error = DeliveryStatus.SENT, None
        row.provider_message_id = sent.provider_message_id
        return True

    async def revive(self, delivery: Delivery) -> Delivery | None:
        row = self._find(delivery.tenant_id, delivery.delivery_id)
        is_dead = row.status in {DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN}
        if not is_dead or row.attempts != delivery.attempts:
            return None
        row.status, row.error, row.sending_since = DeliveryStatus.PENDING, None, None
        return row.model_copy()

    async def mark_ended(
        self,
        delivery: Delivery,
        status: DeliveryStatus,
        *,
        reason: str,
        at: datetime,  # noqa: ARG002 - nobody asks here
    ) -> bool:
        row = self._mine(delivery)
        if row is not None:
            row.status, row.error = status, reason
        return row is not None

    def _mine(self, delivery: Delivery) -> Delivery | None:
        """The row, unless it has ended or another attempt has begun."""
        row = self._find(delivery.tenant_id, delivery.delivery_id)
        return None if row.status.is_final or row.attempts != delivery.attempts else row

    def _find(self, tenant_id: str, delivery_id: str) -> Delivery:
        for (tenant, _), conversation in self._database.conversations.items():
            if tenant == tenant_id and delivery_id in conversation.deliveries:
                return conversation.deliveries[delivery_id]
        raise NotFound(f"there is no delivery {delivery_id}")
