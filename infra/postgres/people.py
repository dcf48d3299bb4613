"""People of conversations, and their consents."""

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import ChannelAddress
from domain.channels import ConsentChange, ConversationGlimpse
from domain.conversation_reach import ConversationReach
from domain.ports import TenantKeys
from infra.postgres.raw_queries import Row, tenant_rows
from infra.postgres.sealed_addresses import SealedAddresses
from infra.postgres.tenant_seals import Sealed

_MOST_CONVERSATIONS = 20
_SHOWN_CHARACTERS = 300
_CONVERSATIONS = """
SELECT c.conversation_id, c.channel, c.status <> 'closed' AS is_open,
    c.address AS sealed, c.address_key_id AS key_id,
    coalesce(left(said.text, %(shown)s), '') AS last_text,
    coalesce(said.at, mine.wrote_at) AS last_at
FROM (
    SELECT conversation_id, wrote_at FROM conversation_people
    WHERE tenant_id = %(tenant)s AND person = %(person)s
    ORDER BY wrote_at DESC, conversation_id LIMIT %(most)s
) AS mine
JOIN conversations c ON c.tenant_id = %(tenant)s AND c.conversation_id = mine.conversation_id
LEFT JOIN LATERAL (
    SELECT m.text, m.at FROM messages m
    WHERE m.tenant_id = %(tenant)s AND m.conversation_id = c.conversation_id
    ORDER BY m.seq DESC LIMIT 1
) AS said ON true
ORDER BY last_at DESC, c.conversation_id
"""
_RECORD = """
WITH recorded AS (
    INSERT INTO consents (tenant_id, person, event_id, is_opted_out, reason, at)
    VALUES (%(tenant)s, %(person)s, %(event)s, %(is_opted_out)s, %(reason)s, %(at)s)
    ON CONFLICT DO NOTHING RETURNING at
)
SELECT NOT EXISTS (
    SELECT FROM consents later
    WHERE later.tenant_id = %(tenant)s AND later.person = %(person)s AND later.at > recorded.at
) AS holds FROM recorded
"""
_IS_OPTED_OUT = """
SELECT EXISTS (
    SELECT FROM conversation_people p
    CROSS JOIN LATERAL (
        SELECT c.is_opted_out FROM consents c
        WHERE c.tenant_id = p.tenant_id AND c.person = p.person
        ORDER BY c.at DESC, c.number DESC LIMIT 1
    ) AS latest
    WHERE p.tenant_id = %(tenant)s AND p.conversation_id = %(conversation)s AND latest.is_opted_out
) AS is_opted_out
"""
_REACH = """
SELECT c.address AS sealed, c.address_key_id AS key_id, (
    SELECT max(p.wrote_at) FROM conversation_people p
    WHERE p.tenant_id = c.tenant_id AND p.conversation_id = c.conversation_id
) AS last_wrote_at
FROM conversations c WHERE c.tenant_id = %(tenant)s AND c.conversation_id = %(conversation)s
"""


class PostgresConversationPeople:
    """Implements `ConversationPeople`. Nobody's words, number or name is stored here: only keys."""

    def __init__(self, engine: AsyncEngine, keys: TenantKeys) -> None:
        self._engine = engine
        self._addresses = SealedAddresses(keys)

    async def conversations_of(self, tenant_id: str, person: str) -> list[ConversationGlimpse]:
        values = {
            "tenant": tenant_id,
            "person": person,
            "most": _MOST_CONVERSATIONS,
            "shown": _SHOWN_CHARACTERS,
        }
        rows = await tenant_rows(self._engine, tenant_id, _CONVERSATIONS, values)
        return [
            ConversationGlimpse.model_validate(
                {**row, "address": await self._address(tenant_id, row)}
            )
            for row in rows
        ]

    async def _address(self, tenant_id: str, row: Row) -> ChannelAddress | None:
        if row["sealed"] is None:
            return None
        stored = Sealed(row["key_id"], row["sealed"])
        return await self._addresses.open(tenant_id, row["conversation_id"], stored)

    async def record_consent(self, tenant_id: str, change: ConsentChange) -> bool:
        values = {
            "tenant": tenant_id,
            "person": change.person,
            "event": change.event_id,
            "is_opted_out": change.is_opted_out,
            "reason": change.reason,
            "at": change.at,
        }
        rows = await tenant_rows(self._engine, tenant_id, _RECORD, values)
        return bool(rows) and bool(rows[0]["holds"])

    async def is_opted_out(self, tenant_id: str, conversation_id: str) -> bool:
        values = {"tenant": tenant_id, "conversation": conversation_id}
        [row] = await tenant_rows(self._engine, tenant_id, _IS_OPTED_OUT, values)
        return bool(row["is_opted_out"])

    async def reach_of(self, tenant_id: str, conversation_id: str) -> ConversationReach:
        values = {"tenant": tenant_id, "conversation": conversation_id}
        found = await tenant_rows(self._engine, tenant_id, _REACH, values)
        if not found:
            return ConversationReach()
        row = {**found[0], "conversation_id": conversation_id}
        return ConversationReach(
            is_opted_out=await self.is_opted_out(tenant_id, conversation_id),
            last_wrote_at=row["last_wrote_at"],
            address=await self._address(tenant_id, row),
        )
