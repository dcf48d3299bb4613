"""A gateway over recording doubles: what a route hands on is looked at, not guessed."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import InitVar, dataclass, field, replace
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from api.app import create_app
from api.dependencies import GatewayPorts, GatewaySettings
from api.desk_ports import DeskPorts
from channels.webhook.receiver import WebhookReceiver
from domain.bot.model import Bot
from domain.channel_addresses import Channel
from domain.channel_settings import ChannelSettings, WebChannel
from domain.desk.lists import DeskViewer
from domain.errors import DuralogueError
from domain.handoffs import Approval, Handoff, HandoffStatus
from domain.ports import ChannelFollowUps, ChannelInstaller, ChannelReceiver, FileScanner
from domain.ports.desk_messenger import DeskForms
from domain.ports.desk_tools import DeskTools
from domain.staff import StaffRole
from domain.tenant_settings import Branding, CustomerTokens, TenantConfig
from infra.bot_files.holiday_calendars import PublicHolidayCalendars
from infra.memory.api_keys import MemoryApiKeys
from infra.memory.audit import MemoryAuditLog
from infra.memory.bots import MemoryBots
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.channel_installs import MemoryChannelInstalls
from infra.memory.credentials import MemorySignInFailures, MemoryStaffCredentials
from infra.memory.database import MemoryDatabase
from infra.memory.dead_letters import MemoryDeadLetters
from infra.memory.delivery_reports import MemoryDeliveryReports
from infra.memory.desk import MemoryAgentRoster, MemoryDeskWakes, MemoryHandoffOffers
from infra.memory.desk_messenger import MemoryDeskThreads
from infra.memory.desk_tools import memory_desk_tools
from infra.memory.files import MemoryFiles
from infra.memory.handoffs import MemoryApprovals, MemoryHandoffs
from infra.memory.idempotency import MemoryIdempotencyRecords
from infra.memory.identities import MemoryIdentities
from infra.memory.people import MemoryConversationPeople
from infra.memory.provider_sign_ins import MemoryProviderSignIns
from infra.memory.public_documents import MemoryPublicDocuments
from infra.memory.rate_limits import MemoryAdmissionControl
from infra.memory.staff import MemoryStaff
from infra.memory.visitor_conversations import MemoryVisitorConversations
from tests.unit.api.listed_records import ListedEvents, ListedTranscripts
from tests.unit.api.model_usage import RecordedUsage
from tests.unit.api.recording import OwnProcess, PlainPayloads, RecordingConversations
from tests.unit.api.switches import CountingLimiter, SwitchedSpool, SwitchedStore

SECRET = "a session secret that is long enough"
SHARED = "the secret that acme's own site signs with"
CAPABILITY = "capability-of-the-development-machine"
OWN_PAGE = "https://shop.acme.example"
UI = "http://127.0.0.1:8233"
TOKENS = {
    "agent-token": ("Ann", StaffRole.AGENT),
    "supervisor-token": ("Sue", StaffRole.SUPERVISOR),
    "admin-token": ("Ada", StaffRole.ADMIN),
    "auditor-token": ("Aude", StaffRole.AUDITOR),
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


class ListedHandoffs(MemoryHandoffs):
    """The twin, filled by a test, which notes how it was asked."""

    def __init__(self) -> None:
        self._database = MemoryDatabase()
        super().__init__(self._database)
        self.asked: list[tuple[HandoffStatus | None, str | None]] = []

    @property
    def handoffs(self) -> list[Handoff]:
        return list(self._handoffs.values())

    @handoffs.setter
    def handoffs(self, handoffs: list[Handoff]) -> None:
        self._handoffs.clear()
        self._handoffs.update({(each.tenant_id, each.handoff_id): each for each in handoffs})

    def offers(self, roster: MemoryAgentRoster) -> MemoryHandoffOffers:
        """Of these handoffs."""
        return MemoryHandoffOffers(self._database, roster)

    async def listed(
        self,
        tenant_id: str,
        *,
        status: HandoffStatus | None,
        queue: str | None,
        limit: int = 100,
        viewer: DeskViewer | None = None,
    ) -> list[Handoff]:
        self.asked.append((status, queue))
        return await super().listed(
            tenant_id, status=status, queue=queue, limit=limit, viewer=viewer
        )


class ListedApprovals(MemoryApprovals):
    """The twin, filled by a test."""

    def __init__(self) -> None:
        super().__init__(MemoryDatabase())

    @property
    def approvals(self) -> list[Approval]:
        return list(self._approvals.values())

    @approvals.setter
    def approvals(self, approvals: list[Approval]) -> None:
        self._approvals.clear()
        self._approvals.update({(each.tenant_id, each.approval_id): each for each in approvals})


class ListedStaff(MemoryStaff):
    def __init__(self) -> None:
        super().__init__()
        for token, (name, role) in TOKENS.items():
            self.keep(token, "acme", name, role)


class CountingBots(MemoryBots):
    """The twin with a bot of acme's, which counts reads and can fail."""

    def __init__(self) -> None:
        super().__init__()
        self.put(a_bot())
        self.published_by: list[str] = []
        self.failure: DuralogueError | None = None
        self.reads = 0

    def put(self, bot: Bot) -> None:
        """Make it the tenant's current one, whatever its revision."""
        tenant_id = bot.tenant.tenant
        self._revisions[tenant_id, bot.revision] = bot
        self._current[tenant_id] = bot.revision

    async def current(self, tenant_id: str) -> Bot:
        self.reads += 1
        if self.failure:
            raise self.failure
        return await super().current(tenant_id)

    async def publish(self, bot: Bot, *, by: str) -> bool:
        self.published_by.append(by)
        return await super().publish(bot, by=by)


