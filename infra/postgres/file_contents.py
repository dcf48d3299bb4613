"""Bytes of files in PostgreSQL, a row for each sealed block."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import NotFound
from infra.postgres.raw_queries import tenant_rows, tenant_write

_PUT = """
INSERT INTO file_blocks (tenant_id, file_id, number, sealed)
VALUES (%(tenant)s, %(file)s, %(number)s, %(sealed)s)
"""
_READ = """
SELECT sealed FROM file_blocks
WHERE tenant_id = %(tenant)s AND file_id = %(file)s AND number = %(number)s
"""
_REMOVE = "DELETE FROM file_blocks WHERE tenant_id = %(tenant)s AND file_id = ANY(%(files)s)"


class PostgresFileContents:
    """Implements `FileContents`. One block at a time: no connection is held while somebody with a
    slow line fetches a file."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def put(self, tenant_id: str, file_id: str, blocks: AsyncIterator[bytes]) -> None:
        number = 0
        async for sealed in blocks:
            values = {"tenant": tenant_id, "file": file_id, "number": number, "sealed": sealed}
            await tenant_write(self._engine, tenant_id, _PUT, values)
            number += 1

    async def read(
        self,
        tenant_id: str,
        file_id: str,
        *,
        first: int,
        last: int,
        block: int,  # noqa: ARG002 - rows have no places to count
    ) -> AsyncIterator[bytes]:
        beginning = await self._block(tenant_id, file_id, first)
        return self._following(tenant_id, file_id, beginning, range(first + 1, last + 1))

    async def remove(self, tenant_id: str, file_ids: Sequence[str]) -> None:
        values: dict[str, Any] = {"tenant": tenant_id, "files": list(file_ids)}
        await tenant_write(self._engine, tenant_id, _REMOVE, values)

    async def _following(
        self, tenant_id: str, file_id: str, beginning: bytes, numbers: range
    ) -> AsyncGenerator[bytes, None]:
        yield beginning
        for number in numbers:
            yield await self._block(tenant_id, file_id, number)

    async def _block(self, tenant_id: str, file_id: str, number: int) -> bytes:
        values = {"tenant": tenant_id, "file": file_id, "number": number}
        found = await tenant_rows(self._engine, tenant_id, _READ, values)
        if not found:
            raise NotFound(f"block {number} of the file {file_id} is gone")
        return bytes(found[0]["sealed"])
