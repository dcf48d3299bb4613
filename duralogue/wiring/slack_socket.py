"""Slack's calls over Socket Mode: kept as the gateway's route keeps them."""

import asyncio
import signal
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from api.channel_intake import keep
from api.dependencies import Gateway, open_gateway
from api.metrics import GatewayMetrics
from channels.slack.connection import APP_TOKEN, is_app
from channels.slack.receiver import SlackReceiver
from channels.slack.socket_mode import listening
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection, WebhookResponse
from domain.errors import ConfigurationError, DependencyUnavailable, NotFound
from duralogue.wiring.gateway import gateway_settings, open_gateway_ports
from infra.settings import Settings
from infra.telemetry.logging import configure_logging

_log = structlog.get_logger(__name__)

_LOOK_AGAIN = timedelta(seconds=5)


@dataclass(frozen=True)
class SocketCalls:
    """Calls for one app of a tenant's."""

    gateway: Gateway
    tenant_id: str
    app: str
    receiver: SlackReceiver

    async def keep(self, payload: Mapping[str, Any]) -> WebhookResponse:
        """Keep what a call brings, and say what it is answered.

        Raise NotFound where the tenant has closed the channel or the app is not connected,
        InvalidInput for what cannot be read, DependencyUnavailable where it could be kept nowhere.
        """
        tenant = await self.gateway.tenants.get(self.tenant_id)
        if not tenant.channels.is_open(Channel.SLACK):
            raise NotFound(f"{self.tenant_id} has closed the channel slack")
        ports = self.gateway.ports
        signer = await ports.connections.get(self.tenant_id, Channel.SLACK, self.app)
        brought = await self.receiver.read(
            payload,
            signer,
            tenant_id=self.tenant_id,
            key=ports.address_key,
            received_at=datetime.now(UTC),
        )
        kept = await keep(self.gateway, tenant, signer, brought)
        if kept.account is not None:
            self.gateway.follow_ups.start(self.tenant_id, kept.account, brought.follow_ups)
        return kept.response


async def run_slack_socket(
    settings: Settings, tenant_id: str, app: str, *, waits: bool = False
) -> None:
    """Take calls until it is asked to stop. `waits`: also for the app to be connected.

    Raise ConfigurationError where there is no such app with a token for Socket Mode."""
    configure_logging("slack-socket", settings.log_level)
    stop = asyncio.Event()
    for received in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(received, stop.set)
    async with AsyncExitStack() as stack:
        ports = await stack.enter_async_context(open_gateway_ports(settings))
        gateway = open_gateway(ports, gateway_settings(settings), GatewayMetrics())
        await stack.enter_async_context(gateway.notices)
        await stack.enter_async_context(gateway.follow_ups)
        calls = SocketCalls(gateway, tenant_id, app, SlackReceiver())
        while not stop.is_set():
            try:
                connection = await _connected(gateway, tenant_id, app)
                async with listening(connection, calls.keep):
                    _log.info("slack_socket_open", tenant_id=tenant_id, account=app)
                    await stop.wait()
            except (ConfigurationError, DependencyUnavailable) as error:
                if not waits and isinstance(error, ConfigurationError):
                    raise
                _log.warning("slack_socket_closed", account=app, reason=str(error))
                await _pause(stop)


async def _pause(stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(_LOOK_AGAIN.total_seconds()):
            await stop.wait()
    except TimeoutError:
        return


async def _connected(gateway: Gateway, tenant_id: str, app: str) -> ChannelConnection:
    try:
        found = await gateway.ports.connections.get(tenant_id, Channel.SLACK, app)
    except NotFound:
        found = None
    if found is None or not is_app(found) or APP_TOKEN not in found.secrets:
        raise ConfigurationError(
            f"{tenant_id} has no Slack app {app!r} with a token for Socket Mode (xapp-…): connect "
            "it with one"
        )
    return found
