"""Transcripts of conversations."""

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.messages import TranscriptMessage
from infra.postgres.engine import tenant_transaction

HISTORY = """
SELECT m.message_id, m.role, m.text, m.sent_by, m.turn, m.intent, m.quick_replies, m.citations,
    coalesce(e.data -> 'cards', '[]') AS cards, coalesce(e.data -> 'lists', '[]') AS lists,
    coalesce(e.data -> 'attachments', '[]') AS attachments, e.data -> 'form' AS form,
    coalesce(e.data -> 'asks_rating', 'false') AS asks_rating, m.seq, m.at
FROM messages m
LEFT JOIN conversation_events e
    ON e.tenant_id = m.tenant_id AND e.conversation_id = m.conversation_id AND e.seq = m.seq
WHERE m.tenant_id = %(tenant)s AND m.conversation_id = %(conversation)s
AND (%(before)s::bigint IS NULL OR m.seq < %(before)s)
ORDER BY m.seq DESC LIMIT %(limit)s
"""  # what is drawn or attached is kept with the event that brought the message


class PostgresTranscripts:
    """Implements `Transcripts` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def history(
        self, tenant_id: str, conversation_id: str, *, before: int | None, limit: int
    ) -> list[TranscriptMessage]:
        values = {
            "tenant": tenant_id,
            "conversation": conversation_id,
            "before": before,
            "limit": limit,
        }
        async with tenant_transaction(self._engine, tenant_id) as connection:
            rows = (await connection.exec_driver_sql(HISTORY, values)).mappings().all()
        return [TranscriptMessage.model_validate(dict(row)) for row in reversed(rows)]
