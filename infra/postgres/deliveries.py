"""The delivery ledger: what a channel has to send, and what became of it."""

from datetime import datetime

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import ChannelAddress
from domain.deliveries import Delivery, DeliveryStatus, Sent
from domain.errors import NotFound
from domain.ports import TenantKeys
from infra.postgres.engine import tenant_transaction
from infra.postgres.sealed_addresses import SealedAddresses
from infra.postgres.tenant_seals import Sealed

_GET = """
SELECT d.tenant_id, d.delivery_id, d.conversation_id, d.message_id, m.seq, d.role, d.channel,
    d.status, d.attempts, d.sending_since, d.provider_message_id, d.error, m.text,
    m.quick_replies, m.citations, m.sent_by,
    coalesce(e.data -> 'cards', '[]') AS cards, coalesce(e.data -> 'lists', '[]') AS lists,
    coalesce(e.data -> 'attachments', '[]') AS attachments, e.data -> 'form' AS form,
    c.address AS sealed, c.address_key_id AS key_id,
    r.status AS reported, coalesce(r.reason, '') AS reported_reason
FROM deliveries d JOIN messages m USING (tenant_id, conversation_id, role, message_id)
JOIN conversations c USING (tenant_id, conversation_id)
LEFT JOIN conversation_events e
    ON e.tenant_id = m.tenant_id AND e.conversation_id = m.conversation_id AND e.seq = m.seq
LEFT JOIN LATERAL (
    SELECT p.status, p.reason FROM delivery_reports p
    WHERE p.tenant_id = d.tenant_id AND p.delivery_id = d.delivery_id
    ORDER BY array_position(
        ARRAY['failed', 'undelivered', 'queued', 'sent', 'delivered', 'read'], p.status
    ) LIMIT 1
) AS r ON true
WHERE d.tenant_id = %(tenant)s AND d.delivery_id = %(id)s
"""
_OTHERS = """
SELECT d.provider_message_id FROM messages m
JOIN deliveries d ON d.tenant_id = m.tenant_id
    AND d.delivery_id = m.conversation_id || '/' || m.role || '/' || m.message_id
WHERE m.tenant_id = %(tenant)s AND m.conversation_id = %(conversation)s AND m.role <> 'customer'
AND d.delivery_id <> %(id)s AND d.provider_message_id IS NOT NULL
"""  # by the ledger's primary key: it has no index by conversation
_MINE = """
WHERE tenant_id = %(tenant)s AND delivery_id = %(id)s AND attempts = %(attempts)s
AND status IN ('pending', 'sending')
"""
_BEGIN = f"""
UPDATE deliveries SET
    status = 'sending', attempts = attempts + 1, sending_since = coalesce(sending_since, %(at)s)
{_MINE}
"""  # noqa: S608 - of constants
_RELEASE = f"UPDATE deliveries SET status = 'pending' {_MINE}"  # noqa: S608 - of constants
_REVIVE = """
UPDATE deliveries SET
    status = 'pending', error = NULL, ended_at = NULL, sending_since = NULL
WHERE tenant_id = %(tenant)s AND delivery_id = %(id)s AND attempts = %(attempts)s
AND status IN ('failed', 'unknown')
"""
_END = f"UPDATE deliveries SET status = %(status)s, error = %(reason)s, ended_at = %(at)s {_MINE}"  # noqa: S608 - of constants
_SENT = """
UPDATE deliveries SET
    error = CASE WHEN status = 'sent' AND provider_message_id <> %(sent)s
        THEN 'sent twice: also as ' || %(sent)s
        WHEN status = 'sent' THEN error END,
    provider_message_id = CASE WHEN status = 'sent' THEN provider_message_id ELSE %(sent)s END,
    status = 'sent',
    ended_at = CASE WHEN status = 'sent' THEN ended_at ELSE %(at)s END
WHERE tenant_id = %(tenant)s AND delivery_id = %(id)s
RETURNING provider_message_id = %(sent)s
"""


class PostgresDeliveries:
    """Implements `DeliveryLedger`; the number of attempts tells one from another."""

    def __init__(self, engine: AsyncEngine, keys: TenantKeys) -> None:
        self._engine = engine
        self._addresses = SealedAddresses(keys)

    async def get(self, tenant_id: str, delivery_id: str) -> Delivery:
        values = {"tenant": tenant_id, "id": delivery_id}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            row = (await connection.exec_driver_sql(_GET, values)).mappings().one_or_none()
        if row is None:
            raise NotFound(f"there is no delivery {delivery_id}")
        return Delivery.model_validate({**row, "address": await self._address(row)})

    async def _address(self, row: RowMapping) -> ChannelAddress | None:
        if row["sealed"] is None:
            return None
        stored = Sealed(row["key_id"], row["sealed"])
        return await self._addresses.open(row["tenant_id"], row["conversation_id"], stored)

    async def others(self, delivery: Delivery) -> frozenset[str]:
        values = {**_key(delivery), "conversation": delivery.conversation_id}
        async with tenant_transaction(self._engine, delivery.tenant_id) as connection:
            return frozenset((await connection.exec_driver_sql(_OTHERS, values)).scalars())

    async def begin(self, delivery: Delivery, *, at: datetime) -> Delivery | None:
        if not await self._write(_BEGIN, delivery, at=at):
            return None
        return delivery.model_copy(
            update={
                "status": DeliveryStatus.SENDING,
                "attempts": delivery.attempts + 1,
                "sending_since": delivery.sending_since or at,
            }
        )

    async def release(self, delivery: Delivery) -> bool:
        return await self._write(_RELEASE, delivery)

    async def mark_sent(self, delivery: Delivery, sent: Sent, *, at: datetime) -> bool:
        values = {**_key(delivery), "sent": sent.provider_message_id, "at": at}
        async with tenant_transaction(self._engine, delivery.tenant_id) as connection:
            return bool((await connection.exec_driver_sql(_SENT, values)).scalar_one())

    async def revive(self, delivery: Delivery) -> Delivery | None:
        return _revived(delivery) if await self._write(_REVIVE, delivery) else None

    async def mark_ended(
        self, delivery: Delivery, status: DeliveryStatus, *, reason: str, at: datetime
    ) -> bool:
        return await self._write(_END, delivery, status=status, reason=reason, at=at)

    async def _write(self, statement: str, delivery: Delivery, **values: object) -> bool:
        given = {**_key(delivery), "attempts": delivery.attempts, **values}
        async with tenant_transaction(self._engine, delivery.tenant_id) as connection:
            return (await connection.exec_driver_sql(statement, given)).rowcount == 1


def _revived(delivery: Delivery) -> Delivery:
    return delivery.model_copy(
        update={"status": DeliveryStatus.PENDING, "error": None, "sending_since": None}
    )


def _key(delivery: Delivery) -> dict[str, object]:
    return {"tenant": delivery.tenant_id, "id": delivery.delivery_id}
