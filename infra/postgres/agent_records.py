"""What the human side writes into a conversation's records."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.conversations import ConversationStatus, Owner, TurnOutcome
from domain.errors import NotFound
from domain.handoffs import AgentMessage
from domain.messages import InboundMessage
from domain.recording import agent_entry, customer_of, inbound_entry, owner_entry
from infra.postgres.engine import tenant_transaction
from infra.postgres.entries import record_entries

_FORWARDED_TURN = """
INSERT INTO turns (
    tenant_id, conversation_id, turn, session, role, message_ids, outcome, started_at, ended_at,
    latency_ms, trace_id
)
VALUES (
    %(tenant)s, %(conversation)s, %(turn)s, %(session)s, 'customer', %(messages)s, %(outcome)s,
    %(started)s, %(at)s, %(latency)s, %(trace)s
)
ON CONFLICT (tenant_id, conversation_id, turn) DO NOTHING
"""
_REMEMBER_CUSTOMER = """
UPDATE conversations SET customer_ref = %(customer)s
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
"""
_OWNER = """
SELECT owner, status, agent FROM conversations
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s FOR NO KEY UPDATE
"""
_SET_OWNER = """
UPDATE conversations SET
    owner = %(owner)s, status = %(status)s, agent = %(agent)s, updated_at = %(at)s
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
"""


class PostgresAgentRecords:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record_forwarded(
        self, messages: Sequence[InboundMessage], *, session: int, turn: str, at: datetime
    ) -> tuple[str, ...]:
        if not messages:
            return ()
        first = messages[0]
        ids = {"tenant": first.tenant_id, "conversation": first.conversation_id}
        entries = [inbound_entry(m, session=session, turn=turn, at=at) for m in messages]
        async with tenant_transaction(self._engine, first.tenant_id) as connection:
            duplicates, _ = await record_entries(connection, ids, entries)
            new = [message for message in messages if message.message_id not in duplicates]
            forwarded = {
                "turn": turn,
                "session": session,
                "messages": [message.message_id for message in new],
                "outcome": TurnOutcome.FORWARDED if new else TurnOutcome.DUPLICATE,
                "started": first.received_at,
                "at": at,
                "latency": (at - first.received_at).total_seconds() * 1000,
                "trace": first.trace_id,
            }
            await connection.exec_driver_sql(_FORWARDED_TURN, {**ids, **forwarded})
            customer = customer_of(new)
            if customer is not None:
                await connection.exec_driver_sql(_REMEMBER_CUSTOMER, {**ids, "customer": customer})
        return duplicates

    async def record_agent_message(
        self, message: AgentMessage, *, tenant_id: str, conversation_id: str, session: int
    ) -> tuple[str, ...]:
        ids = {"tenant": tenant_id, "conversation": conversation_id}
        entry = agent_entry(message, conversation_id=conversation_id, session=session)
        async with tenant_transaction(self._engine, tenant_id) as connection:
            _, to_send = await record_entries(connection, ids, [entry])
        return to_send

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
