"""Edits and deletions of messages that the transcript has."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channels import MessageChange
from domain.transcript_entries import change_entry
from infra.postgres.engine import tenant_transaction
from infra.postgres.event_rows import record_entries

_LOCK = """
SELECT FROM conversations
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s FOR NO KEY UPDATE
"""  # as a commit does: of two that record the same change one waits, and finds it recorded
_KNOWN = """
SELECT message_id FROM messages
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s AND role = 'customer'
AND message_id = ANY (%(messages)s)
"""
_RECORDED = """
SELECT data ->> 'event_id' FROM conversation_events
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s AND kind = 'message_changed'
AND data ->> 'event_id' = ANY (%(events)s)
"""


class PostgresMessageChanges:
    """Implements `MessageChanges`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record(
        self,
        tenant_id: str,
        conversation_id: str,
        changes: Sequence[MessageChange],
        *,
        at: datetime,
    ) -> tuple[str, ...]:
        ids = {"tenant": tenant_id, "conversation": conversation_id}
        messages = [change.message_id for change in changes]
        events = [change.event_id for change in changes]
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_LOCK, ids)
            found = await connection.exec_driver_sql(_KNOWN, {**ids, "messages": messages})
            known = frozenset(found.scalars())
            found = await connection.exec_driver_sql(_RECORDED, {**ids, "events": events})
            recorded = frozenset(found.scalars())
            ours = [change for change in changes if change.message_id in known]
            new = [change_entry(one, at) for one in ours if one.event_id not in recorded]
            if new:
                await record_entries(connection, ids, new)
        return tuple(change.event_id for change in ours)
