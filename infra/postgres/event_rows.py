"""Appending to a conversation's transcript and events, within a transaction."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.transcript_entries import Entry
from infra.postgres.serialization import storable
from infra.postgres.turns import ENTRIES

_RECORD = (
    "SELECT duplicates, to_send"
    " FROM record_entries(%(tenant)s, %(conversation)s, NULL, %(entries)s::jsonb)"
)


async def record_entries(
    connection: AsyncConnection, ids: dict[str, str], entries: list[Entry]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns duplicates and the ledger ids still to be delivered."""
    values: dict[str, Any] = {**ids, "entries": storable(ENTRIES.dump_json(entries).decode())}
    row = (await connection.exec_driver_sql(_RECORD, values)).one()
    return tuple(row.duplicates), tuple(row.to_send)
