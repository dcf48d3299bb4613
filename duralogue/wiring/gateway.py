"""The gateway's ports, and serving it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import fields
from pathlib import Path
from typing import TypedDict

from fastapi import APIRouter
from pydantic import SecretStr

from api.admission_fallback import AdmissionControlWithFallback, RateLimiterWithFallback
from api.app import create_app, staff_routers
from api.dependencies import GatewayPorts, GatewaySettings
from api.desk_ports import DeskPorts
from api.spool_drain import SpoolDrain
from domain.errors import ConfigurationError
from domain.ports import (
    ChannelConnections,
    ChannelInstalls,
    ConversationEvents,
    ConversationPeople,
    DeliveryReports,
    Dependency,
    DraftSource,
)
from domain.ports.desk_tools import DeskTools
from domain.rate_limits import GatewayLimits
from duralogue.chaos.points import Step
from duralogue.loading import deferring_models
from duralogue.wiring.called_channels import CalledChannels, called_channels
from duralogue.wiring.files import open_files, scanner
from duralogue.wiring.foundation import Foundation, open_foundation
from duralogue.wiring.key_sets import KeySetsOnDemand, servers_of
from duralogue.wiring.on_demand import ports_on_demand, record_on_demand
from duralogue.wiring.port_groups import StaffPorts, TeamPorts
from duralogue.wiring.remembered_connections import RememberedConnections
from infra.disk import DiskSpace
from infra.memory.rate_limits import MemoryRateLimiter
from infra.postgres.api_keys import PostgresApiKeys
from infra.postgres.backends import PostgresBackends
from infra.postgres.blocked_senders import PostgresBlockedSenders
from infra.postgres.channel_connections import PostgresChannelConnections
from infra.postgres.channel_installs import PostgresChannelInstalls
from infra.postgres.customer_sightings import PostgresCustomerSightings
from infra.postgres.delivery_reports import PostgresDeliveryReports
from infra.postgres.desk_signals import PostgresDeskSignals
from infra.postgres.drafts import PostgresDraftSource
from infra.postgres.event_hub import EventHub
from infra.postgres.events import PostgresConversationEvents
from infra.postgres.idempotency import PostgresIdempotencyRecords
from infra.postgres.identities import PostgresIdentities
from infra.postgres.key_wrapping import address_key
from infra.postgres.people import PostgresConversationPeople
from infra.postgres.public_documents import PostgresPublicDocuments
from infra.postgres.rate_limits import PostgresAdmissionControl, PostgresRateLimiter
from infra.postgres.readiness import PostgresDependency, PostgresWrites
from infra.postgres.spool import PostgresSpool
from infra.postgres.transcripts import PostgresTranscripts
from infra.postgres.visitor_conversations import PostgresVisitorConversations
from infra.serving.server import make_server
from infra.settings import Settings
from infra.telemetry.logging import configure_logging
from infra.temporal.client import TemporalDependency
from infra.temporal.conversations import TemporalConversationGateway
from infra.temporal.desk import TemporalDeskWakes
from infra.temporal.payloads import SealedPayloads

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
WEB_DIST = Path(__file__).parents[2] / "web" / "dist"


@asynccontextmanager
async def open_gateway_ports(settings: Settings) -> AsyncIterator[GatewayPorts]:
    async with (
        open_foundation(settings, lazily=True) as base,
        EventHub(base.engine) as hub,
        KeySetsOnDemand(base) as key_sets,
        _message_ways(base, shows_last_step=settings.show_last_step) as (conversations, spool),
        open_files(base) as files,
    ):
        own_limiter = MemoryRateLimiter()
        yield GatewayPorts(
            conversations=conversations,
            spool=spool,
            **_followed(base, hub),
            event_store=PostgresDependency(base.engine),
            transcripts=PostgresTranscripts(base.engine),
            visitor_conversations=PostgresVisitorConversations(base.engine),
            wakes=TemporalDeskWakes(base.temporal),
            sightings=PostgresCustomerSightings(base.engine),
            **ports_on_demand(StaffPorts, lambda: _staff_ports(base)),
            **ports_on_demand(TeamPorts, lambda: _team_ports(base)),
            **_desk(base, hub),
            api_keys=PostgresApiKeys(base.engine),
            idempotency=PostgresIdempotencyRecords(base.engine, base.keys),
            bots=base.bots,
            documents=PostgresPublicDocuments(base.engine),
            rate_limiter=RateLimiterWithFallback(PostgresRateLimiter(base.engine), own_limiter),
            admission=AdmissionControlWithFallback(
                PostgresAdmissionControl(base.engine), own_limiter
            ),
            identities=PostgresIdentities(base.engine),
            payloads=SealedPayloads(base.keys),
            backends=PostgresBackends(base.engine, base.keys),
            **_channel_ports(base),
            key_sets=key_sets,
            providers=key_sets,
            dependencies=_dependencies(base),
            files=files,
            scanner=scanner(settings),
            address_key=address_key(settings.require_master_key()),
        )


class _Followed(TypedDict):
    events: ConversationEvents
    drafts: DraftSource


def _followed(base: Foundation, hub: EventHub) -> _Followed:
    return {
        "events": PostgresConversationEvents(base.engine, hub),
        "drafts": PostgresDraftSource(hub),
    }


class _Desk(TypedDict):
    desk: DeskPorts
    desk_tools: DeskTools


def _desk(base: Foundation, hub: EventHub) -> _Desk:
    """At once only what customers' pages and messages ask for."""
    return {
        "desk": record_on_demand(
            DeskPorts,
            lambda: _desk_ports(base, hub),
            signals=PostgresDeskSignals(base.engine, hub),
        ),
        "desk_tools": record_on_demand(
            DeskTools, lambda: _desk_tools(base), blocked=PostgresBlockedSenders(base.engine)
        ),
    }


