"""Records of files, sealed with the tenant's key; their bytes are put where it is told."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, Conflict, NotFound
from domain.files import BLOCK, MOST_FILES, StoredFile
from domain.ports import FileContents, TenantKeys
from infra.postgres.failures import postgres_failures
from infra.postgres.raw_queries import tenant_rows, tenant_write
from infra.sealed_blocks import SEALED_BLOCK, BlockSeal
from infra.sealing import BrokenSeal, seal, unseal

_BECOMES_WHOLE_WITHIN = timedelta(minutes=15)
_MOST_REMOVED = 200
_NAME_TENANT = "INSERT INTO file_tenants VALUES (%(tenant)s) ON CONFLICT DO NOTHING"
_TENANTS = "SELECT tenant FROM file_tenants ORDER BY tenant"
_BEGIN = """
INSERT INTO files (tenant_id, file_id, conversation_id, key_id, sealed, expires_at)
SELECT %(tenant)s, %(file)s, %(conversation)s, %(key)s, %(sealed)s, %(until)s
WHERE (
    SELECT count(*) FROM files
    WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
) < %(most)s
RETURNING file_id
"""
_COMPLETE = """
UPDATE files SET is_whole = true, expires_at = %(until)s
WHERE tenant_id = %(tenant)s AND file_id = %(file)s
"""
_GET = """
SELECT file_id, conversation_id, key_id, sealed, expires_at FROM files
WHERE tenant_id = %(tenant)s AND file_id = %(file)s AND is_whole AND expires_at > %(at)s
"""
_CLAIM = """
UPDATE files SET expires_at = greatest(expires_at, %(until)s)
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
AND file_id = ANY(%(files)s) AND is_whole AND expires_at > %(at)s
RETURNING file_id, conversation_id, key_id, sealed, expires_at
"""
_EXPIRED = """
SELECT file_id FROM files WHERE tenant_id = %(tenant)s AND expires_at <= %(at)s
ORDER BY expires_at LIMIT %(most)s
"""
_FORGET = """
WITH names AS (
    DELETE FROM message_files WHERE tenant_id = %(tenant)s AND file_id = ANY(%(files)s)
)
DELETE FROM files WHERE tenant_id = %(tenant)s AND file_id = ANY(%(files)s)
"""
_NOT_THERE = "There is no such file in this conversation, or no longer."


class _Row(BaseModel):
    file_id: str
    conversation_id: str
    key_id: str
    sealed: bytes
    expires_at: datetime


class PostgresFiles:
    """Implements `FileStore`. `contents` keep the bytes, which are sealed before they get them."""

    def __init__(self, engine: AsyncEngine, keys: TenantKeys, contents: FileContents) -> None:
        self._engine = engine
        self._keys = keys
        self._contents = contents

    async def keep(self, tenant_id: str, file: StoredFile, content: AsyncIterator[bytes]) -> None:
        key_id, key = await self._keys.current(tenant_id)
        values = {"tenant": tenant_id, "file": file.file_id}
        begun = {
            **values,
            "conversation": file.conversation_id,
            "key": key_id,
            "sealed": seal(key, _written(file), _binding(tenant_id, file.file_id, key_id)),
            "until": datetime.now(UTC) + _BECOMES_WHOLE_WITHIN,
            "most": MOST_FILES,
        }
        await tenant_write(self._engine, tenant_id, _NAME_TENANT, {"tenant": tenant_id})
        # The row comes first: what is cut off in the middle is found by it, and removed.
        if not await tenant_rows(self._engine, tenant_id, _BEGIN, begun):
            raise Conflict(f"A conversation has at most {MOST_FILES} files.")
        blocks = BlockSeal(tenant_id, file.file_id, key_id, key).sealed(content)
        await self._contents.put(tenant_id, file.file_id, blocks)
        until = {**values, "until": file.expires_at}
        await tenant_write(self._engine, tenant_id, _COMPLETE, until)

    async def get(self, tenant_id: str, file_id: str, *, at: datetime) -> StoredFile:
        return await self._opened(tenant_id, await self._row(tenant_id, file_id, at))

    async def read(
        self, tenant_id: str, file: StoredFile, *, start: int, length: int
    ) -> AsyncIterator[bytes]:
        row = await self._row(tenant_id, file.file_id, datetime.min.replace(tzinfo=UTC))
        key = await self._key(tenant_id, row)
        first, last = start // BLOCK, max(start, start + length - 1) // BLOCK
        blocks = await self._contents.read(
            tenant_id, file.file_id, first=first, last=last, block=SEALED_BLOCK
        )
        opener = BlockSeal(tenant_id, file.file_id, row.key_id, key)
        return opener.opened(blocks, first=first, start=start % BLOCK, length=length)

    async def claim(
        self, tenant_id: str, conversation_id: str, file_ids: Sequence[str], *, until: datetime
    ) -> list[StoredFile]:
        values: dict[str, Any] = {
            "tenant": tenant_id,
            "conversation": conversation_id,
            "files": list(file_ids),
            "until": until,
            "at": datetime.now(UTC),
        }
        rows = await tenant_rows(self._engine, tenant_id, _CLAIM, values)
        found = {row["file_id"]: _Row.model_validate(row) for row in rows}
        if any(file_id not in found for file_id in file_ids):
            raise NotFound(_NOT_THERE)
        return [await self._opened(tenant_id, found[file_id]) for file_id in file_ids]

    async def remove_expired(self, *, at: datetime) -> int:
        with postgres_failures():
            async with self._engine.connect() as connection:
                tenants = (await connection.exec_driver_sql(_TENANTS)).scalars().all()
        return sum([await self._remove_of(tenant_id, at) for tenant_id in tenants])

    async def _remove_of(self, tenant_id: str, at: datetime) -> int:
        """Bytes first: what is cut off between the two is found again."""
        values: dict[str, Any] = {"tenant": tenant_id, "at": at, "most": _MOST_REMOVED}
        rows = await tenant_rows(self._engine, tenant_id, _EXPIRED, values)
        file_ids = [row["file_id"] for row in rows]
        if file_ids:
            await self._contents.remove(tenant_id, file_ids)
            gone = {"tenant": tenant_id, "files": file_ids}
            await tenant_write(self._engine, tenant_id, _FORGET, gone)
        return len(file_ids)

    async def _row(self, tenant_id: str, file_id: str, at: datetime) -> _Row:
        values = {"tenant": tenant_id, "file": file_id, "at": at}
        found = await tenant_rows(self._engine, tenant_id, _GET, values)
        if not found:
            raise NotFound(_NOT_THERE)
        return _Row.model_validate(found[0])

    async def _key(self, tenant_id: str, row: _Row) -> bytes:
        try:
            return await self._keys.get(tenant_id, row.key_id)
        except NotFound as error:
            # The key that sealed it was shredded, and the file with it.
            raise NotFound(_NOT_THERE) from error

    async def _opened(self, tenant_id: str, row: _Row) -> StoredFile:
        key = await self._key(tenant_id, row)
        try:
            plain = unseal(key, row.sealed, _binding(tenant_id, row.file_id, row.key_id))
        except BrokenSeal as error:
            raise ConfigurationError(
                f"the file {row.file_id} of {tenant_id} cannot be opened"
            ) from error
        return StoredFile(
            file_id=row.file_id,
            conversation_id=row.conversation_id,
            expires_at=row.expires_at,
            **json.loads(plain),
        )


def _written(file: StoredFile) -> bytes:
    known = file.model_dump(mode="json", exclude={"file_id", "conversation_id", "expires_at"})
    return json.dumps(known).encode()


def _binding(tenant_id: str, file_id: str, key_id: str) -> bytes:
    return f"file {json.dumps([tenant_id, file_id, key_id])}".encode()
