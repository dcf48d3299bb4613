"""Workers of several versions on one server, and conversations in flight between them."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

from temporalio import activity
from temporalio.client import Client

from activities.desk import DeskActivities
from activities.handoffs import HandoffActivities
from activities.inbox_overflow import InboxOverflowActivities
from activities.message_changes import MessageChangeActivities
from activities.turns import TurnActivities
from domain.channel_addresses import (
    Channel,
)
from domain.dialogue.commands import Say
from domain.errors import DependencyUnavailable
from domain.messages import (
    InboundMessage,
)
from domain.turns import CommitTurn, OpenSession, SessionOpened, TurnCommitted
from infra.memory.bots import MemoryBots
from infra.memory.database import MemoryDatabase
from infra.memory.inbox_overflow import MemoryOverflowStore
from infra.memory.message_changes import MemoryMessageChanges
from infra.temporal.conversations import TemporalConversationGateway
from infra.temporal.deployments import TemporalDeployment
from infra.temporal.roll_sweep import Sweep
from tests.fakes.activities import FakeDesk, FakeTurns
from tests.support import eventually
from workers.conversations import Tuning, build_worker
from workers.versions import WorkerVersion

DEPLOYMENT = "duralogue"


@dataclass
class Ledger:
    """What every customer was told, by which build: the store that all versions share."""

    said: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[tuple[str, str, int], CommitTurn] = field(default_factory=dict)

    def texts(self, conversation_id: str) -> list[str]:
        return [text for text, _ in self.said[conversation_id]]

    def builds(self, conversation_id: str) -> list[str]:
        return [build for _, build in self.said[conversation_id]]


class VersionedTurns(FakeTurns):
    """The same echo on every version; only the ledger tells which of them spoke."""

    def __init__(self, ledger: Ledger, build_id: str) -> None:
        super().__init__()
        self._ledger = ledger
        self._build_id = build_id

    @activity.defn
    async def open_session(self, request: OpenSession) -> SessionOpened:
        return SessionOpened(session=1, revision="r1", policy=self.policy)

    @activity.defn
    async def commit_turn(self, request: CommitTurn) -> TurnCommitted:
        conversation_id = request.conversation.conversation_id
        key = (conversation_id, request.turn, request.step)
        if key in self._ledger.steps:
            return TurnCommitted(adopted=self._ledger.steps[key].result)
        self._ledger.steps[key] = request
        for command in request.result.commands:
            if isinstance(command, Say):
                self._ledger.said[conversation_id].append((command.reply.text, self._build_id))
        return TurnCommitted()


class Release:
    """A server's deployment, the customers' side of it, and the ledger."""

    def __init__(self, client: Client) -> None:
        self.ledger = Ledger()
        self.deployment = TemporalDeployment(client, DEPLOYMENT)
        self.hasty = TemporalDeployment(client, DEPLOYMENT, patience=timedelta())
        self.address = client.service_client.config.target_host
        self._client = client
        self._gateway = TemporalConversationGateway(client)
        self._numbers: dict[str, int] = defaultdict(int)

    @asynccontextmanager
    async def version(self, build_id: str, *, says_so: bool = True) -> AsyncIterator[None]:
        """A worker of this version; one that does not say so is unversioned."""
        worker = build_worker(
            self._client,
            cast("TurnActivities", VersionedTurns(self.ledger, build_id)),
            cast("HandoffActivities", FakeDesk()),
            InboxOverflowActivities(MemoryOverflowStore()),
            MessageChangeActivities(MemoryMessageChanges(MemoryDatabase())),
            DeskActivities(MemoryBots(), []),
            version=WorkerVersion(DEPLOYMENT, build_id) if says_so else None,
            tuning=Tuning(drain=timedelta(seconds=2)),
        )
        async with worker:
            yield

    async def say(self, conversation_id: str) -> str:
        """The customer's next message, through the gateway: the numbers tell their order."""
        self._numbers[conversation_id] += 1
        text = str(self._numbers[conversation_id])
        message = InboundMessage(
            message_id=f"m-{text}",
            tenant_id="acme",
            conversation_id=conversation_id,
            channel=Channel.WEB,
            text=text,
            received_at=datetime.now(UTC),
        )

        async def is_taken() -> bool:
            """Whoever is refused says the same once more, as channels do."""
            with suppress(DependencyUnavailable):
                await self._gateway.deliver(message)
                return True
            return False

        await eventually(is_taken)
        return text

    async def talk_on(self, conversations: list[str], stop: asyncio.Event) -> None:
        """Every conversation goes on talking until it is enough, two messages at a time."""
        while not stop.is_set():
            for name in (*conversations, *conversations):
                await self.say(name)
            await eventually(lambda: self.answered(conversations))

    def answered(self, conversations: list[str]) -> bool:
        return all(len(self.ledger.said[c]) >= self._numbers[c] for c in conversations)

    def expected(self, conversation_id: str) -> list[str]:
        return [f"you said: {n + 1}" for n in range(self._numbers[conversation_id])]

    async def sweep(self, *keep: str) -> int:
        sweep = Sweep(self._client, DEPLOYMENT, keep=keep)
        return await sweep.run(
            per_second=50, within=timedelta(seconds=120), tell=lambda _progress: None
        )

    async def open_runs(self, build_id: str) -> int:
        state = await self.deployment.look()
        return next(v.open_runs for v in state.versions if v.build_id == build_id)
