"""A visitor's conversations, listed in one statement."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.identities import (
    LONGEST_LAST_TEXT,
    MOST_LISTED,
    MOST_UNREAD,
    UNREAD_ROLES,
    SessionProof,
    VisitorConversation,
)
from domain.messages import Role
from infra.postgres.engine import tenant_transaction

_LISTED = """
WITH theirs AS (
    SELECT unnest(%(named)s::text[]) AS conversation_id
    UNION
    SELECT conversation_id FROM conversation_identities
    WHERE tenant_id = %(tenant)s AND customer_id = %(customer)s AND ended_at IS NULL
)
SELECT c.conversation_id, c.status <> 'closed' AS is_open, last.role AS last_role,
    last.at AS last_at, left(last.text, %(longest)s) AS last_text, new.unread
FROM theirs
JOIN conversations c ON c.tenant_id = %(tenant)s AND c.conversation_id = theirs.conversation_id
LEFT JOIN conversation_identities i
    ON i.tenant_id = %(tenant)s AND i.conversation_id = c.conversation_id
CROSS JOIN LATERAL (
    SELECT m.role, m.at, CASE WHEN changed.data IS NULL THEN m.text
        ELSE coalesce(changed.data ->> 'text', '') END AS text
    FROM messages m
    LEFT JOIN LATERAL (
        SELECT e.data FROM conversation_events e
        WHERE e.tenant_id = %(tenant)s AND e.conversation_id = c.conversation_id
        AND e.seq > m.seq AND e.kind = 'message_changed' AND m.role = 'customer'
        AND e.data ->> 'message_id' = m.message_id
        ORDER BY e.seq DESC LIMIT 1
    ) changed ON true
    WHERE m.tenant_id = %(tenant)s AND m.conversation_id = c.conversation_id AND m.role <> 'system'
    ORDER BY m.seq DESC LIMIT 1
) last
CROSS JOIN LATERAL (
    SELECT count(*) AS unread FROM (
        SELECT FROM messages m
        WHERE m.tenant_id = %(tenant)s AND m.conversation_id = c.conversation_id
        AND m.seq > (%(seen)s::jsonb ->> c.conversation_id)::bigint AND m.role = ANY (%(roles)s)
        LIMIT %(most_unread)s
    ) found
) new
WHERE i.ended_at IS NULL AND i.customer_id IS NOT DISTINCT FROM %(customer)s
ORDER BY last.at DESC, c.conversation_id LIMIT %(most)s
"""  # what a statement that follows says of `holds` is said here of each: anonymous, or theirs


class PostgresVisitorConversations:
    """Implements `VisitorConversations`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def listed(
        self,
        tenant_id: str,
        named: Sequence[str],
        proof: SessionProof,
        *,
        seen: Mapping[str, int],
    ) -> list[VisitorConversation]:
        values = {
            "tenant": tenant_id,
            "named": list(named),
            "customer": proof.customer_id,
            "seen": json.dumps(dict(seen)),
            "roles": sorted(UNREAD_ROLES),
            "longest": LONGEST_LAST_TEXT,
            "most": MOST_LISTED,
            "most_unread": MOST_UNREAD,
        }
        async with tenant_transaction(self._engine, tenant_id) as connection:
            rows = (await connection.exec_driver_sql(_LISTED, values)).mappings().all()
        return [VisitorConversation(**{**row, "last_role": Role(row["last_role"])}) for row in rows]
