"""Our own ticketing: what is left to do when no human came."""

import secrets

from sqlalchemy.ext.asyncio import AsyncEngine

from infra.postgres.engine import tenant_transaction

_CREATE = """
INSERT INTO tickets AS t (tenant_id, ticket_id, key, conversation_id, kind, contact, about)
VALUES (
    %(tenant)s, %(ticket)s, %(key)s, %(conversation)s, %(kind)s, %(contact)s, %(about)s
)
ON CONFLICT (tenant_id, key) DO UPDATE SET key = excluded.key
RETURNING ticket_id
"""


class PostgresTickets:
    """Implements `Tickets` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def create(
        self, tenant_id: str, conversation_id: str, *, key: str, kind: str, contact: str, about: str
    ) -> str:
        values = {
            "tenant": tenant_id,
            "ticket": f"T-{secrets.token_hex(4).upper()}",
            "key": key,
            "conversation": conversation_id,
            "kind": kind,
            "contact": contact.replace("\x00", "\ufffd"),
            "about": about.replace("\x00", "\ufffd"),
        }
        async with tenant_transaction(self._engine, tenant_id) as connection:
            created = await connection.exec_driver_sql(_CREATE, values)
            return str(created.scalar_one())
