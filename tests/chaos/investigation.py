"""Gathering the evidence after a run: from the API, PostgreSQL, Temporal and the shop."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio.client import Client
from temporalio.service import RPCError

from domain.errors import DuralogueError
from domain.identifiers import conversation_workflow_id
from duralogue.demo.staff import ShopOffice
from infra.postgres.engine import tenant_transaction
from infra.temporal.conversations import TemporalConversationGateway
from tests.chaos.channel_chats import ChannelChat
from tests.chaos.evidence import Event, Evidence, Sent, Spoken, TurnRow
from tests.chaos.providers import Providers
from tests.chaos.scripts import STOP
from tests.chaos.staff import Taken
from tests.chaos.visitor import TENANT, Visitor, until_done

_EVENTS = """SELECT seq, kind, data ->> 'message_id', data ->> 'role', data ->> 'text'
FROM conversation_events WHERE conversation_id = :id ORDER BY seq"""
_TRANSCRIPT = """SELECT seq, role, message_id, turn, text, at
FROM messages WHERE conversation_id = :id ORDER BY seq"""
_TURNS = """SELECT turn, role, message_ids, outcome
FROM turns WHERE conversation_id = :id ORDER BY number"""
_LEDGER = "SELECT role, message_id, status, error FROM deliveries WHERE conversation_id = :id"
_SPOOLED = "SELECT count(*) FROM inbound_spool WHERE conversation_id = :id"
_OWNER = "SELECT owner FROM conversations WHERE conversation_id = :id"
_UNFINISHED = """SELECT (SELECT count(*) FROM inbound_spool)
    + (SELECT count(*) FROM deliveries WHERE status IN ('pending', 'sending'))
    + (SELECT count(*) FROM (
        SELECT unnest(CAST(:accepted AS text[]))
        EXCEPT SELECT unnest(message_ids) FROM turns
        WHERE outcome IS NOT NULL AND outcome <> 'duplicate') AS unfinished)"""
_AT_ONCE = 8
_PAGE = 100
_ONE_WITHIN_S = 90.0
_OTHERS = "ExecutionStatus = 'Running' AND WorkflowType != 'ConversationWorkflow'"
_MOST_TASK_ATTEMPTS = 2


@dataclass
class Investigation:
    """The open places where something may be found."""

    engine: AsyncEngine
    temporal: Client
    shop: ShopOffice
    providers: Providers | None = None
    unread: list[str] = field(default_factory=list)
    """Conversations of which the evidence could not be had, and why."""

    async def unfinished(self, visitors: Sequence[Visitor]) -> int:
        """Messages accepted whose turns have not ended, spooled ones, and sends under way."""
        accepted = [s.message_id for v in visitors for s in v.messages if s.accepted]
        async with tenant_transaction(self.engine, TENANT) as connection:
            found = await connection.execute(text(_UNFINISHED), {"accepted": accepted})
            return int(found.scalar_one())

    async def of_all(
        self, visitors: Sequence[Visitor], taken: dict[str, Taken]
    ) -> AsyncIterator[list[Evidence]]:
        """In pages: ten thousand messages are much to keep."""
        limit = asyncio.Semaphore(_AT_ONCE)

        async def of_one(visitor: Visitor) -> Evidence | None:
            if visitor.chat is None:  # they never got in, which the run has told
                return None
            try:
                async with limit, asyncio.timeout(_ONE_WITHIN_S):
                    return await self._of(visitor, taken.get(visitor.conversation_id))
            except (TimeoutError, DuralogueError, RPCError, httpx.HTTPError) as error:
                reason = str(error) or f"no answer within {_ONE_WITHIN_S:g} s"
                self.unread.append(f"{visitor.conversation_id} could not be looked into: {reason}")
                return None

        for begin in range(0, len(visitors), _PAGE):
            page = visitors[begin : begin + _PAGE]
            found = await asyncio.gather(*(of_one(visitor) for visitor in page))
            yield [evidence for evidence in found if evidence is not None]

    async def of_other_workflows(self) -> tuple[str, ...]:
        """What fails again and again among handoffs and all else that is not a conversation."""
        found = []
        async for listed in self.temporal.list_workflows(_OTHERS):
            described = await self.temporal.get_workflow_handle(listed.id).describe()
            attempt = described.raw_description.pending_workflow_task.attempt
            if attempt > _MOST_TASK_ATTEMPTS:
                found.append(f"{listed.id}: its workflow task is tried for the {attempt}th time")
        return tuple(found)

    async def _of(self, visitor: Visitor, taken: Taken | None) -> Evidence:
        evidence = Evidence(visitor.conversation_id, visitor.messages, taken=taken)
        async with tenant_transaction(self.engine, TENANT) as connection:
            await _read_records(connection, evidence)
        await visitor.catch_up(evidence.events[-1].seq if evidence.events else 0)
        evidence.shown = tuple(_shown(event.seq, event.kind, event.data) for event in visitor.heard)
        history = await until_done(visitor.own_chat().history)
        evidence.told = tuple((m["message_id"], m["role"], m["text"]) for m in history["messages"])
        await self._ask_workflow(evidence)
        if self.providers is not None and isinstance(visitor.chat, ChannelChat):
            evidence.screen = await self.providers.screen_of(visitor.chat)
            evidence.opted_out_at = next(
                (said.accepted_at for said in visitor.said.values() if said.text == STOP), None
            )
        evidence.order_id = visitor.scripted.order_id
        if evidence.order_id is not None:
            refunds = await self.shop.refunds_of(evidence.order_id)
            evidence.refunds = tuple(refund["refund_id"] for refund in refunds)
        return evidence

    async def _ask_workflow(self, evidence: Evidence) -> None:
        gateway = TemporalConversationGateway(self.temporal)
        here = (TENANT, evidence.conversation_id)
        evidence.view = await until_done(lambda: gateway.get_state(*here))
        evidence.recent = await until_done(lambda: gateway.get_recent_turns(*here))
        handle = self.temporal.get_workflow_handle(conversation_workflow_id(*here))
        described = await handle.describe()
        raw = described.raw_description
        if described.status is not None:
            evidence.status = described.status.name
        evidence.pending_activities = tuple(a.activity_type.name for a in raw.pending_activities)
        evidence.task_attempt = raw.pending_workflow_task.attempt


async def _read_records(connection: AsyncConnection, evidence: Evidence) -> None:
    async def rows(statement: str) -> Sequence[Any]:
        return (await connection.execute(text(statement), {"id": evidence.conversation_id})).all()

    evidence.events = tuple(Event(*row) for row in await rows(_EVENTS))
    evidence.transcript = tuple(Spoken(*row) for row in await rows(_TRANSCRIPT))
    evidence.turns = tuple(
        TurnRow(turn, role, tuple(ids), outcome) for turn, role, ids, outcome in await rows(_TURNS)
    )
    evidence.ledger = tuple(Sent(*row) for row in await rows(_LEDGER))
    evidence.spooled = (await rows(_SPOOLED))[0][0]
    evidence.owner = next((row[0] for row in await rows(_OWNER)), "nobody")


def _shown(seq: int, kind: str, data: dict[str, Any]) -> Event:
    return Event(seq, kind, data.get("message_id"), data.get("role"), data.get("text"))
