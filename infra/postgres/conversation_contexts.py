"""Contexts of conversations, as a model is told them."""

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.generated_answers.contexts import ConversationContext
from infra.postgres.raw_queries import tenant_rows

_MOST_MESSAGES = 40
_LONGEST_MESSAGE = 2_000

_BEFORE = """
SELECT coalesce(said.messages, '[]') AS messages, coalesce(known.slots, '{}') AS slots,
    coalesce(known.locale, '') AS locale
FROM conversations c
CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('role', m.role, 'text', m.text) ORDER BY m.seq) AS messages
    FROM (
        SELECT seq, role, left(text, %(longest)s) AS text FROM messages
        WHERE tenant_id = c.tenant_id AND conversation_id = c.conversation_id
        AND session = c.session AND turn IS DISTINCT FROM %(turn)s AND role <> 'system'
        ORDER BY seq DESC LIMIT %(limit)s
    ) m
) said
LEFT JOIN LATERAL (
    SELECT s.result -> 'state' -> 'slots' AS slots, s.result -> 'state' ->> 'locale' AS locale
    FROM turns t JOIN turn_steps s USING (tenant_id, conversation_id, turn)
    WHERE t.tenant_id = c.tenant_id AND t.conversation_id = c.conversation_id
    AND t.session = c.session
    ORDER BY t.number DESC, s.step DESC LIMIT 1
) known ON true
WHERE c.tenant_id = %(tenant)s AND c.conversation_id = %(conversation)s
"""


class PostgresConversationContexts:
    """Implements `ConversationContexts`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def before(self, tenant_id: str, conversation_id: str, turn: str) -> ConversationContext:
        values = {
            "tenant": tenant_id,
            "conversation": conversation_id,
            "turn": turn,
            "limit": _MOST_MESSAGES,
            "longest": _LONGEST_MESSAGE,
        }
        found = await tenant_rows(self._engine, tenant_id, _BEFORE, values)
        return ConversationContext.model_validate(found[0] if found else {})