@dataclass
class Doubles:
    """The ports of one test, each still of its own type."""

    conversations: RecordingConversations = field(default_factory=RecordingConversations)
    events: ListedEvents = field(default_factory=ListedEvents)
    event_store: SwitchedStore = field(default_factory=SwitchedStore)
    transcripts: ListedTranscripts = field(default_factory=ListedTranscripts)
    handoffs: ListedHandoffs = field(default_factory=ListedHandoffs)
    roster: MemoryAgentRoster = field(default_factory=MemoryAgentRoster)
    offers: MemoryHandoffOffers = field(init=False)
    wakes: MemoryDeskWakes = field(default_factory=MemoryDeskWakes)
    approvals: ListedApprovals = field(default_factory=ListedApprovals)
    staff: ListedStaff = field(default_factory=ListedStaff)
    credentials: MemoryStaffCredentials = field(init=False)
    provider_sign_ins: MemoryProviderSignIns = field(init=False)
    providers: Any = None
    key_sets: Any = None
    sign_in_failures: MemorySignInFailures = field(default_factory=MemorySignInFailures)
    audit: MemoryAuditLog = field(default_factory=MemoryAuditLog)
    api_keys: MemoryApiKeys = field(default_factory=MemoryApiKeys)
    idempotency: MemoryIdempotencyRecords = field(default_factory=MemoryIdempotencyRecords)
    bots: CountingBots = field(default_factory=CountingBots)
    compiler: OwnProcess = field(default_factory=OwnProcess)
    calendars: PublicHolidayCalendars = field(default_factory=PublicHolidayCalendars)
    dead_letters: MemoryDeadLetters = field(
        default_factory=lambda: MemoryDeadLetters(MemoryDatabase())
    )
    rate_limiter: CountingLimiter = field(default_factory=CountingLimiter)
    spool: SwitchedSpool = field(default_factory=SwitchedSpool)
    database: InitVar[MemoryDatabase | None] = None
    identities: MemoryIdentities = field(init=False)
    desk_tools: DeskTools = field(init=False)
    desk_threads: MemoryDeskThreads = field(init=False)
    visitor_conversations: MemoryVisitorConversations = field(init=False)
    payloads: PlainPayloads = field(default_factory=PlainPayloads)
    documents: MemoryPublicDocuments = field(default_factory=MemoryPublicDocuments)
    connections: MemoryChannelConnections = field(default_factory=MemoryChannelConnections)
    people: MemoryConversationPeople = field(
        default_factory=lambda: MemoryConversationPeople(MemoryDatabase())
    )
    reports: MemoryDeliveryReports = field(
        default_factory=lambda: MemoryDeliveryReports(MemoryDatabase())
    )
    files: MemoryFiles = field(default_factory=MemoryFiles)
    desk_forms: DeskForms | None = None
    scanner: FileScanner | None = None
    receivers: dict[Channel, ChannelReceiver] = field(
        default_factory=lambda: {Channel.WEBHOOK: WebhookReceiver()}
    )
    follow_ups: dict[Channel, ChannelFollowUps] = field(default_factory=dict)
    installers: dict[Channel, ChannelInstaller] = field(default_factory=dict)
    installs: MemoryChannelInstalls = field(default_factory=MemoryChannelInstalls)
    desk: DeskPorts | None = None
    model_usage: RecordedUsage = field(default_factory=RecordedUsage)
    dependencies: tuple[Any, ...] = ()
    address_key: bytes = bytes(range(32))

    def __post_init__(self, database: MemoryDatabase | None) -> None:
        kept = database or MemoryDatabase()
        self.provider_sign_ins = MemoryProviderSignIns(self.staff)
        self.credentials = MemoryStaffCredentials(self.staff)
        self.identities = MemoryIdentities(kept)
        self.offers = self.handoffs.offers(self.roster)
        self.desk_tools = memory_desk_tools(kept)
        self.desk_threads = MemoryDeskThreads(self.staff)
        self.visitor_conversations = MemoryVisitorConversations(kept)

    def as_ports(self) -> GatewayPorts:
        admission = MemoryAdmissionControl(self.rate_limiter, self.spool, self.identities)
        return GatewayPorts(admission=admission, **vars(self))


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
