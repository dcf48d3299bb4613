"""A conversation's numbered events, read and followed."""

import asyncio
from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.conversations import ConversationEvent
from domain.errors import DependencyUnavailable, SessionVoid
from domain.identities import SessionProof
from infra.postgres.event_hub import EventHub
from infra.postgres.raw_queries import tenant_rows

_BATCH = 200
_PAUSE_S = 0.5
"""Between attempts to read while the database is down."""

_AFTER = """
SELECT seq, kind, data, at FROM conversation_events
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s AND seq > %(seq)s
ORDER BY seq LIMIT %(limit)s
"""
_AFTER_IF_HOLDS = """
SELECT s.holds, e.seq, e.kind, e.data, e.at
FROM (SELECT session_holds(%(tenant)s, %(conversation)s, %(customer)s) AS holds) s
LEFT JOIN LATERAL (
    SELECT seq, kind, data, at FROM conversation_events
    WHERE s.holds AND tenant_id = %(tenant)s AND conversation_id = %(conversation)s
    AND seq > %(seq)s
    ORDER BY seq LIMIT %(limit)s
) e ON true
ORDER BY e.seq
"""
_LATEST = """
SELECT last_seq FROM conversations
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
"""


class PostgresConversationEvents:
    """Reads by number; the hub only says when to look, so that no notification can lose one."""

    def __init__(self, engine: AsyncEngine, hub: EventHub) -> None:
        self._engine = engine
        self._hub = hub

    async def after(
        self, tenant_id: str, conversation_id: str, seq: int, *, limit: int = _BATCH
    ) -> list[ConversationEvent]:
        values = {
            "tenant": tenant_id,
            "conversation": conversation_id,
            "seq": seq,
            "limit": limit,
        }
        rows = await tenant_rows(self._engine, tenant_id, _AFTER, values)
        return [ConversationEvent.model_validate(row) for row in rows]

    async def _after_if_it_holds(
        self, tenant_id: str, conversation_id: str, seq: int, reader: SessionProof
    ) -> list[ConversationEvent]:
        """In one statement, hence one snapshot: nothing that came after the session's end."""
        values = {
            "tenant": tenant_id,
            "conversation": conversation_id,
            "customer": reader.customer_id,
            "seq": seq,
            "limit": _BATCH,
        }
        rows = await tenant_rows(self._engine, tenant_id, _AFTER_IF_HOLDS, values)
        if not rows[0]["holds"]:
            raise SessionVoid
        return [ConversationEvent.model_validate(row) for row in rows if row["seq"] is not None]

    async def latest(self, tenant_id: str, conversation_id: str) -> int:
        values = {"tenant": tenant_id, "conversation": conversation_id}
        rows = await tenant_rows(self._engine, tenant_id, _LATEST, values)
        return int(rows[0]["last_seq"]) if rows else 0

    async def follow(
        self, tenant_id: str, conversation_id: str, seq: int, *, reader: SessionProof | None = None
    ) -> AsyncIterator[ConversationEvent]:
        """Subscribed before the first read: what is committed in between rings the alarm.

        So does a change of the conversation's customer: the reader is checked with every read.
        """
        with self._hub.subscribed(tenant_id, conversation_id) as wake:
            while True:
                batch = await self._read(tenant_id, conversation_id, seq, reader)
                for event in batch:
                    seq = event.seq
                    yield event
                if len(batch) < _BATCH:
                    await wake.wait()

    async def _read(
        self, tenant_id: str, conversation_id: str, seq: int, reader: SessionProof | None
    ) -> list[ConversationEvent]:
        """As `after`, but a database that is down for a while does not end the stream."""
        while True:
            try:
                if reader is None:
                    return await self.after(tenant_id, conversation_id, seq)
                return await self._after_if_it_holds(tenant_id, conversation_id, seq, reader)
            except DependencyUnavailable:
                await asyncio.sleep(_PAUSE_S)
