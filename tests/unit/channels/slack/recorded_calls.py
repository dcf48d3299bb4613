"""Recorded calls of Slack's, signed anew with changed bodies."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from channels.slack.receiver import SlackReceiver
from channels.slack.signature import signed
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection, ParsedWebhook, WebhookRequest

PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*.json"))
KEY = bytes(range(32))
SIGNING = "8f742231b10e8888abcd99yyyzzz85a5"
RECEIVED = datetime.fromisoformat("2026-11-29T12:00:01Z")
RECEIVER = SlackReceiver()


def recorded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (Path(__file__).parent / "payloads" / f"{name}.json").read_text()
    )
    return found


def event_of(name: str) -> dict[str, Any]:
    """The JSON of a recorded event."""
    found: dict[str, Any] = json.loads(recorded(name)["body"])
    return found


def app(**secrets: str) -> ChannelConnection:
    return ChannelConnection(
        channel=Channel.SLACK,
        account="support",
        settings={"kind": "app", "app_id": "A0FFV41KK"},
        secrets={
            name: SecretStr(value) for name, value in (secrets or {"signing": SIGNING}).items()
        },
    )


def request(
    body: bytes,
    *,
    path: str = "events",
    content_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> WebhookRequest:
    return WebhookRequest(
        path=f"support/{path}",
        url="https://bot.example/v1/tenants/acme/channels/slack/support/events",
        headers={
            "content-type": content_type,
            **(signed(SIGNING, at=RECEIVED, body=body) if headers is None else headers),
        },
        body=body,
        received_at=RECEIVED,
    )


async def brought(
    payload: Mapping[str, Any] | bytes, *, tenant_id: str = "acme", **call: Any
) -> ParsedWebhook:
    """What a signed call with this body brings."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    made = request(body, **call)
    RECEIVER.verify(made, app())
    return await RECEIVER.parse(made, app(), tenant_id=tenant_id, key=KEY)


async def replayed(name: str, **event: Any) -> ParsedWebhook:
    """A recorded event, with some of its fields changed; None leaves one out."""
    payload = event_of(name)
    payload["event"] |= event
    payload["event"] = {key: value for key, value in payload["event"].items() if value is not None}
    return await brought(payload)
