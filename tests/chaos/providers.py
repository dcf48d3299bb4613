"""Doubles of Slack and Twilio beside a run: they break as providers do, and note who saw what."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from channels.slack import connection as slack_accounts
from channels.sms import connection as sms_accounts
from domain.channel_addresses import Channel
from domain.ports import ConversationEvents, Transcripts
from duralogue.embedded.endpoints import LOOPBACK, choose_port
from duralogue.embedded.process_spec import ProcessSpec
from duralogue.embedded.stack import Stack
from duralogue.wiring.channels import receivers
from duralogue.wiring.foundation import Foundation
from infra.postgres.channel_connections import PostgresChannelConnections
from infra.postgres.event_hub import EventHub
from infra.postgres.events import PostgresConversationEvents
from infra.postgres.key_wrapping import address_key
from infra.postgres.transcripts import PostgresTranscripts
from infra.settings import inherited_environment
from tests.chaos.channel_chats import ChannelChat, Provider, Slack, Sms
from tests.chaos.evidence import Sighting
from tests.chaos.scripts import Scripted
from tests.support import plain_http

_ACCOUNT = "chaos"
_TEAM, _APP_ID, _BOT_USER, _BOT_ID = "T0CHAOS001", "A0CHAOS001", "U0CHAOSBOT", "B0CHAOS001"
_SIGNING, _BOT_TOKEN = "chaos-signing-secret", "xoxb-chaos-bot-token"
_ACCOUNT_SID, _AUTH_TOKEN = f"AC{'c' * 32}", "chaos-auth-token"
_NUMBER = "+15550100000"
_SLACK_SETTINGS: dict[str, object] = {
    "signing_secret": _SIGNING,
    "bot_token": _BOT_TOKEN,
    "app_id": _APP_ID,
    "team_id": _TEAM,
    "bot_user": _BOT_USER,
    "bot_id": _BOT_ID,
}
"""No request URL: the customers of a run call the gateway themselves, and again as often as it
takes."""
_TWILIO_SETTINGS: dict[str, object] = {
    "account_sid": _ACCOUNT_SID,
    "auth_token": _AUTH_TOKEN,
    "numbers": [_NUMBER],
    "services": {},
}
_FAULTS = (
    ("reset_after", 0.03, 1.0),
    ("error_after", 0.03, 1.0),
    ("reset_before", 0.02, 1.0),
    ("error_before", 0.02, 1.0),
    ("rate_limited", 0.03, 1.0),
    ("hang", 0.02, 6.0),
)
"""Kind, share of the sends, seconds."""
_LOOK_UPS = ("conversations.history", "conversations.replies", "messages.list")
_LOOK_UP_REFUSED = 0.2
_WITHIN_S = 20.0


def _faults(sends: tuple[str, ...]) -> dict[str, object]:
    faults = [
        {"kind": kind, "method": method, "probability": share, "seconds": seconds}
        for method in sends
        for kind, share, seconds in _FAULTS
    ]
    faults += [
        {"kind": "rate_limited", "method": method, "probability": _LOOK_UP_REFUSED, "seconds": 2}
        for method in _LOOK_UPS
    ]
    return {"faults": faults}


_SLACK_FAULTS = _faults(("chat.postMessage",))
_TWILIO_FAULTS = _faults(("messages.create",))


@dataclass
class Providers:
    """Implements `Messenger`."""

    slack: Slack
    sms: Sms
    twilio: httpx.AsyncClient
    gateway: httpx.AsyncClient
    public_url: str
    tenant: str
    events: ConversationEvents
    transcripts: Transcripts
    key: bytes = field(repr=False)

    def chat(self, scripted: Scripted) -> ChannelChat:
        provider: Provider = self.slack if scripted.channel is Channel.SLACK else self.sms
        return ChannelChat(
            provider,
            receivers()[scripted.channel],
            self.gateway,
            self.public_url,
            self.tenant,
            scripted.number,
            self.events,
            self.transcripts,
            self.key,
        )

    async def screen_of(self, chat: ChannelChat) -> tuple[Sighting, ...]:
        """All that they have seen of us."""
        if chat.provider.channel is Channel.SLACK:
            return tuple(await self._on_slack(chat.recipient))
        return tuple(await self._on_phone(chat.recipient))

    async def struck(self) -> Counter[str]:
        """How often the doubles broke in which way."""
        found: Counter[str] = Counter()
        for double in (self.slack.double, self.twilio):
            told = await double.get("/_double/faults")
            found.update(told.raise_for_status().json()["struck"])
        return found

    async def _on_slack(self, channel: str) -> list[Sighting]:
        told = await self.slack.double.get("/_double/seen", params={"channel": channel})
        return [
            Sighting(
                channel,
                ((one["metadata"] or {}).get("event_payload") or {}).get("delivery", ""),
                one["text"],
                float(one["ts"]),
            )
            for one in told.raise_for_status().json()["messages"]
            if one["is_bot"] and not one["only_for"]
        ]

    async def _on_phone(self, number: str) -> list[Sighting]:
        told = await self.twilio.get("/_double/seen", params={"person": number})
        return [
            Sighting(
                number,
                _delivery_in(one["callback"]),
                one["body"],
                datetime.fromisoformat(one["created"]).timestamp(),
            )
            for one in told.raise_for_status().json()["messages"]
            if one["direction"].startswith("outbound") and not one["by_twilio"]
        ]


def _delivery_in(callback: str) -> str:
    return parse_qs(urlsplit(callback).query).get("delivery", [""])[0]


@asynccontextmanager
async def opened_providers(
    stack: Stack, base: Foundation, gateway: httpx.AsyncClient, tenant: str
) -> AsyncIterator[Providers]:
    """Start the doubles, connect their accounts, and let them break."""
    ports = [choose_port(0, avoid=stack.ports.noted().values()) for _ in range(2)]
    urls = [f"http://{LOOPBACK}:{port}" for port in ports]
    doubles = (("slack", _SLACK_SETTINGS), ("twilio", _TWILIO_SETTINGS))
    for (name, settings), port in zip(doubles, ports, strict=True):
        await stack.supervisor.start(_double(name, settings, port, stack.home.folder))
    public_url = stack.settings.public_url or stack.ports.gateway_url
    async with (
        plain_http(base_url=urls[0], timeout=_WITHIN_S) as slack_double,
        plain_http(base_url=urls[1], timeout=_WITHIN_S) as twilio,
        EventHub(base.engine) as hub,
    ):
        accounts = PostgresChannelConnections(base.engine, base.keys)
        api_url = f"{urls[0]}/api/"
        app = slack_accounts.new_connection(
            _ACCOUNT, app_id=_APP_ID, signing=_SIGNING, api_url=api_url
        )
        workspace = slack_accounts.new_workspace(
            _TEAM, app=_ACCOUNT, bot=_BOT_TOKEN, bot_user=_BOT_USER, bot_id=_BOT_ID, api_url=api_url
        )
        number = sms_accounts.new_connection(
            _ACCOUNT,
            account_sid=_ACCOUNT_SID,
            auth_token=_AUTH_TOKEN,
            number=_NUMBER,
            public_url=public_url,
            api_url=urls[1],
        )
        for account in (app, workspace, number):
            await accounts.connect(tenant, account)
        await slack_double.put("/_double/faults", json=_SLACK_FAULTS)
        await twilio.put("/_double/faults", json=_TWILIO_FAULTS)
        providers = Providers(
            Slack(app, _TEAM, _APP_ID, _BOT_USER, _SIGNING, slack_double),
            Sms(number, _ACCOUNT_SID, _NUMBER, _AUTH_TOKEN),
            twilio,
            gateway,
            public_url,
            tenant,
            PostgresConversationEvents(base.engine, hub),
            PostgresTranscripts(base.engine),
            address_key(stack.settings.require_master_key()),
        )
        try:
            yield providers
        finally:
            for name, double in (("slack", slack_double), ("twilio", twilio)):
                await _keep_sights(double, stack.home.logs / f"seen-{name}.json")


async def _keep_sights(double: httpx.AsyncClient, file: Path) -> None:
    """Beside the logs, for whoever looks into a finding."""
    with suppress(httpx.HTTPError):
        told = await double.get("/_double/seen")
        await asyncio.to_thread(file.write_text, told.text)


def _double(name: str, settings: dict[str, object], port: int, folder: Path) -> ProcessSpec:
    """Never struck: who saw what must be known in the end."""
    file = folder / f"double-{name}.json"
    file.write_text(json.dumps(settings))

    async def is_ready(_pid: int) -> bool:
        with suppress(OSError):
            _, writer = await asyncio.open_connection(LOOPBACK, port)
            writer.close()
            return True
        return False

    command = (sys.executable, "-P", "-m", "provider_doubles", name, "--port", str(port))
    return ProcessSpec(
        name=f"double-{name}",
        command=(*command, "--settings", str(file)),
        environment=inherited_environment(),
        folder=folder,
        is_ready=is_ready,
    )
