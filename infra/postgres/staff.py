"""The tenant's people and their tokens, of which only the hash is stored."""

import hashlib
import secrets

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import Conflict
from domain.staff import StaffMember, StaffRole
from infra.postgres.engine import tenant_transaction

_ADD = """
INSERT INTO staff (tenant_id, name, role, token_hash)
VALUES (%(tenant)s, %(name)s, %(role)s, %(hash)s)
ON CONFLICT (tenant_id, name) DO NOTHING
RETURNING name
"""
_FIND = """
SELECT tenant_id, name, role FROM staff WHERE tenant_id = %(tenant)s AND token_hash = %(hash)s
"""


class PostgresStaff:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, tenant_id: str, name: str, role: StaffRole) -> str:
        """Raise Conflict where the tenant has somebody of that name."""
        token = secrets.token_urlsafe(32)
        values = {"tenant": tenant_id, "name": name, "role": role, "hash": _hash(token)}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            added = (await connection.exec_driver_sql(_ADD, values)).one_or_none()
        if added is None:
            raise Conflict(f"there is already somebody called {name}")
        return token

    async def find(self, tenant_id: str, token: str) -> StaffMember | None:
        values = {"tenant": tenant_id, "hash": _hash(token)}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            row = (await connection.exec_driver_sql(_FIND, values)).mappings().one_or_none()
        return StaffMember.model_validate(dict(row)) if row else None


def _hash(token: str) -> bytes:
    """The token is 32 random bytes, so that a plain hash is not to be guessed."""
    return hashlib.sha256(token.encode(errors="replace")).digest()
