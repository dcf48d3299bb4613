"""The tenant's people, their tokens and their browsers' sessions: only hashes are stored."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import Conflict, NotFound, SecondFactorDemanded
from domain.staff import (
    SESSION_END,
    SESSION_LIFE,
    TOKEN_LIFE,
    SignInMethod,
    StaffMember,
    StaffRecord,
    StaffRole,
    StaffSession,
    staff_name,
)
from infra.postgres.raw_queries import Row, tenant_rows, tenant_write

_ADD = """
INSERT INTO staff (tenant_id, staff_id, name, role, token_hash, expires_at)
VALUES (%(tenant)s, %(staff_id)s, %(name)s, %(role)s, %(hash)s, now() + %(life)s)
ON CONFLICT (tenant_id, name) WHERE revoked_at IS NULL DO NOTHING
RETURNING name
"""
_LISTED = """
SELECT tenant_id, staff_id, name, role, added_at, expires_at, last_used_at, revoked_at
FROM staff WHERE tenant_id = %(tenant)s ORDER BY added_at, staff_id
"""
_REVOKE = """
UPDATE staff SET revoked_at = coalesce(revoked_at, now())
WHERE tenant_id = %(tenant)s AND staff_id = %(staff_id)s RETURNING staff_id
"""
_EXPIRE = """
UPDATE staff SET expires_at = now() + %(life)s
WHERE tenant_id = %(tenant)s AND staff_id = %(staff_id)s RETURNING staff_id
"""
# Last used is kept to the minute, so that most requests write nothing.
_USED = """
used AS (
    UPDATE staff s SET last_used_at = now() FROM found f
    WHERE s.tenant_id = f.tenant_id AND s.staff_id = f.staff_id
    AND (s.last_used_at IS NULL OR s.last_used_at < now() - interval '1 minute')
)
"""
_FIND = f"""
WITH found AS (
    SELECT tenant_id, staff_id, name, role FROM staff
    WHERE tenant_id = %(tenant)s AND token_hash = %(hash)s
    AND revoked_at IS NULL AND expires_at > now()
), {_USED}
SELECT * FROM found
"""  # noqa: S608 - a constant
_BEGIN_SESSION = """
WITH over AS (
    DELETE FROM staff_sessions WHERE tenant_id = %(tenant)s AND expires_at <= now()
)
INSERT INTO staff_sessions
    (tenant_id, session_hash, staff_id, expires_at, method, provider_session, has_factor)
VALUES (%(tenant)s, %(hash)s, %(staff_id)s, now() + %(life)s, %(method)s, %(provider)s, %(factor)s)
"""
# A token that ends takes its own sessions along; a password and a provider have their own ends.
_IS_OPEN = """
b.expires_at > now() AND s.revoked_at IS NULL AND (b.method <> 'token' OR s.expires_at > now())
"""
# Renewed once a twelfth of its life is gone, not at every request. Whoever came by a provider has
# shown there what their company asks for.
_FIND_BY_SESSION = f"""
WITH found AS (
    SELECT s.tenant_id, s.staff_id, s.name, s.role,
        b.method <> 'provider' AND NOT b.has_factor AND EXISTS (
            SELECT FROM second_factor_demands d WHERE d.tenant_id = b.tenant_id
        ) AS lacks_factor
    FROM staff_sessions b JOIN staff s USING (tenant_id, staff_id)
    WHERE b.tenant_id = %(tenant)s AND b.session_hash = %(hash)s AND {_IS_OPEN}
), renewed AS (
    UPDATE staff_sessions b
    SET expires_at = least(now() + %(life)s, b.created_at + %(end)s) FROM found f
    WHERE b.tenant_id = f.tenant_id AND b.session_hash = %(hash)s
    AND b.expires_at < least(now() + %(life)s * 11 / 12, b.created_at + %(end)s)
), {_USED}
SELECT * FROM found
"""  # noqa: S608 - a constant
_SHOW_FACTOR = """
UPDATE staff_sessions SET has_factor = true
WHERE tenant_id = %(tenant)s AND session_hash = %(hash)s
"""
_END_SESSION = """
DELETE FROM staff_sessions WHERE tenant_id = %(tenant)s AND session_hash = %(hash)s
"""
_SESSIONS = f"""
SELECT b.session_id, b.staff_id, s.name, b.method, b.created_at AS began_at,
    b.expires_at - %(life)s AS used_at, least(b.expires_at, b.created_at + %(end)s) AS ends_at
