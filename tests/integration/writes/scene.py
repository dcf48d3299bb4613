"""Customers who return something, workers that die, and what the shop has in its books."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import httpx
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import Worker

from activities.desk import DeskActivities
from activities.handoffs import HandoffActivities
from activities.inbox_overflow import InboxOverflowActivities
from activities.message_changes import MessageChangeActivities
from activities.tools import ToolActivities
from activities.turns import TurnActivities
from domain.channel_addresses import (
    Channel,
)
from domain.identifiers import conversation_workflow_id, handoff_workflow_id
from domain.messages import (
    InboundMessage,
    Role,
    VerifiedCustomer,
)
from domain.tools import OnceBy, ToolCall, ToolOutcome
from duralogue.chaos.points import FaultPoints
from infra.http.backends import TenantBackends
from infra.http.tools import HttpToolCaller
from infra.memory.inbox_overflow import MemoryOverflowStore
from infra.postgres.agent_records import PostgresAgentRecords
from infra.postgres.approvals import PostgresApprovals
from infra.postgres.bots import PostgresBots
from infra.postgres.desk_notes import PostgresConversationNotes
from infra.postgres.event_hub import EventHub
from infra.postgres.events import PostgresConversationEvents
from infra.postgres.handoffs import PostgresHandoffs
from infra.postgres.message_changes import PostgresMessageChanges
from infra.postgres.proofs_of_ownership import PostgresOwnershipProofs
from infra.postgres.tickets import PostgresTickets
from infra.postgres.tool_log import PostgresToolLog
from infra.postgres.turns import PostgresTurnStore
from tests.fakes.keys import FakeKeys
from tests.integration.conftest import API_KEY
from tests.integration.writes.cases import CONVERSATIONS_WORKER, Case
from tests.integration.writes.doubles import (
    DoomedCaller,
    DoomedLog,
    Killed,
    NoKnowledge,
    PlainUnderstander,
    bot_for,
    die,
)
from tests.integration.writes.visits import Visit
from tests.integration.writes.wire import Wire
from tests.support import eventually, plain_http, unless_dead
from workers.conversations import Tuning, build_worker
from workflows import queues
from workflows.conversation import ConversationWorkflow
from workflows.conversation_state import ConversationInput

_ADA = VerifiedCustomer(customer_id="cust-ada", email="ada@example.com")
_WITHIN = 180.0
"""For one visit, on a busy machine."""
_AT_ONCE = 4
_MORE_ATTEMPTS = 2
"""For cases that have not come to their point."""
_COLLEAGUE, _CLOSED = "I'm getting a colleague for you", "Our team is not here right now"
_ENDS = ("on its way back to you", "That is undone now", _COLLEAGUE, _CLOSED)


class Scene:
    """All visits at once, on one server, one database and one shop."""

    def __init__(
        self,
        temporal: Client,
        engine: AsyncEngine,
        hub: EventHub,
        shop_url: str,
        admin: httpx.AsyncClient,
    ) -> None:
        self._temporal, self._engine = temporal, engine
        self._shop_url, self._admin = shop_url, admin
        self._bots = PostgresBots(engine)
        self._events = PostgresConversationEvents(engine, hub)
        self._handoffs = PostgresHandoffs(engine)
        self._visits: dict[str, Visit] = {}
        self._counter = asyncio.Semaphore(_AT_ONCE)
        self._leaving, self._gone = asyncio.Event(), asyncio.Event()
        self._shop = plain_http(
            base_url=shop_url,
            headers={"Authorization": f"Bearer {API_KEY}", "X-Customer-Id": _ADA.customer_id},
            timeout=60,
        )

    async def play(self, cases: Sequence[Case], folder: Path) -> dict[str, Visit]:
        """Let every case happen, side by side, to its end."""
        tenants = {kind: f"{kind}-{uuid4().hex[:8]}" for kind in OnceBy}
        for kind, tenant in tenants.items():
            await self._bots.publish(bot_for(kind, tenant), by="test")
        async with self._working() as working, self._shop:
            try:
                await self._visited(cases, tenants, folder, working)
                for attempt in range(_MORE_ATTEMPTS):
                    missed = [each.case for each in self._latest().values() if each.has_missed]
                    again = folder / f"again-{attempt}"
                    again.mkdir()
                    await self._visited(missed, tenants, again, working)
            finally:
                await self._end()
        return self._latest()

    def _latest(self) -> dict[str, Visit]:
        """By case: of a case that was played again the last visit."""
        return {str(visit.case): visit for visit in self._visits.values()}

    async def _visited(
        self,
        cases: Sequence[Case],
        tenants: Mapping[OnceBy, str],
        folder: Path,
        working: asyncio.Task[None],
    ) -> None:
        visits = []
        for case in cases:
            points = folder / f"{len(self._visits)}"
            points.mkdir()
            visit = self._visit(case, tenants[case.once_by], f"A2{len(self._visits):05}", points)
            self._visits[visit.conversation] = visit
            visits.append(visit)
            await self._add_order(visit.order)
        await unless_dead(working, *(self._return(visit) for visit in visits))

    def _visit(self, case: Case, tenant: str, order: str, folder: Path) -> Visit:
        if case.dies_at not in {None, CONVERSATIONS_WORKER}:
            (folder / str(case.dies_at)).touch()
        wire = Wire(case.faults, knows_keys=case.once_by is OnceBy.KEY)
        secrets = {"shop_api_key": SecretStr(API_KEY)}
        backends = {tenant: TenantBackends(servers={"shop": self._shop_url}, secrets=secrets)}
        client = httpx.AsyncClient(transport=wire, timeout=30)
        caller = HttpToolCaller(client, backends)
        points = FaultPoints(folder, die=die)
        tools = ToolActivities(
            self._bots,
            DoomedCaller(caller, points, case.dies_in),
            PostgresTickets(self._engine),
            DoomedLog(PostgresToolLog(self._engine), points, case.dies_in),
            PostgresOwnershipProofs(self._engine),
        )
        return Visit(case, tenant, f"c-{uuid4().hex[:10]}", order, wire, tools, [], [], [])

    @activity.defn
    async def call_tool(self, call: ToolCall) -> ToolOutcome:
        """A dead worker says nothing: Temporal waits for it until the time is over."""
        visit = self._visits[call.conversation_id]
        try:
            outcome = await visit.tools.call_tool(call)
        except Killed:
            visit.deaths += 1
            await asyncio.Event().wait()
            raise
        if visit.case.dies_at == CONVERSATIONS_WORKER and call.tool == visit.case.dies_in:
            visit.deaths += 1
            self._leaving.set()
            await self._gone.wait()
        return outcome

    @asynccontextmanager
    async def _working(self) -> AsyncIterator[asyncio.Task[None]]:
        async with Worker(
            self._temporal,
            task_queue=queues.INTEGRATIONS,
            activities=[self.call_tool],
            graceful_shutdown_timeout=timedelta(0),
        ):
            conversing = asyncio.create_task(self._converse(), name="the conversations' worker")
            try:
                yield conversing
            finally:
                conversing.cancel()
                await asyncio.gather(conversing, return_exceptions=True)

    async def _converse(self) -> None:
        """Run the conversations' worker, and after it another one that remembers nothing."""
        async with self._conversations_worker():
            await self._leaving.wait()
        self._gone.set()
        async with self._conversations_worker():
            await asyncio.Event().wait()

    def _conversations_worker(self) -> Worker:
        nothing = NoKnowledge()
        turns = TurnActivities(
            bots=self._bots,
            understander=PlainUnderstander(),
            embedder=nothing,
            retriever=nothing,
            answerer=nothing,
            turns=PostgresTurnStore(self._engine, FakeKeys(), self._bots),
        )
        handoffs = HandoffActivities(
            self._handoffs,
            PostgresAgentRecords(self._engine),
            PostgresApprovals(self._engine),
            PostgresConversationNotes(self._engine),
        )
        stash = InboxOverflowActivities(MemoryOverflowStore())
        changes = MessageChangeActivities(PostgresMessageChanges(self._engine))
        return build_worker(
            self._temporal,
            turns,
            handoffs,
            stash,
            changes,
            DeskActivities(self._bots, []),
            tuning=Tuning(drain=timedelta(0)),
        )

    async def _return(self, visit: Visit) -> None:
        with suppress(TimeoutError):  # then what was heard by now is what the test looks at
            async with self._counter, asyncio.timeout(_WITHIN):
                await self._say(visit, f"I want to return {visit.order}, it is damaged")
                await self._hears(visit, "Shall I go ahead?")
            async with asyncio.timeout(_WITHIN):
                await self._say(visit, "yes")
                await self._hears(visit, *_ENDS)
        await visit.wire.settle()
        await self._look_into_the_books(visit)

    async def _hears(self, visit: Visit, *endings: str) -> None:
        """Listen until one of these is said."""
        async for event in self._events.follow(visit.tenant, visit.conversation, visit.heard):
            visit.heard = event.seq
            if event.data.get("role") == Role.BOT:
                visit.said.append(event.data["text"])
                if any(ending in visit.said[-1] for ending in endings):
                    return

    async def _look_into_the_books(self, visit: Visit) -> None:
        visit.labels = (await self._shop.get(f"/orders/{visit.order}/labels")).json()
        paid = await self._admin.get("/admin/refunds", params={"order_id": visit.order})
        visit.refunds = len(paid.json()["refunds"])
        if _COLLEAGUE in visit.words or _CLOSED in visit.words:
            await eventually(partial(self._is_queued, visit))

    async def _is_queued(self, visit: Visit) -> bool:
        queue = await self._handoffs.listed(visit.tenant, status=None, queue=None)
        visit.handoffs = [h for h in queue if h.conversation_id == visit.conversation]
        return bool(visit.handoffs)

    async def _say(self, visit: Visit, text: str) -> None:
        message = InboundMessage(
            message_id=uuid4().hex,
            tenant_id=visit.tenant,
            conversation_id=visit.conversation,
            channel=Channel.WEB,
            text=text,
            customer=_ADA,
            received_at=datetime.now(UTC),
        )
        await self._temporal.start_workflow(
            ConversationWorkflow.run,
            ConversationInput(
                tenant_id=visit.tenant, conversation_id=visit.conversation, channel=Channel.WEB
            ),
            id=conversation_workflow_id(visit.tenant, visit.conversation),
            task_queue=queues.CONVERSATIONS,
            start_signal="receive_message",
            start_signal_args=[message],
        )

    async def _add_order(self, order: str) -> None:
        new = {
            "id": order,
            "customer_id": _ADA.customer_id,
            "email": _ADA.email,
            "item": "Ceramic mug set",
            "total": {"amount": "34.50", "currency": "EUR"},
        }
        (await self._admin.post("/admin/orders", json=new)).raise_for_status()

    async def _end(self) -> None:
        """Leave nothing open that the workers of a later test would take up."""
        for visit in self._visits.values():
            ids = [conversation_workflow_id(visit.tenant, visit.conversation)]
            ids += [handoff_workflow_id(visit.tenant, h.handoff_id) for h in visit.handoffs]
            for workflow_id in ids:
                with suppress(RPCError):  # it never began, or has ended by itself
                    handle = self._temporal.get_workflow_handle(workflow_id)
                    await handle.terminate("the test is over")
