"""The gateway's dependencies: given at its start, and injected into routes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.types import Scope

from api.agent_typing import AgentTyping
from api.api_key_memory import RememberedApiKeys
from api.blocked_senders import RememberedBlocks
from api.channel_steps import ChannelSteps
from api.customer_key_sets import CustomerKeySets
from api.customer_tokens import CustomerTokenVerifier
from api.desk_bell import DeskBell
from api.desk_ports import DeskPorts
from api.drafts import Drafts
from api.encoded_desk_events import EncodedEvents
from api.event_store_health import EventStoreHealth
from api.file_links import FileLinks
from api.identity_provider import ProviderClients
from api.message_intake import MessageIntake
from api.metrics import GatewayMetrics
from api.noted_readings import NotedReadings
from api.outage_notices import OutageNotices
from api.publications import Publications
from api.streams import OpenStreams
from api.tenants import TenantDirectory
from api.upload_slots import UploadSlots
from api.visitor_sessions import VisitorSessions
from domain.channel_addresses import Channel
from domain.ports import (
    AdmissionControl,
    ApiKeys,
    Approvals,
    AuditLog,
    BotCompiler,
    Bots,
    ChannelConnections,
    ChannelFollowUps,
    ChannelInstaller,
    ChannelInstalls,
    ChannelReceiver,
    ConnectedServers,
    ConversationEvents,
    ConversationGateway,
    ConversationPeople,
    DeadLetters,
    DeliveryReports,
    Dependency,
    FileScanner,
    FileStore,
    Handoffs,
    IdempotencyRecords,
    Identities,
    IdentityProviders,
    InboundSpool,
    PayloadViewer,
    ProviderSignIns,
    PublishedKeySets,
    RateLimiter,
    SignInFailures,
    Staff,
    StaffCredentials,
    Transcripts,
    VisitorConversations,
)
from domain.ports.customer_sightings import CustomerSightings
from domain.ports.desk import AgentRoster, DeskWakes, HandoffOffers
from domain.ports.desk_messenger import DeskForms, DeskThreads
from domain.ports.desk_tools import DeskTools
from domain.ports.drafts import DraftSource
from domain.ports.language_models import ModelUsageReads
from domain.ports.pages import PublicDocuments
from domain.ports.queue_overrides import HolidayCalendars
from domain.rate_counters import LocalRateLimiter
from domain.rate_limits import GatewayLimits


@dataclass(frozen=True, kw_only=True)
class GatewayPorts:
    """Everything the gateway needs from the world."""

    conversations: ConversationGateway
    spool: InboundSpool
    """Where messages wait while Temporal is down."""
    events: ConversationEvents
    event_store: Dependency
    """Where the events are; asked after when an answer is late."""
    transcripts: Transcripts
    visitor_conversations: VisitorConversations
    handoffs: Handoffs
    roster: AgentRoster
    offers: HandoffOffers
    wakes: DeskWakes
    approvals: Approvals
    staff: Staff
    audit: AuditLog
    credentials: StaffCredentials
    sign_in_failures: SignInFailures
    provider_sign_ins: ProviderSignIns
    bots: Bots
    compiler: BotCompiler
    calendars: HolidayCalendars
    api_keys: ApiKeys
    idempotency: IdempotencyRecords
    dead_letters: DeadLetters
    rate_limiter: RateLimiter
    admission: AdmissionControl
    identities: Identities
    payloads: PayloadViewer
    documents: PublicDocuments
    connections: ChannelConnections
    people: ConversationPeople
    reports: DeliveryReports
    desk_tools: DeskTools
    files: FileStore
    desk_threads: DeskThreads | None = None
    """Where threads of a messenger stand for handoffs; None where no desk is in one."""
    desk_forms: DeskForms | None = None
    """Forms of that messenger; None where it has none."""
    scanner: FileScanner | None = None
    """None where nobody looks for viruses."""
    receivers: Mapping[Channel, ChannelReceiver] = field(default_factory=dict)
    """Of the channels that are called by webhook."""
    follow_ups: Mapping[Channel, ChannelFollowUps] = field(default_factory=dict)
    """Of the channels that show more than messages."""
    installers: Mapping[Channel, ChannelInstaller] = field(default_factory=dict)
    """Of the channels whose accounts are connected on a page of the provider's."""
    installs: ChannelInstalls | None = None
    """Where installs that have begun are kept; None where there are no installers."""
    backends: ConnectedServers | None = None
    """Where a tenant's own servers are looked up beside the settings."""
    drafts: DraftSource | None = None
    """Where drafts of answers are heard; None hears none."""
    desk: DeskPorts | None = None
    """What the desks of human agents read and hear; None where there are none."""
    sightings: CustomerSightings | None = None
    """Where it is told which waiting customers are still there; None tells nobody."""
    key_sets: PublishedKeySets | None = None
    """Where public keys of tenants are fetched; None fetches none."""
    providers: IdentityProviders | None = None
    """Where identity providers of tenants are called; None calls none."""
    model_usage: ModelUsageReads | None = None
    """What tenants' hosted models took; None where nobody keeps account."""
    dependencies: tuple[Dependency, ...] = ()
    address_key: bytes = field(repr=False)
    """32 bytes, the installation's own: makes conversation ids of channel addresses."""


