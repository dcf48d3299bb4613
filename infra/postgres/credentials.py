"""Passwords and second factors: hashes, and secrets sealed with the tenant's key."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import Conflict, NotFound
from domain.one_time_codes import matching_step, new_recovery_codes, new_secret, recovery_hash
from domain.ports import TenantKeys
from domain.staff import StaffMember
from infra.password_hashing import PasswordHashing
from infra.postgres.raw_queries import Row, tenant_rows
from infra.sealing import seal, unseal

_SET = """
WITH ended AS (
    DELETE FROM staff_sessions WHERE tenant_id = %(tenant)s AND staff_id = %(staff_id)s
    AND method = 'password'
)
INSERT INTO staff_credentials (tenant_id, staff_id, password_hash, password_set_at)
SELECT tenant_id, staff_id, %(hash)s, now() FROM staff
WHERE tenant_id = %(tenant)s AND staff_id = %(staff_id)s AND revoked_at IS NULL
ON CONFLICT (tenant_id, staff_id)
DO UPDATE SET password_hash = excluded.password_hash, password_set_at = now()
RETURNING staff_id
"""
_CHECK = """
SELECT s.tenant_id, s.staff_id, s.name, s.role, c.password_hash
FROM staff s JOIN staff_credentials c USING (tenant_id, staff_id)
WHERE s.tenant_id = %(tenant)s AND s.name = %(name)s AND s.revoked_at IS NULL
"""
_HAS = """
SELECT staff_id FROM staff_credentials
WHERE tenant_id = %(tenant)s AND staff_id = %(staff_id)s AND password_hash IS NOT NULL
"""
_FACTOR = """
SELECT totp_key_id, totp_sealed, totp_confirmed_at, totp_last_step FROM staff_credentials
WHERE tenant_id = %(tenant)s AND staff_id = %(staff_id)s AND totp_sealed IS NOT NULL
"""
_BEGIN = """
INSERT INTO staff_credentials (tenant_id, staff_id, totp_key_id, totp_sealed)
SELECT tenant_id, staff_id, %(key)s, %(sealed)s FROM staff
WHERE tenant_id = %(tenant)s AND staff_id = %(staff_id)s AND revoked_at IS NULL
ON CONFLICT (tenant_id, staff_id)
DO UPDATE SET totp_key_id = excluded.totp_key_id, totp_sealed = excluded.totp_sealed,
    totp_last_step = 0
WHERE staff_credentials.totp_confirmed_at IS NULL
RETURNING staff_id
"""
# The secret whose code was shown, and not one that another window has put in its place since.
_CONFIRM = """
UPDATE staff_credentials SET totp_confirmed_at = now(), totp_last_step = %(step)s,
    recovery_hashes = %(hashes)s
WHERE tenant_id = %(tenant)s AND staff_id = %(staff_id)s AND totp_confirmed_at IS NULL
AND totp_sealed = %(sealed)s
RETURNING staff_id
"""
# Of two requests with one code, one wins.
_USE_STEP = """
UPDATE staff_credentials SET totp_last_step = %(step)s
WHERE tenant_id = %(tenant)s AND staff_id = %(staff_id)s AND totp_last_step < %(step)s
AND totp_sealed = %(sealed)s
RETURNING staff_id
"""
_USE_RECOVERY = """
UPDATE staff_credentials SET recovery_hashes = array_remove(recovery_hashes, %(hash)s)
WHERE tenant_id = %(tenant)s AND staff_id = %(staff_id)s AND totp_confirmed_at IS NOT NULL
AND %(hash)s = ANY (recovery_hashes)
RETURNING staff_id
"""
_REMOVE = """
WITH shown AS (
    UPDATE staff_sessions SET has_factor = false
    WHERE tenant_id = %(tenant)s AND staff_id = %(staff_id)s
)
UPDATE staff_credentials SET totp_key_id = NULL, totp_sealed = NULL, totp_confirmed_at = NULL,
    totp_last_step = 0, recovery_hashes = '{}'
