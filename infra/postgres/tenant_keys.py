"""The tenants' data keys, each wrapped by the master key."""

import asyncio
import secrets
import time
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, DependencyUnavailable, NotFound
from infra.postgres.engine import tenant_transaction
from infra.postgres.key_wrapping import AnotherMasterKey, KeyWrapping, tenant_binding
from infra.postgres.master_key_check import MasterKeyCheck

_KEY_BYTES = 32
_READ_AGAIN_WITHIN = timedelta(seconds=1)
_ASKED_AGAIN_AFTER = 10.0
"""Seconds; not every message of an outage waits for the database anew."""

_CURRENT = "SELECT key_id, wrapped FROM tenant_keys WHERE tenant_id = %(tenant)s AND is_current"
_GET = "SELECT wrapped FROM tenant_keys WHERE tenant_id = %(tenant)s AND key_id = %(key)s"
_MAKE = """
INSERT INTO tenant_keys (tenant_id, key_id, wrapped) VALUES (%(tenant)s, %(key)s, %(wrapped)s)
ON CONFLICT (tenant_id) WHERE is_current DO NOTHING
"""
_SHRED = "DELETE FROM tenant_keys WHERE tenant_id = %(tenant)s AND key_id = %(key)s"


class PostgresTenantKeys:
    """Unwrapped keys stay in memory for a few minutes: a shredded one works that much longer in
    a process that has used it. While the database is down they are used on, so that messages can
    still be handed to Temporal."""

    def __init__(
        self,
        engine: AsyncEngine,
        master_key: bytes,
        *,
        remembered_for: timedelta = timedelta(minutes=5),
    ) -> None:
        self._engine = engine
        self._wrapping = KeyWrapping(master_key)
        self._check = MasterKeyCheck(engine, self._wrapping)
        self._remembered_for = remembered_for.total_seconds()
        self._keys: dict[tuple[str, str], tuple[float, bytes]] = {}
        self._current: dict[str, tuple[float, str]] = {}

    async def current(self, tenant_id: str) -> tuple[str, bytes]:
        now = time.monotonic()
        known = self._current.get(tenant_id)
        if known and known[0] > now:
            return known[1], await self.get(tenant_id, known[1])
        try:
            async with _waiting(known):
                key_id, wrapped = await self._find_or_make(tenant_id)
        except (DependencyUnavailable, TimeoutError):
            if known is None:
                raise
            self._current[tenant_id] = (now + _ASKED_AGAIN_AFTER, known[1])
            return known[1], await self.get(tenant_id, known[1])
        self._current[tenant_id] = (now + self._remembered_for, key_id)
        return key_id, self._unwrap(tenant_id, key_id, wrapped)

    async def get(self, tenant_id: str, key_id: str) -> bytes:
        known = self._keys.get((tenant_id, key_id))
        if known and known[0] > time.monotonic():
            return known[1]
        try:
            async with _waiting(known):
                wrapped = await self._find(tenant_id, key_id)
        except (DependencyUnavailable, TimeoutError):
            if known is None:
                raise
            self._keys[tenant_id, key_id] = (time.monotonic() + _ASKED_AGAIN_AFTER, known[1])
            return known[1]
        if wrapped is None:
            self._forget(tenant_id, key_id)
            raise NotFound(f"the tenant {tenant_id} has no key {key_id}, or no longer")
        return self._unwrap(tenant_id, key_id, wrapped)

    async def shred(self, tenant_id: str, key_id: str) -> None:
        """What this key has sealed can never be read again."""
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_SHRED, {"tenant": tenant_id, "key": key_id})
        self._forget(tenant_id, key_id)

    async def _find(self, tenant_id: str, key_id: str) -> bytes | None:
        await self._check.passes()
        async with tenant_transaction(self._engine, tenant_id) as connection:
            found = await connection.exec_driver_sql(_GET, {"tenant": tenant_id, "key": key_id})
            wrapped: bytes | None = found.scalar_one_or_none()
        return wrapped

    async def _find_or_make(self, tenant_id: str) -> tuple[str, bytes]:
        await self._check.passes()
        mine = {"tenant": tenant_id}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            found = (await connection.exec_driver_sql(_CURRENT, mine)).one_or_none()
            if found is None:
                key_id = secrets.token_hex(8)
                key = secrets.token_bytes(_KEY_BYTES)
                wrapped = self._wrapping.wrap(key, tenant_binding(tenant_id, key_id))
                made = {**mine, "key": key_id, "wrapped": wrapped}
                await connection.exec_driver_sql(_MAKE, made)
                found = (await connection.exec_driver_sql(_CURRENT, mine)).one()
            return found.key_id, bytes(found.wrapped)

    def _unwrap(self, tenant_id: str, key_id: str, wrapped: bytes) -> bytes:
        try:
            key = self._wrapping.unwrap(bytes(wrapped), tenant_binding(tenant_id, key_id))
        except AnotherMasterKey as error:
            raise ConfigurationError(
                f"the key {key_id} of the tenant {tenant_id} was wrapped by another master key: "
                "set DURALOGUE_MASTER_KEY to the one with which this database was begun"
            ) from error
        self._keys[tenant_id, key_id] = (time.monotonic() + self._remembered_for, key)
        return key

    def _forget(self, tenant_id: str, key_id: str) -> None:
        self._keys.pop((tenant_id, key_id), None)
        if self._current.get(tenant_id, (0.0, ""))[1] == key_id:
            del self._current[tenant_id]


def _waiting(known: object) -> asyncio.Timeout:
    """Not long for what is at hand already."""
    return asyncio.timeout(None if known is None else _READ_AGAIN_WITHIN.total_seconds())
