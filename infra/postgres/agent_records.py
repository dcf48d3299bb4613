"""Records that human agents write into a conversation."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.conversations import ConversationStatus, Owner
from domain.errors import NotFound
from domain.handoffs import AgentMessage, AgentMessageRecorded, NewerMessage
from domain.transcript_entries import agent_entry, owner_entry
from infra.postgres.engine import tenant_transaction
from infra.postgres.event_rows import record_entries
from infra.postgres.raw_queries import tenant_rows

_OWNER = """
SELECT owner, status, agent FROM conversations
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s FOR NO KEY UPDATE
"""
_SET_OWNER = """
UPDATE conversations SET
    owner = %(owner)s, status = %(status)s, agent = %(agent)s, updated_at = %(at)s
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
"""
_NEWER = """
SELECT m.seq, m.role, m.sent_by, m.text FROM messages m
WHERE m.tenant_id = %(tenant)s AND m.conversation_id = %(conversation)s
AND m.seq > %(seen)s::bigint
AND (m.role = 'customer' OR (m.role = 'human_agent' AND m.sent_by <> %(agent)s))
AND NOT EXISTS (
    SELECT FROM messages own WHERE own.tenant_id = m.tenant_id
    AND own.conversation_id = m.conversation_id AND own.role = 'human_agent'
    AND own.message_id = %(message)s::text
)
ORDER BY m.seq LIMIT 20
"""


class PostgresAgentRecords:
    """Implements `AgentRecords` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record_agent_message(
        self, message: AgentMessage, *, tenant_id: str, conversation_id: str, session: int
    ) -> tuple[str, ...]:
        ids = {"tenant": tenant_id, "conversation": conversation_id}
        entry = agent_entry(message, conversation_id=conversation_id, session=session)
        async with tenant_transaction(self._engine, tenant_id) as connection:
            _, to_send = await record_entries(connection, ids, [entry])
        return to_send

    async def record_unless_newer(
        self, message: AgentMessage, *, tenant_id: str, conversation_id: str, session: int
    ) -> AgentMessageRecorded:
        """The conversation's row is locked before looking, as by whoever else adds to it."""
        ids = {"tenant": tenant_id, "conversation": conversation_id}
        asked = {**ids, "message": message.message_id, "agent": message.agent.name}
        entry = agent_entry(message, conversation_id=conversation_id, session=session)
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_OWNER, ids)
            found = await connection.exec_driver_sql(_NEWER, {**asked, "seen": message.seen})
            if newer := [NewerMessage.model_validate(dict(row)) for row in found.mappings()]:
                return AgentMessageRecorded(newer=tuple(newer))
            _, to_send = await record_entries(connection, ids, [entry])
        return AgentMessageRecorded(to_send=to_send)

    async def newer_than(
        self, tenant_id: str, conversation_id: str, *, seen: int, agent: str
    ) -> tuple[NewerMessage, ...]:
        asked = {"tenant": tenant_id, "conversation": conversation_id, "message": None}
        rows = await tenant_rows(
            self._engine, tenant_id, _NEWER, {**asked, "agent": agent, "seen": seen}
        )
        return tuple(NewerMessage.model_validate(row) for row in rows)

    async def record_owner(
        self,
        tenant_id: str,
        conversation_id: str,
        *,
        owner: Owner,
        status: ConversationStatus,
        agent: str | None,
        at: datetime,
    ) -> None:
        """Raise NotFound where no session was opened. The same again writes no second event."""
        ids = {"tenant": tenant_id, "conversation": conversation_id}
        entry = owner_entry(owner=owner, status=status, agent=agent, at=at)
        async with tenant_transaction(self._engine, tenant_id) as connection:
            found = (await connection.exec_driver_sql(_OWNER, ids)).one_or_none()
            if found is None:
                raise NotFound(f"there is no conversation {conversation_id}")
            if tuple(found) == (owner, status, agent):
                return
            values = {**ids, "owner": owner, "status": status, "agent": agent, "at": at}
            await connection.exec_driver_sql(_SET_OWNER, values)
            await record_entries(connection, ids, [entry])
