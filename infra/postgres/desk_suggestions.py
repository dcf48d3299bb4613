"""Suggested replies as they were given, and how much of them was sent."""

import json

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.suggestions import LONGEST_QUESTION, Suggestion, edited_share
from infra.postgres.raw_queries import tenant_rows, tenant_write
from infra.postgres.serialization import storable

_OPEN_QUESTION = """
SELECT left(m.text, %(longest)s) AS text FROM messages m
WHERE m.tenant_id = %(tenant)s AND m.conversation_id = %(conversation)s AND m.role = 'customer'
AND m.text <> '' AND m.seq > coalesce((
    SELECT max(a.seq) FROM messages a
    WHERE a.tenant_id = %(tenant)s AND a.conversation_id = %(conversation)s
    AND a.role = 'human_agent'
), 0)
ORDER BY m.seq DESC LIMIT 1
"""
_KEEP = """
INSERT INTO desk_suggestions
    (tenant_id, conversation_id, suggestion_id, agent, query, text, citations)
VALUES (%(tenant)s, %(conversation)s, %(suggestion)s, %(agent)s, %(query)s, %(text)s,
    %(citations)s)
ON CONFLICT DO NOTHING
"""
_TEXT = """
SELECT text FROM desk_suggestions
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
AND suggestion_id = %(suggestion)s AND sent_as IS NULL
"""
_SENT = """
UPDATE desk_suggestions SET sent_as = %(message)s, edited = %(edited)s
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
AND suggestion_id = %(suggestion)s AND sent_as IS NULL
"""


class PostgresSuggestions:
    """Implements `Suggestions`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def open_question(self, tenant_id: str, conversation_id: str) -> str | None:
        values = {
            "tenant": tenant_id,
            "conversation": conversation_id,
            "longest": LONGEST_QUESTION,
        }
        rows = await tenant_rows(self._engine, tenant_id, _OPEN_QUESTION, values)
        return rows[0]["text"] if rows else None

    async def keep(
        self, tenant_id: str, conversation_id: str, agent: str, query: str, suggested: Suggestion
    ) -> None:
        cited = [citation.model_dump(mode="json") for citation in suggested.citations]
        values = {
            "tenant": tenant_id,
            "conversation": conversation_id,
            "suggestion": suggested.suggestion_id,
            "agent": agent,
            "query": query,
            "text": suggested.text,
            "citations": storable(json.dumps(cited)),
        }
        await tenant_write(self._engine, tenant_id, _KEEP, values)

    async def note_sent(
        self, tenant_id: str, conversation_id: str, suggestion_id: str, message_id: str, text: str
    ) -> None:
        values = {
            "tenant": tenant_id,
            "conversation": conversation_id,
            "suggestion": suggestion_id,
            "message": message_id,
        }
        rows = await tenant_rows(self._engine, tenant_id, _TEXT, values)
        if rows:
            edited = edited_share(rows[0]["text"], text)
            await tenant_write(self._engine, tenant_id, _SENT, {**values, "edited": edited})