WHERE tenant_id = %(tenant)s AND staff_id = %(staff_id)s
RETURNING staff_id
"""
_WITH_FACTOR = """
SELECT staff_id FROM staff_credentials
WHERE tenant_id = %(tenant)s AND totp_confirmed_at IS NOT NULL
"""
_DEMANDS = "SELECT tenant_id FROM second_factor_demands WHERE tenant_id = %(tenant)s"
_DEMAND = """
INSERT INTO second_factor_demands (tenant_id, demanded_by) VALUES (%(tenant)s, %(by)s)
ON CONFLICT DO NOTHING RETURNING tenant_id
"""
_LIFT = """
DELETE FROM second_factor_demands WHERE tenant_id = %(tenant)s RETURNING tenant_id
"""


class PostgresStaffCredentials:
    """Implements `StaffCredentials` over PostgreSQL."""

    def __init__(
        self, engine: AsyncEngine, keys: TenantKeys, hashing: PasswordHashing | None = None
    ) -> None:
        self._engine = engine
        self._keys = keys
        self._hashing = hashing or PasswordHashing()

    async def set_password(self, tenant_id: str, staff_id: str, password: str) -> None:
        hashed = await self._hashing.hashed(password)
        if not await self._rows(tenant_id, _SET, staff_id=staff_id, hash=hashed):
            raise NotFound("there is nobody with this id: see `duralogue staff list`")

    async def check_password(self, tenant_id: str, name: str, password: str) -> StaffMember | None:
        rows = await self._rows(tenant_id, _CHECK, name=name)
        row = rows[0] if rows else None
        if not await self._hashing.matches(password, row["password_hash"] if row else None):
            return None
        return StaffMember.model_validate(
            {name: (row or {})[name] for name in StaffMember.model_fields}
        )

    async def has_password(self, tenant_id: str, staff_id: str) -> bool:
        return bool(await self._rows(tenant_id, _HAS, staff_id=staff_id))

    async def has_second_factor(self, tenant_id: str, staff_id: str) -> bool:
        rows = await self._rows(tenant_id, _FACTOR, staff_id=staff_id)
        return bool(rows) and rows[0]["totp_confirmed_at"] is not None

    async def begin_second_factor(self, tenant_id: str, staff_id: str) -> bytes:
        secret = new_secret()
        key_id, key = await self._keys.current(tenant_id)
        sealed = seal(key, secret, _bound_to(tenant_id, staff_id))
        if not await self._rows(tenant_id, _BEGIN, staff_id=staff_id, key=key_id, sealed=sealed):
            raise Conflict("there is a second factor already: remove it first")
        return secret

    async def begun_second_factor(self, tenant_id: str, staff_id: str) -> bytes | None:
        found = await self._secret(tenant_id, staff_id, is_confirmed=False)
        return found[0] if found else None

    async def confirm_second_factor(
        self, tenant_id: str, staff_id: str, code: str, *, at: datetime
    ) -> tuple[str, ...]:
        shown = await self._shown(tenant_id, staff_id, code, at, is_confirmed=False)
        if shown is None:
            return ()
        codes = new_recovery_codes()
        values = {"staff_id": staff_id, "hashes": [recovery_hash(each) for each in codes]}
        done = await self._rows(tenant_id, _CONFIRM, **values, **shown)
        return codes if done else ()

    async def check_code(self, tenant_id: str, staff_id: str, code: str, *, at: datetime) -> bool:
        shown = await self._shown(tenant_id, staff_id, code, at, is_confirmed=True)
        if shown is not None:
            return bool(await self._rows(tenant_id, _USE_STEP, staff_id=staff_id, **shown))
        used = {"staff_id": staff_id, "hash": recovery_hash(code)}
        return bool(await self._rows(tenant_id, _USE_RECOVERY, **used))

    async def remove_second_factor(self, tenant_id: str, staff_id: str) -> None:
        await self._rows(tenant_id, _REMOVE, staff_id=staff_id)

    async def with_second_factor(self, tenant_id: str) -> frozenset[str]:
        return frozenset(row["staff_id"] for row in await self._rows(tenant_id, _WITH_FACTOR))

    async def demands_second_factor(self, tenant_id: str) -> bool:
        return bool(await self._rows(tenant_id, _DEMANDS))

    async def demand_second_factor(self, tenant_id: str, by: str, *, is_demanded: bool) -> bool:
        return bool(await self._rows(tenant_id, _DEMAND if is_demanded else _LIFT, by=by))

    async def _shown(
        self, tenant_id: str, staff_id: str, code: str, at: datetime, *, is_confirmed: bool
    ) -> dict[str, Any] | None:
        """The step whose code this is, and the sealed secret by which it is."""
        found = await self._secret(tenant_id, staff_id, is_confirmed=is_confirmed)
        if found is None:
            return None
        secret, row = found
        step = matching_step(secret, code, at, after=row["totp_last_step"])
        return None if step is None else {"step": step, "sealed": row["totp_sealed"]}

    async def _secret(
        self, tenant_id: str, staff_id: str, *, is_confirmed: bool
    ) -> tuple[bytes, Row] | None:
        """As it is, and the row in which it is sealed."""
        rows = await self._rows(tenant_id, _FACTOR, staff_id=staff_id)
        if not rows or (rows[0]["totp_confirmed_at"] is not None) is not is_confirmed:
            return None
        [row] = rows
        key = await self._keys.get(tenant_id, row["totp_key_id"])
        return unseal(key, row["totp_sealed"], _bound_to(tenant_id, staff_id)), row

    async def _rows(self, tenant_id: str, statement: str, **values: Any) -> list[Row]:
        return await tenant_rows(
            self._engine, tenant_id, statement, {"tenant": tenant_id, **values}
        )


def _bound_to(tenant_id: str, staff_id: str) -> bytes:
    return f"second factor {tenant_id} {staff_id}".encode()
