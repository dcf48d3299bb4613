"""Messages accepted while Temporal could not be reached, in order until they are handed over."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.errors import DependencyUnavailable
from domain.messages import InboundMessage
from domain.ports import TenantKeys
from domain.rate_limits import Spooled
from infra.postgres.engine import tenant_transaction
from infra.postgres.failures import postgres_failures
from infra.postgres.raw_queries import function_row
from infra.postgres.sealed_addresses import SealedAddresses
from infra.postgres.serialization import as_json

_log = logging.getLogger(__name__)

_ADD = "SELECT spool_message(%(tenant)s, %(conversation)s, %(message)s, %(payload)s)"
_HOLDS = "SELECT has_spooled(%(tenant)s, %(conversation)s)"
_COUNT = """
SELECT of_tenant, of_conversation FROM count_spooled(%(tenant)s, %(conversation)s, %(most)s)
"""
_TENANTS = "SELECT tenant FROM spool_tenants ORDER BY tenant"
_WAITING = text(
    "SELECT conversation_id FROM inbound_spool WHERE tenant_id = :tenant"
    " GROUP BY conversation_id ORDER BY min(seq) LIMIT :most"
)
_LOCK = text(
    "SELECT id FROM unnest(CAST(:conversations AS text[])) AS given (id)"
    " WHERE pg_try_advisory_xact_lock("
    "hashtextextended('spool/' || CAST(:tenant AS text) || '/' || id, 0))"
)
_OLDEST = text(
    "SELECT given.id, oldest.seq, oldest.payload"
    " FROM unnest(CAST(:conversations AS text[])) AS given (id), LATERAL ("
    "SELECT seq, payload FROM inbound_spool"
    " WHERE tenant_id = :tenant AND conversation_id = given.id ORDER BY seq LIMIT :most"
    ") AS oldest ORDER BY oldest.seq"
)
_DELETE = text("DELETE FROM inbound_spool WHERE tenant_id = :tenant AND seq = ANY(:handed_over)")
_BATCH = 10
"""Of each conversation: one with a long backlog does not hold up those drained beside it."""
_HANDS_OVER_FOR = timedelta(seconds=4)
"""Meanwhile the transaction is idle, which PostgreSQL bears for ten seconds."""
_MOST_CONVERSATIONS = 500


class PostgresSpool:
    """Implements `InboundSpool`."""

    def __init__(self, engine: AsyncEngine, keys: TenantKeys) -> None:
        self._engine = engine
        self._addresses = SealedAddresses(keys)

    async def add(self, message: InboundMessage) -> None:
        values = {
            "tenant": message.tenant_id,
            "conversation": message.conversation_id,
            "message": message.message_id,
            "payload": as_json(await self._addresses.stored(message)),
        }
        with postgres_failures():
            async with self._engine.connect() as connection:
                await connection.exec_driver_sql(_ADD, values)

    async def holds(self, tenant_id: str, conversation_id: str) -> bool:
        values = {"tenant": tenant_id, "conversation": conversation_id}
        with postgres_failures():
            async with self._engine.connect() as connection:
                found = await connection.exec_driver_sql(_HOLDS, values)
                return bool(found.scalar_one())

    async def count(self, tenant_id: str, conversation_id: str, *, most: int) -> Spooled:
        values = {"tenant": tenant_id, "conversation": conversation_id, "most": most}
        return Spooled(**await function_row(self._engine, _COUNT, values))

    async def waiting(self) -> list[tuple[str, str]]:
        """(tenant, conversation), the longest waiting first within each tenant."""
        with postgres_failures():
            async with self._engine.connect() as connection:
                tenants = (await connection.exec_driver_sql(_TENANTS)).scalars().all()
        return [
            (tenant_id, conversation_id)
            for tenant_id in tenants
            for conversation_id in await self._conversations(tenant_id)
        ]

    async def drain(
        self,
        tenant_id: str,
        conversation_ids: Sequence[str],
        hand_over: Callable[[InboundMessage], Awaitable[None]],
    ) -> int:
        """What was handed over is deleted; what another process is at is left to it.

        One connection, however many conversations: the gateway needs the others for its customers.
        A crash in between hands messages over twice, and conversations recognise them by their ids.
        """
        async with tenant_transaction(self._engine, tenant_id) as connection:
            values: dict[str, object] = {
                "tenant": tenant_id,
                "conversations": list(conversation_ids),
            }
            ours = list((await connection.execute(_LOCK, values)).scalars())
            values |= {"conversations": ours, "most": _BATCH}
            oldest: dict[str, list[tuple[int, dict[str, Any]]]] = {}
            for conversation_id, seq, payload in await connection.execute(_OLDEST, values):
                oldest.setdefault(conversation_id, []).append((seq, payload))
            handed_over: list[int] = []
            ended = await asyncio.gather(
                *(
                    self._hand_over_in_order(hand_over, rows, handed_over)
                    for rows in oldest.values()
                ),
                return_exceptions=True,
            )
            await self._delete(connection, tenant_id, handed_over)
        for fault in filter(None, ended):
            raise fault
        return len(handed_over)

    async def _conversations(self, tenant_id: str) -> list[str]:
        values = {"tenant": tenant_id, "most": _MOST_CONVERSATIONS}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            return list((await connection.execute(_WAITING, values)).scalars())

    async def _delete(
        self, connection: AsyncConnection, tenant_id: str, handed_over: list[int]
    ) -> None:
        if handed_over:
            values = {"tenant": tenant_id, "handed_over": handed_over}
            await connection.execute(_DELETE, values)

    async def _hand_over_in_order(
        self,
        hand_over: Callable[[InboundMessage], Awaitable[None]],
        rows: Sequence[tuple[int, dict[str, Any]]],
        handed_over: list[int],
    ) -> None:
        """Notes the numbers of those that were handed over, up to the first that could not be."""
        clock = asyncio.get_running_loop().time
        began = clock()
        for seq, payload in rows:
            try:
                await hand_over(await self._addresses.read(payload))
            except DependencyUnavailable:
                break
            except ValidationError:
                _log.exception("spooled_message_unreadable", extra={"seq": seq})
                break
            handed_over.append(seq)
            if clock() - began > _HANDS_OVER_FOR.total_seconds():
                break
