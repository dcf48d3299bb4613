"""Sign-ins by an identity provider, and the people who came by one."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import Conflict, NotAllowed
from domain.ports.provider_sign_ins import PendingSignIn
from domain.staff import TOKEN_LIFE, StaffMember, StaffRole
from domain.staff_sign_in import SIGN_IN_LIFE_SECONDS
from infra.postgres.raw_queries import Row, tenant_rows

_LOGOUTS_KEPT: Final = timedelta(days=1)

_BEGIN = """
WITH over AS (
    DELETE FROM provider_sign_ins WHERE tenant_id = %(tenant)s AND expires_at <= now()
)
INSERT INTO provider_sign_ins (tenant_id, state_hash, browser_hash, nonce, verifier, expires_at)
VALUES (%(tenant)s, %(state)s, %(browser)s, %(nonce)s, %(verifier)s, now() + %(life)s)
RETURNING tenant_id
"""
_TAKE = """
DELETE FROM provider_sign_ins WHERE tenant_id = %(tenant)s AND state_hash = %(state)s
AND browser_hash = %(browser)s AND expires_at > now()
RETURNING nonce, verifier
"""
_KNOWN = """
UPDATE staff SET role = CASE WHEN revoked_at IS NULL THEN %(role)s ELSE role END,
    last_used_at = now(), expires_at = greatest(expires_at, now() + %(life)s)
WHERE tenant_id = %(tenant)s AND issuer = %(issuer)s AND subject = %(subject)s
RETURNING tenant_id, staff_id, name, role, revoked_at
"""
_ADD = """
INSERT INTO staff (tenant_id, staff_id, name, role, expires_at, issuer, subject, last_used_at)
VALUES (%(tenant)s, %(staff_id)s, %(name)s, %(role)s, now() + %(life)s, %(issuer)s, %(subject)s,
    now())
ON CONFLICT DO NOTHING
RETURNING tenant_id, staff_id, name, role, revoked_at
"""
_END = """
DELETE FROM staff_sessions b USING staff s
WHERE b.tenant_id = %(tenant)s AND s.tenant_id = b.tenant_id AND s.staff_id = b.staff_id
AND s.issuer = %(issuer)s AND b.method = 'provider'
AND (b.provider_session = %(session)s
    OR (%(session)s::text IS NULL AND s.subject = %(subject)s))
AND s.subject = coalesce(%(subject)s, s.subject)
RETURNING b.session_id
"""
_IS_FIRST = """
WITH over AS (
    DELETE FROM provider_logouts WHERE tenant_id = %(tenant)s AND expires_at <= now()
)
INSERT INTO provider_logouts (tenant_id, token_hash, expires_at)
VALUES (%(tenant)s, %(hash)s, now() + %(life)s)
ON CONFLICT DO NOTHING RETURNING tenant_id
"""


class PostgresProviderSignIns:
    """Implements `ProviderSignIns` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def begin(self, tenant_id: str, state: str, browser: str, pending: PendingSignIn) -> None:
        await self._rows(
            tenant_id,
            _BEGIN,
            state=_hash(state),
            browser=_hash(browser),
            nonce=pending.nonce,
            verifier=pending.verifier,
            life=timedelta(seconds=SIGN_IN_LIFE_SECONDS),
        )

    async def take(self, tenant_id: str, state: str, browser: str) -> PendingSignIn | None:
        values = {"state": _hash(state), "browser": _hash(browser)}
        rows = await self._rows(tenant_id, _TAKE, **values)
        return PendingSignIn(**rows[0]) if rows else None

    async def admit(
        self, tenant_id: str, issuer: str, subject: str, *, name: str, role: StaffRole
    ) -> StaffMember:
        known: dict[str, Any] = {"issuer": issuer, "subject": subject, "role": role.value}
        known["life"] = TOKEN_LIFE
        rows = await self._rows(tenant_id, _KNOWN, **known)
        if not rows:
            new = {"staff_id": secrets.token_hex(8), "name": name}
            rows = await self._rows(tenant_id, _ADD, **known, **new)
        if not rows:
            said = f"There is already somebody called {name} here. Ask an administrator."
            raise Conflict(said).because("name-taken")
        if rows[0].pop("revoked_at") is not None:
            said = "Your access was revoked here. Ask an administrator."
            raise NotAllowed(said).because("revoked")
        return StaffMember.model_validate(rows[0])

    async def end_sessions(
        self, tenant_id: str, issuer: str, *, subject: str | None, provider_session: str | None
    ) -> int:
        values = {"issuer": issuer, "subject": subject, "session": provider_session}
        return len(await self._rows(tenant_id, _END, **values))

    async def is_first(self, tenant_id: str, logout_token: str) -> bool:
        values = {"hash": _hash(logout_token), "life": _LOGOUTS_KEPT}
        return bool(await self._rows(tenant_id, _IS_FIRST, **values))

    async def _rows(self, tenant_id: str, statement: str, **values: Any) -> list[Row]:
        return await tenant_rows(
            self._engine, tenant_id, statement, {"tenant": tenant_id, **values}
        )


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode(errors="replace")).digest()
