"""Connections of tenants under names of their own, in tables of one shape, sealed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, Conflict, NotFound
from domain.ports import TenantKeys
from infra.postgres.raw_queries import tenant_rows
from infra.postgres.tenant_seals import Sealed, TenantSeal
from infra.sealing import BrokenSeal


class _Named(Protocol):
    @property
    def name(self) -> str: ...


Connection = TypeVar("Connection", bound=_Named)


@dataclass(frozen=True)
class ConnectionKind(Generic[Connection]):
    """One table of connections, and what is kept of each."""

    word: str
    """As errors call one, and what its seal is bound to: `backend`."""
    table: str
    most: int
    """A tenant may have."""
    write: Callable[[Connection], bytes]
    """With its secrets in plain text: it is sealed next."""
    read: Callable[[bytes], Connection]
    noting: str = ""
    """A common table expression with what else is written in the same statement."""


class _Row(BaseModel):
    name: str
    key_id: str
    sealed: bytes
    connected_at: datetime


class NamedConnections(Generic[Connection]):
    """Connected by whoever holds the master key; read by whoever uses them for a tenant."""

    def __init__(
        self, engine: AsyncEngine, keys: TenantKeys, kind: ConnectionKind[Connection]
    ) -> None:
        self._engine = engine
        self._kind = kind
        self._seal = TenantSeal(keys, kind.word)
        table = kind.table
        self._connect = f"""
{kind.noting}
INSERT INTO {table} (tenant_id, name, key_id, sealed)
SELECT %(tenant)s, %(name)s, %(key)s, %(sealed)s
WHERE (
    SELECT count(*) FROM {table} WHERE tenant_id = %(tenant)s AND name <> %(name)s
) < %(most)s
ON CONFLICT (tenant_id, name) DO UPDATE
SET key_id = excluded.key_id, sealed = excluded.sealed, connected_at = now()
RETURNING name
"""  # noqa: S608 - of constants
        self._all = f"""
SELECT name, key_id, sealed, connected_at FROM {table}
WHERE tenant_id = %(tenant)s ORDER BY name
"""  # noqa: S608 - of constants
        self._remove = f"""
DELETE FROM {table} WHERE tenant_id = %(tenant)s AND name = %(name)s RETURNING name
"""  # noqa: S608 - of constants

    async def connect(self, tenant_id: str, connection: Connection) -> None:
        """Connect it, in place of one of the same name. Raise Conflict when there are too many."""
        kind, name = self._kind, connection.name
        kept = await self._seal.seal(tenant_id, name, kind.write(connection))
        values = {
            "tenant": tenant_id,
            "name": name,
            "key": kept.key_id,
            "sealed": kept.sealed,
            "most": kind.most,
        }
        if not await tenant_rows(self._engine, tenant_id, self._connect, values):
            raise Conflict(f"{tenant_id} has {kind.most} {kind.word}s; remove one first")

    async def all(self, tenant_id: str) -> list[tuple[Connection, datetime]]:
        """Each with the time when it was connected, by name.

        Raise ConfigurationError where one cannot be opened.
        """
        found = await tenant_rows(self._engine, tenant_id, self._all, {"tenant": tenant_id})
        return [await self._opened(tenant_id, _Row.model_validate(row)) for row in found]

    async def remove(self, tenant_id: str, name: str) -> None:
        """Raise NotFound where none of this name is connected."""
        values = {"tenant": tenant_id, "name": name}
        if not await tenant_rows(self._engine, tenant_id, self._remove, values):
            raise NotFound(f"{tenant_id} has no connected {self._kind.word} {name!r}")

    async def _opened(self, tenant_id: str, row: _Row) -> tuple[Connection, datetime]:
        try:
            plain = await self._seal.open(tenant_id, row.name, Sealed(row.key_id, row.sealed))
        except BrokenSeal as error:
            raise ConfigurationError(
                f"the {self._kind.word} {row.name!r} of {tenant_id} cannot be opened; "
                "connect it again"
            ) from error
        return self._kind.read(plain), row.connected_at
