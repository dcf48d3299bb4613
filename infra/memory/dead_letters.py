"""Memory twin of what was given up."""

from collections.abc import Sequence
from datetime import UTC, datetime

from domain.channel_addresses import Channel
from domain.deliveries import WITHDRAWN, DeadLetter, Delivery, DeliveryStatus
from infra.memory.database import MemoryDatabase

_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""Of all: the rows here know no moments."""


class MemoryDeadLetters:
    """Implements `DeadLetters` within one process."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    async def listed(
        self, tenant_id: str, *, channel: Channel | None = None, limit: int = 100
    ) -> list[DeadLetter]:
        found = [
            _letter(row)
            for (tenant, _), conversation in self._database.conversations.items()
            for row in conversation.deliveries.values()
            if tenant == tenant_id and _is_dead(row) and channel in {None, row.channel}
        ]
        return found[:limit]

    async def found(self, tenant_id: str, delivery_ids: Sequence[str]) -> list[DeadLetter]:
        every = await self.listed(tenant_id, limit=10_000)
        return [letter for letter in every if letter.delivery_id in delivery_ids]


def _is_dead(row: Delivery) -> bool:
    is_given_up = row.status in {DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN}
    return is_given_up and row.channel is not Channel.WEB and row.error not in WITHDRAWN


def _letter(row: Delivery) -> DeadLetter:
    return DeadLetter(
        tenant_id=row.tenant_id,
        delivery_id=row.delivery_id,
        conversation_id=row.conversation_id,
        channel=row.channel,
        status=row.status,
        reason=row.error or "",
        attempts=row.attempts,
        said_at=_AT,
        ended_at=_AT,
    )
