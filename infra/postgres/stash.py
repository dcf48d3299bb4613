"""Words of messages that a conversation carries as ids only."""

import json
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.messages import InboundMessage
from infra.postgres.engine import tenant_transaction

_PUT = text(
    "INSERT INTO stashed_messages (tenant_id, conversation_id, message_id, payload)"
    " SELECT :tenant, :conversation, m ->> 'message_id', m"
    " FROM jsonb_array_elements(CAST(:messages AS jsonb)) AS m"
    " ON CONFLICT DO NOTHING"
)
_FORGET_ANSWERED = text(
    "DELETE FROM stashed_messages s WHERE s.tenant_id = :tenant"
    " AND s.conversation_id = :conversation AND EXISTS ("
    "   SELECT FROM messages m WHERE m.tenant_id = s.tenant_id"
    "   AND m.conversation_id = s.conversation_id AND m.role = 'customer'"
    "   AND m.message_id = s.message_id)"
)
_GET = text(
    "SELECT message_id, payload FROM stashed_messages WHERE tenant_id = :tenant"
    " AND conversation_id = :conversation AND message_id = ANY(:ids)"
)


class PostgresStash:
    """Implements `MessageStash`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def put(
        self, tenant_id: str, conversation_id: str, messages: Sequence[InboundMessage]
    ) -> None:
        place = {"tenant": tenant_id, "conversation": conversation_id}
        stored = json.dumps([message.model_dump(mode="json") for message in messages])
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.execute(_FORGET_ANSWERED, place)
            await connection.execute(_PUT, {**place, "messages": stored})

    async def get(
        self, tenant_id: str, conversation_id: str, message_ids: Sequence[str]
    ) -> list[InboundMessage]:
        values = {
            "tenant": tenant_id,
            "conversation": conversation_id,
            "ids": list(message_ids),
        }
        async with tenant_transaction(self._engine, tenant_id) as connection:
            rows = (await connection.execute(_GET, values)).all()
        found = {name: InboundMessage.model_validate(payload) for name, payload in rows}
        return [found[name] for name in message_ids if name in found]
