"""Contexts of conversations, as a model is told them."""

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.generated_answers.contexts import ConversationContext, PastMessage
from infra.postgres.raw_queries import Row, tenant_rows

_MOST_MESSAGES = 40
_LONGEST_MESSAGE = 2_000

_BEFORE = """
SELECT m.role, left(m.text, %(longest)s) AS text FROM messages m
JOIN conversations c USING (tenant_id, conversation_id)
WHERE m.tenant_id = %(tenant)s AND m.conversation_id = %(conversation)s
AND m.session = c.session AND m.turn IS DISTINCT FROM %(turn)s AND m.role <> 'system'
ORDER BY m.seq DESC LIMIT %(limit)s
"""
_STATE = """
SELECT coalesce(s.result -> 'state' -> 'slots', '{}') AS slots,
    coalesce(s.result -> 'state' ->> 'locale', '') AS locale
FROM turns t JOIN turn_steps s USING (tenant_id, conversation_id, turn)
JOIN conversations c USING (tenant_id, conversation_id)
WHERE t.tenant_id = %(tenant)s AND t.conversation_id = %(conversation)s AND t.session = c.session
ORDER BY t.number DESC, s.step DESC LIMIT 1
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
        said = await tenant_rows(self._engine, tenant_id, _BEFORE, values)
        states = await tenant_rows(self._engine, tenant_id, _STATE, values)
        state: Row = states[0] if states else {}
        return ConversationContext(
            messages=tuple(PastMessage.model_validate(row) for row in reversed(said)),
            slots=state.get("slots", {}),
            locale=state.get("locale", ""),
        )
