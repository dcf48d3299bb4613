"""Search at the desk, over conversations, who wrote in them, their words and their handoffs."""

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.lists import DeskViewer
from domain.desk.search import After, DeskQuery, Found, snippet_of
from domain.desk.spellings import spellings
from infra.postgres.desk_visibility import CONVERSATION_VISIBLE, STANDING, seen_as
from infra.postgres.raw_queries import tenant_rows

_MOST_OF_KIND = 500
_MOST_MESSAGES = 100
"""The latest that hold the words, and as many files: whoever looks for older ones says more."""
_FIND = f"""
WITH hit AS (
    (SELECT c.conversation_id, 'customer' AS matched, 1 AS rank, NULL AS text
    FROM conversations c
    WHERE c.tenant_id = %(tenant)s AND c.customer_ref = %(text)s
    ORDER BY c.updated_at DESC LIMIT %(most)s)
    UNION ALL
    (SELECT p.conversation_id, 'phone', 2, NULL FROM conversation_people p
    WHERE p.tenant_id = %(tenant)s AND p.person = ANY (%(people)s::text[])
    ORDER BY p.wrote_at DESC LIMIT %(most)s)
    UNION ALL
    (SELECT h.conversation_id, 'phone', 2, NULL FROM handoffs h
    WHERE h.tenant_id = %(tenant)s AND h.contact = ANY (%(phones)s::text[])
    ORDER BY h.opened_at DESC LIMIT %(most)s)
    UNION ALL
    (SELECT h.conversation_id, 'disposition', 3, NULL FROM handoffs h
    WHERE h.tenant_id = %(tenant)s AND h.disposition = %(text)s AND h.disposition <> ''
    ORDER BY h.opened_at DESC LIMIT %(most)s)
    UNION ALL
    (SELECT h.conversation_id, 'agent', 4, NULL FROM handoffs h
    WHERE h.tenant_id = %(tenant)s AND h.assigned_agent = %(text)s
    ORDER BY h.opened_at DESC LIMIT %(most)s)
    UNION ALL
    (SELECT DISTINCT ON (m.conversation_id) m.conversation_id, 'words', 5, m.text
    FROM messages_with_words(%(tenant)s, %(text)s, %(messages)s) m
    WHERE m.role <> 'system'
    ORDER BY m.conversation_id, m.seq DESC)
    UNION ALL
    (SELECT DISTINCT ON (f.conversation_id) f.conversation_id, 'file', 6, f.name
    FROM unnest(%(spellings)s::text[]) AS spelled (name)
    CROSS JOIN LATERAL files_with_words(%(tenant)s, spelled.name, %(messages)s) f
    ORDER BY f.conversation_id, f.at DESC)
), once AS (
    SELECT DISTINCT ON (conversation_id) * FROM hit ORDER BY conversation_id, rank
)
SELECT c.conversation_id, c.channel, {STANDING} AS status, c.customer_ref, c.updated_at AS at,
    once.matched, coalesce(once.text, '') AS text, latest.handoff_id
FROM once
JOIN conversations c ON c.tenant_id = %(tenant)s AND c.conversation_id = once.conversation_id
LEFT JOIN LATERAL (
    SELECT h.handoff_id FROM handoffs h
    WHERE h.tenant_id = %(tenant)s AND h.conversation_id = c.conversation_id
    ORDER BY h.opened_at DESC LIMIT 1
) AS latest ON true
WHERE (%(at)s::timestamptz IS NULL
    OR (c.updated_at, c.conversation_id) < (%(at)s::timestamptz, %(after)s::text))
AND {CONVERSATION_VISIBLE}
ORDER BY c.updated_at DESC, c.conversation_id DESC LIMIT %(limit)s
"""  # noqa: S608 - constants


class PostgresDeskSearch:
    """Implements `DeskSearch`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def find(
        self,
        tenant_id: str,
        query: DeskQuery,
        *,
        viewer: DeskViewer,
        after: After | None,
        limit: int,
    ) -> list[Found]:
        values = {
            "tenant": tenant_id,
            "text": query.text,
            "spellings": list(spellings(query.text)),
            "people": list(query.people),
            "phones": list(query.phones),
            **seen_as(viewer),
            "at": after.at if after else None,
            "after": after.conversation_id if after else None,
            "most": _MOST_OF_KIND,
            "messages": _MOST_MESSAGES,
            "limit": limit,
        }
        rows = await tenant_rows(self._engine, tenant_id, _FIND, values)
        return [
            Found.model_validate({**row, "snippet": snippet_of(text, query.text)})
            for row in rows
            if (text := row.pop("text")) is not None
        ]
