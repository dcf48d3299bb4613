"""Reads the rows of turns, which nothing in the product reads back."""

from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.conversations import RecentTurn
from infra.memory.database import MemoryDatabase
from infra.postgres.engine import tenant_transaction

_RECENT_TURNS = """
SELECT turn, role, message_ids, intent, confidence, outcome, started_at, ended_at
FROM turns
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
ORDER BY number DESC LIMIT %(limit)s
"""


class RecordedTurns(Protocol):
    async def recent(
        self, tenant_id: str, conversation_id: str, *, limit: int = 10
    ) -> list[RecentTurn]:
        """Oldest first, the last `limit` of them."""
        ...


class MemoryRecordedTurns:
    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    async def recent(
        self, tenant_id: str, conversation_id: str, *, limit: int = 10
    ) -> list[RecentTurn]:
        conversation = self._database.conversations.get((tenant_id, conversation_id))
        return list(conversation.turns.values())[-limit:] if conversation else []


class PostgresRecordedTurns:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def recent(
        self, tenant_id: str, conversation_id: str, *, limit: int = 10
    ) -> list[RecentTurn]:
        values = {"tenant": tenant_id, "conversation": conversation_id, "limit": limit}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            rows = (await connection.exec_driver_sql(_RECENT_TURNS, values)).mappings().all()
        return [RecentTurn.model_validate(dict(row)) for row in reversed(rows)]
