"""Messages that wait outside of a conversation, which knows their places only."""

import json
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.messages import InboundMessage
from domain.ports import Shelf, TenantKeys
from infra.postgres.engine import tenant_transaction
from infra.postgres.sealed_addresses import SealedAddresses

_PUT = text(
    "INSERT INTO stashed_messages (tenant_id, conversation_id, chain, place, message_id, payload)"
    " SELECT :tenant_id, :conversation_id, :chain, :first + ordinality - 1,"
    " message ->> 'message_id', message"
    " FROM jsonb_array_elements(CAST(:messages AS jsonb)) WITH ORDINALITY AS m (message)"
    " ON CONFLICT (tenant_id, conversation_id, chain, place)"
    " DO UPDATE SET message_id = EXCLUDED.message_id, payload = EXCLUDED.payload"
)
_FORGET_ANSWERED = text(
    "DELETE FROM stashed_messages s WHERE s.tenant_id = :tenant_id"
    " AND s.conversation_id = :conversation_id AND EXISTS ("
    "   SELECT FROM messages m WHERE m.tenant_id = s.tenant_id"
    "   AND m.conversation_id = s.conversation_id AND m.role = 'customer'"
    "   AND m.message_id = s.message_id)"
)
_GET = text(
    "SELECT payload FROM stashed_messages WHERE tenant_id = :tenant_id"
    " AND conversation_id = :conversation_id AND chain = :chain"
    " AND place >= :first AND place < :first + :count ORDER BY place"
)


class PostgresStash:
    """Implements `MessageStash`."""

    def __init__(self, engine: AsyncEngine, keys: TenantKeys) -> None:
        self._engine = engine
        self._addresses = SealedAddresses(keys)

    async def put(self, shelf: Shelf, first: int, messages: Sequence[InboundMessage]) -> None:
        stored = json.dumps([await self._addresses.stored(message) for message in messages])
        async with tenant_transaction(self._engine, shelf.tenant_id) as connection:
            await connection.execute(_FORGET_ANSWERED, shelf._asdict())
            await connection.execute(_PUT, {**shelf._asdict(), "first": first, "messages": stored})

    async def get(self, shelf: Shelf, first: int, count: int) -> list[InboundMessage]:
        asked = {**shelf._asdict(), "first": first, "count": count}
        async with tenant_transaction(self._engine, shelf.tenant_id) as connection:
            rows = (await connection.execute(_GET, asked)).all()
        return [await self._addresses.read(row.payload) for row in rows]