@dataclass(frozen=True, kw_only=True)
class GatewaySettings:
    """What an operator decides about the gateway. Secrets never show in its repr."""

    session_secret: str = field(repr=False)
    """Signs the sessions of visitors; at least 32 characters, the same on every replica."""
    tenant_secrets: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    """Tenant -> name -> secret, for the customer tokens of tenants that sign with HS256."""
    tenant_servers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Tenant -> the addresses of its own backends, which its tools may name."""
    web_dist: Path = Path("web/dist")
    """The folder of the built chat page and widget."""
    public_url: str | None = None
    """The gateway's address as others know it, where a proxy stands before it: also for links
    that leave the chat."""
    ui_url: str | None = None
    """Where the Temporal UI runs; the codec endpoint answers to pages of its origin."""
    codec_capability: str | None = field(default=None, repr=False)
    """Development only: a secret in the codec's address, for a UI that sends no credential."""
    details_token: str | None = field(default=None, repr=False)
    """Opens metrics, documentation and what `/ready` says; None leaves them open to all."""
    limits: GatewayLimits = field(default_factory=GatewayLimits)
    ready_timeout: timedelta = timedelta(seconds=2)
    ping_every: timedelta = timedelta(seconds=15)
    """How often an idle event stream says that it is alive."""


@dataclass(frozen=True, kw_only=True)
class Gateway:
    """The open gateway: its ports and what is made of the settings once."""

    ports: GatewayPorts
    settings: GatewaySettings
    metrics: GatewayMetrics
    tenants: TenantDirectory
    intake: MessageIntake
    sessions: VisitorSessions
    customer_tokens: CustomerTokenVerifier
    api_keys: RememberedApiKeys
    blocked: RememberedBlocks
    streams: OpenStreams
    event_store: EventStoreHealth
    drafts: Drafts
    notices: OutageNotices
    desk_bell: DeskBell
    follow_ups: ChannelSteps
    providers: ProviderClients | None
    file_links: FileLinks
    typing: AgentTyping
    desk_events: EncodedEvents = field(default_factory=EncodedEvents)
    readings: NotedReadings = field(default_factory=NotedReadings)
    uploads: UploadSlots = field(default_factory=UploadSlots)
    publications: Publications = field(default_factory=Publications)
    reads: LocalRateLimiter = field(default_factory=LocalRateLimiter)
    """Counted by each gateway alone: a read costs less than asking the database for leave."""


def open_gateway(
    ports: GatewayPorts, settings: GatewaySettings, metrics: GatewayMetrics
) -> Gateway:
    event_store = EventStoreHealth(ports.event_store)
    key_sets = CustomerKeySets(ports.key_sets) if ports.key_sets else None
    tenants = TenantDirectory(ports.bots)
    return Gateway(
        ports=ports,
        settings=settings,
        metrics=metrics,
        tenants=tenants,
        intake=MessageIntake(ports.conversations, ports.spool, tenants.kept_by, ports.transcripts),
        sessions=VisitorSessions(settings.session_secret),
        customer_tokens=CustomerTokenVerifier(settings.tenant_secrets, key_sets),
        api_keys=RememberedApiKeys(ports.api_keys),
        blocked=RememberedBlocks(ports.desk_tools.blocked),
        streams=OpenStreams(metrics),
        event_store=event_store,
        drafts=_drafts_from(ports.drafts),
        notices=OutageNotices(event_store),
        providers=_provider_clients(ports, settings),
        desk_bell=DeskBell(ports.wakes),
        follow_ups=ChannelSteps(ports.follow_ups),
        file_links=FileLinks(settings.session_secret, settings.public_url),
        typing=AgentTyping(ports.desk),
    )


def _drafts_from(source: DraftSource | None) -> Drafts:
    drafts = Drafts()
    if source is not None:
        source.listen(drafts)
    return drafts


def _provider_clients(ports: GatewayPorts, settings: GatewaySettings) -> ProviderClients | None:
    if ports.providers is None or ports.key_sets is None:
        return None
    keys = CustomerKeySets(ports.key_sets, what="token of the identity provider")
    return ProviderClients(ports.providers, keys, settings.tenant_secrets)


def gateway_of(scope: Scope) -> Gateway:
    """Find the gateway that the lifespan put into the request's state."""
    return cast(Gateway, scope["state"]["gateway"])


async def _the_gateway(request: Request) -> Gateway:
    return gateway_of(request.scope)


TheGateway = Annotated[Gateway, Depends(_the_gateway)]
