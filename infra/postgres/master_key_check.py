"""Checks that this process has the master key with which the database was set up."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError
from infra.postgres.engine import tenant_transaction
from infra.postgres.failures import postgres_failures
from infra.postgres.key_wrapping import AnotherMasterKey, KeyWrapper, tenant_binding

_PURPOSE = "master key check"
"""Without a slash, so that no tenant's key is bound to it."""
_CONSTANT = b"duralogue"

_READ = "SELECT sealed, witnesses FROM master_key_check"
_SET = "UPDATE master_key_check SET sealed = %(sealed)s, witnesses = '{}' WHERE sealed IS NULL"
_OLDEST_KEY = """
SELECT key_id, wrapped FROM tenant_keys WHERE tenant_id = %(tenant)s
ORDER BY made_at, key_id LIMIT 1
"""


class MasterKeyCheck:
    """Passed once per process, before any key is wrapped or unwrapped."""

    def __init__(self, engine: AsyncEngine, wrapping: KeyWrapper) -> None:
        self._engine = engine
        self._wrapping = wrapping
        self._passed = False

    async def passes(self) -> None:
        """Raise ConfigurationError where the master key is another one.

        The first process to start leaves the check value. One that starts at the same moment
        waits for it and compares.
        """
        if self._passed:
            return
        sealed, witnesses = await self._read()
        if sealed is None:
            await self._prove(witnesses)
            await self._leave_check_value()
            sealed, _ = await self._read()
        await self._compare(sealed or b"", _PURPOSE)
        self._passed = True

    async def _read(self) -> tuple[bytes | None, Sequence[str]]:
        with postgres_failures():
            async with self._engine.connect() as connection:
                row = (await connection.exec_driver_sql(_READ)).one_or_none()
        if row is None:
            raise ConfigurationError(
                "the row of the table master_key_check is gone, so DURALOGUE_MASTER_KEY cannot be "
                "checked: restore that table from a backup"
            )
        return None if row.sealed is None else bytes(row.sealed), row.witnesses

    async def _prove(self, witnesses: Sequence[str]) -> None:
        """By a key from before there was a check value, the oldest that is still there."""
        for tenant_id in witnesses:
            async with tenant_transaction(self._engine, tenant_id) as connection:
                found = await connection.exec_driver_sql(_OLDEST_KEY, {"tenant": tenant_id})
                row = found.one_or_none()
            if row is not None:
                await self._compare(bytes(row.wrapped), tenant_binding(tenant_id, row.key_id))
                return

    async def _leave_check_value(self) -> None:
        sealed = await self._wrapping.wrap(_CONSTANT, _PURPOSE)
        with postgres_failures():
            async with self._engine.connect() as connection:
                await connection.exec_driver_sql(_SET, {"sealed": sealed})

    async def _compare(self, wrapped: bytes, bound_to: str) -> None:
        try:
            await self._wrapping.unwrap(wrapped, bound_to)
        except AnotherMasterKey as error:
            raise ConfigurationError(
                "this database was begun with another master key: set DURALOGUE_MASTER_KEY to "
                "that one. Nothing was written with the present one"
            ) from error
