"""Our own conversation, signalled without the gateway: what a peer in process compares with."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg

from bench.stack import TENANT, BenchStack
from bench.talkers import ANSWER_WITHIN_S, TurnFailed
from domain.channel_addresses import (
    Channel,
)
from domain.identifiers import conversation_workflow_id
from domain.messages import (
    InboundMessage,
)
from duralogue.wiring.foundation import open_foundation
from infra.postgres.spool import PostgresSpool
from infra.temporal.conversations import TemporalConversationGateway


@dataclass
class Signaller:
    """Signals a conversation, and waits for the notification that its turn was committed."""

    gateway: TemporalConversationGateway
    waiting: dict[str, asyncio.Future[dict[str, Any]]]
    conversation_id: str

    @property
    def workflow_id(self) -> str:
        return conversation_workflow_id(TENANT, self.conversation_id)

    async def turn(self, text: str) -> dict[str, Any]:
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.waiting[self.conversation_id] = answer
        message = InboundMessage(
            message_id=uuid4().hex,
            tenant_id=TENANT,
            conversation_id=self.conversation_id,
            channel=Channel.WEB,
            text=text,
            received_at=datetime.now(UTC),
        )
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                await self.gateway.signal(message)
                return await answer
        except TimeoutError as error:
            raise TurnFailed("no notification came in time") from error

    async def close(self) -> None:
        self.waiting.pop(self.conversation_id, None)


@asynccontextmanager
async def signallers(stack: BenchStack, people: int) -> AsyncIterator[list[Signaller]]:
    settings = stack.product.settings
    waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
    url = settings.require_database_url()
    async with (
        open_foundation(settings) as base,
        await psycopg.AsyncConnection.connect(url, autocommit=True, connect_timeout=5) as listening,
    ):
        await listening.execute("LISTEN conversation_events")
        hearing = asyncio.create_task(_hear(listening, waiting))
        gateway = TemporalConversationGateway(base.temporal, PostgresSpool(base.engine, base.keys))
        try:
            yield [Signaller(gateway, waiting, f"web-{uuid4().hex}") for _ in range(people)]
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)


async def _hear(
    connection: psycopg.AsyncConnection, waiting: dict[str, asyncio.Future[dict[str, Any]]]
) -> None:
    async for notice in connection.notifies():
        _tenant, conversation_id, _seq = notice.payload.split("/")
        answer = waiting.pop(conversation_id, None)
        if answer is not None and not answer.done():
            answer.set_result({})
