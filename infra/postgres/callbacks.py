"""Call-backs as rows of the agents' queue."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.callbacks import Callback, CallbackPlan
from infra.postgres.engine import tenant_transaction

_QUEUE_OF = """
SELECT queue FROM handoffs WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
AND kind = 'chat' ORDER BY opened_at DESC LIMIT 1
"""
_SERVED = """
SELECT EXISTS (
    SELECT FROM handoffs WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
    AND kind = 'chat' AND claimed_at > %(asked_at)s
)
"""
_PUT = """
INSERT INTO handoffs (
    tenant_id, handoff_id, conversation_id, queue, priority, status, reason, opened_at,
    first_reply_due, kind, contact
)
VALUES (
    %(tenant)s, %(handoff)s, %(conversation)s, %(queue)s, 3, 'waiting', %(about)s, %(at)s,
    %(due)s, 'call_back', %(contact)s
)
ON CONFLICT (tenant_id, handoff_id) DO NOTHING
"""


class PostgresCallbackQueue:
    """Implements `CallbackQueue` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def queue_of(self, tenant_id: str, conversation_id: str) -> str:
        values = {"tenant": tenant_id, "conversation": conversation_id}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            found = await connection.exec_driver_sql(_QUEUE_OF, values)
            return str(found.scalar_one_or_none() or "")

    async def is_served(self, callback: Callback) -> bool:
        values = {
            "tenant": callback.tenant_id,
            "conversation": callback.conversation_id,
            "asked_at": callback.asked_at,
        }
        async with tenant_transaction(self._engine, callback.tenant_id) as connection:
            return bool((await connection.exec_driver_sql(_SERVED, values)).scalar_one())

    async def put(
        self, callback: Callback, handoff_id: str, plan: CallbackPlan, *, at: datetime
    ) -> None:
        values = {
            "tenant": callback.tenant_id,
            "handoff": handoff_id,
            "conversation": callback.conversation_id,
            "queue": plan.queue,
            "about": callback.about.replace("\0", "\ufffd")[:200],
            "contact": callback.contact.replace("\0", "\ufffd")[:200],
            "at": at,
            "due": plan.due_at,
        }
        async with tenant_transaction(self._engine, callback.tenant_id) as connection:
            await connection.exec_driver_sql(_PUT, values)