FROM staff_sessions b JOIN staff s USING (tenant_id, staff_id)
WHERE b.tenant_id = %(tenant)s AND {_IS_OPEN} ORDER BY b.expires_at DESC, b.session_id
"""  # noqa: S608 - a constant
_END_SESSIONS = """
DELETE FROM staff_sessions WHERE tenant_id = %(tenant)s
AND (session_id = %(session_id)s OR staff_id = %(staff_id)s) RETURNING session_id
"""


class PostgresStaff:
    """Implements `Staff` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(
        self, tenant_id: str, name: str, role: StaffRole, *, valid_for: timedelta = TOKEN_LIFE
    ) -> str:
        """Raise Conflict where the tenant has somebody of that name."""
        token, name = secrets.token_urlsafe(32), staff_name(name)
        values: dict[str, Any] = {
            "staff_id": secrets.token_hex(8),
            "name": name,
            "role": role.value,
        }
        values |= {"hash": _hash(token), "life": valid_for}
        if not await self._rows(tenant_id, _ADD, values):
            raise Conflict(f"there is already somebody called {name}: revoke that token first")
        return token

    async def listed(self, tenant_id: str) -> list[StaffRecord]:
        return [StaffRecord.model_validate(row) for row in await self._rows(tenant_id, _LISTED, {})]

    async def revoke(self, tenant_id: str, staff_id: str) -> None:
        await self._change(tenant_id, _REVOKE, {"staff_id": staff_id})

    async def expire(self, tenant_id: str, staff_id: str, valid_for: timedelta) -> None:
        await self._change(tenant_id, _EXPIRE, {"staff_id": staff_id, "life": valid_for})

    async def find(self, tenant_id: str, token: str) -> StaffMember | None:
        return _member(await self._rows(tenant_id, _FIND, {"hash": _hash(token)}))

    async def begin_session(
        self,
        member: StaffMember,
        method: SignInMethod = SignInMethod.TOKEN,
        *,
        provider_session: str | None = None,
        has_factor: bool = False,
    ) -> str:
        session, tenant_id = secrets.token_urlsafe(32), member.tenant_id
        values = {"hash": _hash(session), "staff_id": member.staff_id, "life": SESSION_LIFE}
        values |= {"method": method.value, "provider": provider_session, "tenant": tenant_id}
        values["factor"] = has_factor
        await tenant_write(self._engine, tenant_id, _BEGIN_SESSION, values)
        return session

    async def find_by_session(
        self, tenant_id: str, session: str, *, waives_factor: bool = False
    ) -> StaffMember | None:
        values = {"hash": _hash(session), "life": SESSION_LIFE, "end": SESSION_END}
        rows = await self._rows(tenant_id, _FIND_BY_SESSION, values)
        lacks_factor = [row.pop("lacks_factor") for row in rows]
        if any(lacks_factor) and not waives_factor:
            raise SecondFactorDemanded
        return _member(rows)

    async def factor_shown(self, tenant_id: str, session: str) -> None:
        values = {"tenant": tenant_id, "hash": _hash(session)}
        await tenant_write(self._engine, tenant_id, _SHOW_FACTOR, values)

    async def end_session(self, tenant_id: str, session: str) -> None:
        values = {"tenant": tenant_id, "hash": _hash(session)}
        await tenant_write(self._engine, tenant_id, _END_SESSION, values)

    async def sessions(self, tenant_id: str) -> list[StaffSession]:
        values = {"life": SESSION_LIFE, "end": SESSION_END}
        found = await self._rows(tenant_id, _SESSIONS, values)
        return [StaffSession.model_validate(row) for row in found]

    async def end_sessions(
        self, tenant_id: str, *, session_id: str | None = None, staff_id: str | None = None
    ) -> int:
        values = {"session_id": session_id, "staff_id": staff_id}
        return len(await self._rows(tenant_id, _END_SESSIONS, values))

    async def _change(self, tenant_id: str, statement: str, values: Mapping[str, Any]) -> None:
        if not await self._rows(tenant_id, statement, values):
            raise NotFound("there is nobody with this id: see `duralogue staff list`")

    async def _rows(self, tenant_id: str, statement: str, values: Mapping[str, Any]) -> list[Row]:
        return await tenant_rows(
            self._engine, tenant_id, statement, {"tenant": tenant_id, **values}
        )


def _member(rows: list[Row]) -> StaffMember | None:
    return StaffMember.model_validate(rows[0]) if rows else None


def _hash(secret: str) -> bytes:
    """Tokens and sessions are 32 random bytes, so that a plain hash is not to be guessed."""
    return hashlib.sha256(secret.encode(errors="replace")).digest()