class _ChannelPorts(CalledChannels):
    connections: ChannelConnections
    people: ConversationPeople
    installs: ChannelInstalls
    reports: DeliveryReports


def _channel_ports(base: Foundation) -> _ChannelPorts:
    connections = RememberedConnections(PostgresChannelConnections(base.engine, base.keys))
    people = PostgresConversationPeople(base.engine, base.keys)
    installs = PostgresChannelInstalls(base.engine)
    return {
        "connections": connections,
        "people": people,
        "installs": installs,
        "reports": PostgresDeliveryReports(base.engine),
        **called_channels(base.bots, people, connections, installs),
    }


# What staff ask for is loaded with their first request: a gateway starts for its customers.


def _staff_ports(base: Foundation) -> StaffPorts:
    from duralogue.wiring.staff import staff_ports

    return staff_ports(base)


def _team_ports(base: Foundation) -> TeamPorts:
    from duralogue.wiring.staff import team_ports

    return team_ports(base)


def _desk_ports(base: Foundation, hub: EventHub) -> DeskPorts:
    from duralogue.wiring.desk import desk_ports

    return desk_ports(base, hub)


def _desk_tools(base: Foundation) -> DeskTools:
    from infra.postgres.desk_tools import postgres_desk_tools

    return postgres_desk_tools(base.engine)


def _dependencies(base: Foundation) -> tuple[Dependency, ...]:
    """What `/ready` asks after."""
    return (
        PostgresDependency(base.engine),
        PostgresWrites(base.engine),
        TemporalDependency(base.temporal),
        DiskSpace(base.settings.duralogue_home),
    )


@asynccontextmanager
async def _message_ways(
    base: Foundation, *, shows_last_step: bool
) -> AsyncIterator[tuple[TemporalConversationGateway, PostgresSpool]]:
    """Into conversations, and into the spool; beside them runs the drain from one to the other."""
    spool = base.faults.around(PostgresSpool(base.engine, base.keys), add=Step.SPOOL_ADD)
    conversations = TemporalConversationGateway(base.temporal, shows_last_step=shows_last_step)
    hand_over = base.faults.around(conversations, deliver=Step.SPOOL_HAND_OVER)
    draining = asyncio.create_task(SpoolDrain(hand_over, spool, MemoryRateLimiter()).run())
    try:
        watched = base.faults.around(
            conversations,
            deliver=Step.ACCEPT,
            claim_handoff=Step.CLAIM,
            send_agent_message=Step.AGENT_MESSAGE,
            return_to_bot=Step.GIVE_BACK,
        )
        yield watched, spool
    finally:
        draining.cancel()
        await asyncio.gather(draining, return_exceptions=True)


async def run_api(settings: Settings) -> None:
    """Serve the gateway until it is asked to stop."""
    configure_logging("gateway", settings.log_level)
    app = create_app(
        lambda: open_gateway_ports(settings),
        gateway_settings(settings),
        load_staff=_load_staff,
    )
    server = make_server(
        app,
        settings,
        host=settings.api_host,
        port=settings.api_port,
        drain_seconds=settings.drain_seconds,
    )
    await server.serve()


def _load_staff() -> Sequence[APIRouter]:
    with deferring_models():
        return staff_routers()


def gateway_settings(settings: Settings) -> GatewaySettings:
    """Raise ConfigurationError for what must not go together."""
    capability = settings.duralogue_codec_capability
    if capability is not None and settings.api_host not in _LOOPBACK:
        raise ConfigurationError(
            "DURALOGUE_CODEC_CAPABILITY opens every tenant's payloads and is for development only: "
            f"unset it, since API_HOST is {settings.api_host}, not the loopback address"
        )
    return GatewaySettings(
        session_secret=settings.require_session_secret(),
        tenant_secrets={
            tenant: {name: secret.get_secret_value() for name, secret in found.secrets.items()}
            for tenant, found in settings.tenant_backends.items()
        },
        tenant_servers=servers_of(settings),
        web_dist=WEB_DIST,
        public_url=settings.public_url,
        ui_url=settings.temporal_ui_url,
        details_token=_revealed(settings.details_token),
        limits=gateway_limits(settings),
        codec_capability=_revealed(settings.duralogue_codec_capability),
    )


def gateway_limits(settings: Settings) -> GatewayLimits:
    """Each by the setting of its own name."""
    return GatewayLimits(
        **{each.name: getattr(settings, each.name) for each in fields(GatewayLimits)}
    )


def _revealed(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
