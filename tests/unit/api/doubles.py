"""A gateway over recording doubles: what a route hands on is looked at, not guessed."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from api.app import create_app
from api.dependencies import GatewayPorts, GatewaySettings
from channels.webhook.receiver import WebhookReceiver
from domain.bot.model import Bot
from domain.channel_addresses import Channel
from domain.conversations import ConversationEvent, RecentTurn
from domain.errors import DuralogueError, NotFound
from domain.handoffs import Approval, ApprovalStatus, Handoff, HandoffStatus
from domain.identities import SessionProof
from domain.messages import TranscriptMessage
from domain.ports import ChannelReceiver
from domain.staff import StaffRole
from domain.tenants import Branding, ChannelSettings, CustomerTokens, TenantConfig, WebChannel
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.database import MemoryDatabase
from infra.memory.doors import MemoryDoorkeeper
from infra.memory.identities import MemoryIdentities
from infra.memory.spool import MemorySpool
from infra.memory.staff import MemoryStaff
from tests.unit.api.documents import ListedDocuments
from tests.unit.api.recording import OwnProcess, RecordingConversations
from tests.unit.api.switches import SwitchedStore

SECRET = "a session secret that is long enough"
SHARED = "the secret that acme's own site signs with"
CAPABILITY = "capability-of-the-development-machine"
OWN_PAGE = "https://shop.acme.example"
UI = "http://127.0.0.1:8233"
TOKENS = {
    "agent-token": ("Ann", StaffRole.AGENT),
    "supervisor-token": ("Sue", StaffRole.SUPERVISOR),
    "operator-token": ("Olga", StaffRole.OPERATOR),
}


def a_bot(tenant_id: str = "acme", **tenant: Any) -> Bot:
    config = TenantConfig(
        tenant=tenant_id,
        branding=Branding(name="Ava", color="#00bb66", greeting="Hello!", locales=("en", "de")),
        channels=ChannelSettings(web=WebChannel(allowed_origins=(OWN_PAGE,))),
        customer_tokens=CustomerTokens(issuer="https://shop.acme.example", secret="acme_site"),
    )
    return Bot(
        revision="0" * 12,
        tenant=config.model_copy(update=tenant),
        intents={},
        slots={},
        tools={},
        flows={},
        responses={},
        handoffs={},
    )


@dataclass
class ListedTranscripts:
    said: list[TranscriptMessage] = field(default_factory=list)

    async def history(
        self, tenant_id: str, conversation_id: str, *, before: int | None, limit: int
    ) -> list[TranscriptMessage]:
        found = [message for message in self.said if before is None or message.seq < before]
        return found[-limit:]

    async def recent_turns(
        self, tenant_id: str, conversation_id: str, *, limit: int = 10
    ) -> list[RecentTurn]:
        return []


@dataclass
class ListedEvents:
    """Events written beforehand; following them ends where they end, so that a test can."""

    written: list[ConversationEvent] = field(default_factory=list)
    failure: DuralogueError | None = None
    is_endless: bool = False

    async def after(
        self, tenant_id: str, conversation_id: str, seq: int, *, limit: int = 200
    ) -> list[ConversationEvent]:
        return [event for event in self.written if event.seq > seq][:limit]

    async def latest(self, tenant_id: str, conversation_id: str) -> int:
        return max((event.seq for event in self.written), default=0)

    async def follow(
        self, tenant_id: str, conversation_id: str, seq: int, *, reader: SessionProof | None = None
    ) -> AsyncIterator[ConversationEvent]:
        for event in await self.after(tenant_id, conversation_id, seq):
            yield event
        if self.is_endless:
            await asyncio.Event().wait()
        if self.failure:
            raise self.failure


@dataclass
class ListedHandoffs:
    handoffs: list[Handoff] = field(default_factory=list)
    asked: list[tuple[HandoffStatus | None, str | None]] = field(default_factory=list)

    async def opened(self, handoff: Handoff) -> None:
        self.handoffs.append(handoff)

    async def changed(
        self,
        tenant_id: str,
        handoff_id: str,
        *,
        status: HandoffStatus,
        agent: str | None = None,
        escalated: bool | None = None,
        at: datetime,
    ) -> None:
        raise NotImplementedError

    async def get(self, tenant_id: str, handoff_id: str) -> Handoff:
        for handoff in self.handoffs:
            if (handoff.tenant_id, handoff.handoff_id) == (tenant_id, handoff_id):
                return handoff
        raise NotFound("There is no such handoff.")

    async def listed(
        self, tenant_id: str, *, status: HandoffStatus | None, queue: str | None, limit: int = 100
    ) -> list[Handoff]:
        self.asked.append((status, queue))
        return [handoff for handoff in self.handoffs if handoff.tenant_id == tenant_id][:limit]


@dataclass
class ListedApprovals:
    approvals: list[Approval] = field(default_factory=list)

    async def requested(self, approval: Approval) -> None:
        self.approvals.append(approval)

    async def changed(
        self,
        tenant_id: str,
        approval_id: str,
        *,
        status: ApprovalStatus,
        by: str | None = None,
        note: str = "",
        at: datetime,
    ) -> None:
        raise NotImplementedError

    async def get(self, tenant_id: str, approval_id: str) -> Approval:
        for approval in self.approvals:
            if (approval.tenant_id, approval.approval_id) == (tenant_id, approval_id):
                return approval
        raise NotFound("There is no such approval.")

    async def listed(
        self, tenant_id: str, *, status: ApprovalStatus | None, limit: int = 100
    ) -> list[Approval]:
        return [each for each in self.approvals if each.tenant_id == tenant_id][:limit]


class ListedStaff(MemoryStaff):
    def __init__(self) -> None:
        super().__init__()
        for token, (name, role) in TOKENS.items():
            self.keep(token, "acme", name, role)


@dataclass
class ListedBots:
    bots: dict[str, Bot] = field(default_factory=lambda: {"acme": a_bot()})
    published_by: list[str] = field(default_factory=list)
    failure: DuralogueError | None = None
    reads: int = 0

    async def get(self, tenant_id: str, revision: str) -> Bot:
        raise NotImplementedError

    async def current(self, tenant_id: str) -> Bot:
        self.reads += 1
        if self.failure:
            raise self.failure
        if tenant_id not in self.bots:
            raise NotFound("nothing published")
        return self.bots[tenant_id]

    async def publish(self, bot: Bot, *, by: str) -> bool:
        self.published_by.append(by)
        is_new = self.bots.get(bot.tenant.tenant) != bot
        self.bots[bot.tenant.tenant] = bot
        return is_new


@dataclass
class CountingLimiter:
    """Lets everything through until a test says which limit is used up."""

    used_up: str | None = None
    taken: list[tuple[str, int, int]] = field(default_factory=list)

    async def take(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        self.taken.append((key, per_minute, burst))
        is_used_up = self.used_up is not None and key.startswith(self.used_up)
        return timedelta(seconds=2.4) if is_used_up else None


@dataclass
class ListedSpool(MemorySpool):
    """Says of the conversations that a test names that something of theirs waits."""

    spooled: set[tuple[str, str]] = field(default_factory=set)

    async def holds(self, tenant_id: str, conversation_id: str) -> bool:
        return (tenant_id, conversation_id) in self.spooled


@dataclass
class PlainPayloads:
    """Seals by naming the tenant in the metadata; opens what is asked for, and notes for whom."""

    opened_for: list[str | None] = field(default_factory=list)

    async def open_payloads(
        self, tenant_id: str | None, payloads: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        self.opened_for.append(tenant_id)
        return [{**payload, "metadata": {"encoding": "anNvbi9wbGFpbg=="}} for payload in payloads]

    async def seal_payloads(
        self, tenant_id: str, payloads: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        return [{**payload, "metadata": {"sealed": "eWVz"}} for payload in payloads]


@dataclass
class Doubles:
    """The ports of one test, each still of its own type."""

    conversations: RecordingConversations = field(default_factory=RecordingConversations)
    events: ListedEvents = field(default_factory=ListedEvents)
    event_store: SwitchedStore = field(default_factory=SwitchedStore)
    transcripts: ListedTranscripts = field(default_factory=ListedTranscripts)
    handoffs: ListedHandoffs = field(default_factory=ListedHandoffs)
    approvals: ListedApprovals = field(default_factory=ListedApprovals)
    staff: ListedStaff = field(default_factory=ListedStaff)
    bots: ListedBots = field(default_factory=ListedBots)
    compiler: OwnProcess = field(default_factory=OwnProcess)
    rate_limiter: CountingLimiter = field(default_factory=CountingLimiter)
    spool: ListedSpool = field(default_factory=ListedSpool)
    identities: MemoryIdentities = field(default_factory=lambda: MemoryIdentities(MemoryDatabase()))
    payloads: PlainPayloads = field(default_factory=PlainPayloads)
    documents: ListedDocuments = field(default_factory=ListedDocuments)
    connections: MemoryChannelConnections = field(default_factory=MemoryChannelConnections)
    receivers: dict[Channel, ChannelReceiver] = field(
        default_factory=lambda: {Channel.WEBHOOK: WebhookReceiver()}
    )
    dependencies: tuple[Any, ...] = ()
    address_key: bytes = bytes(range(32))

    def as_ports(self) -> GatewayPorts:
        given = {name: port for name, port in vars(self).items() if name != "spool"}
        doorkeeper = MemoryDoorkeeper(self.rate_limiter, self.spool, self.identities)
        return GatewayPorts(doorkeeper=doorkeeper, **given)


SETTINGS = GatewaySettings(
    session_secret=SECRET,
    tenant_secrets={"acme": {"acme_site": SHARED}},
    web_dist=Path("/nowhere"),
    ui_url=UI + "/namespaces/default",
    codec_capability=CAPABILITY,
)


@contextmanager
def running_gateway(doubles: Doubles, **changed: Any) -> Iterator[TestClient]:
    @asynccontextmanager
    async def open_ports() -> AsyncIterator[GatewayPorts]:
        yield doubles.as_ports()

    app = create_app(open_ports, replace(SETTINGS, **changed))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
