"""The delivery ledger: what a channel has to send, and what became of it."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.messages import Channel, Citation, Role
from infra.postgres.engine import tenant_transaction

_LOAD = """
SELECT d.delivery_id, d.conversation_id, d.message_id, d.role, d.channel, d.status, d.attempts,
    d.provider_message_id, d.error, m.text, m.quick_replies, m.citations, m.sent_by
FROM deliveries d JOIN messages m USING (tenant_id, conversation_id, role, message_id)
WHERE d.tenant_id = %(tenant)s AND d.delivery_id = ANY (%(ids)s)
ORDER BY m.seq
"""
_SENDING = """
UPDATE deliveries SET status = 'sending', attempts = attempts + 1, sending_since = %(at)s
WHERE tenant_id = %(tenant)s AND delivery_id = %(id)s AND status IN ('pending', 'unknown')
"""
_SENT = """
UPDATE deliveries SET
    status = 'sent', provider_message_id = %(provider)s, error = NULL, ended_at = %(at)s
WHERE tenant_id = %(tenant)s AND delivery_id = %(id)s AND status <> 'sent'
"""
_FAILED = """
UPDATE deliveries SET status = 'failed', error = %(error)s, ended_at = %(at)s
WHERE tenant_id = %(tenant)s AND delivery_id = %(id)s AND status <> 'sent'
"""


class Delivery(BaseModel):
    """A row of the ledger with the message that it delivers."""

    delivery_id: str
    conversation_id: str
    message_id: str
    role: Role
    channel: Channel
    status: str
    attempts: int
    provider_message_id: str | None
    error: str | None
    text: str
    quick_replies: tuple[str, ...]
    citations: tuple[Citation, ...]
    sent_by: str | None


class PostgresDeliveries:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def load(self, tenant_id: str, delivery_ids: Sequence[str]) -> list[Delivery]:
        """In the order in which they were said."""
        values = {"tenant": tenant_id, "ids": list(delivery_ids)}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            rows = (await connection.exec_driver_sql(_LOAD, values)).mappings().all()
        return [Delivery.model_validate(dict(row)) for row in rows]

    async def mark_sending(self, tenant_id: str, delivery_id: str, *, at: datetime) -> bool:
        """False where it is being sent or has ended: ask the provider before sending again."""
        return await self._mark(_SENDING, {"tenant": tenant_id, "id": delivery_id, "at": at})

    async def mark_sent(
        self, tenant_id: str, delivery_id: str, *, provider_message_id: str | None, at: datetime
    ) -> bool:
        values = {"tenant": tenant_id, "id": delivery_id, "at": at}
        return await self._mark(_SENT, {**values, "provider": provider_message_id})

    async def mark_failed(
        self, tenant_id: str, delivery_id: str, *, error: str, at: datetime
    ) -> bool:
        values = {"tenant": tenant_id, "id": delivery_id, "at": at}
        return await self._mark(_FAILED, {**values, "error": error})

    async def _mark(self, statement: str, values: dict[str, object]) -> bool:
        async with tenant_transaction(self._engine, str(values["tenant"])) as connection:
            return (await connection.exec_driver_sql(statement, values)).rowcount == 1
