"""Customers on Slack and by SMS: their provider calls the gateway for them, as signed webhooks."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx

from domain.channel_addresses import Channel
from domain.channels import ChannelConnection, ParsedWebhook, WebhookRequest
from domain.errors import DependencyRejected, DependencyUnavailable
from domain.ports import ChannelReceiver, ConversationEvents, Transcripts
from duralogue.chat_client import StreamEvent, Visit, named_failures

NO_MESSAGE = "none-"
"""So begin the names of calls of which the product makes no message."""
_SHOWN = 50
_MOST_REPEATS = 3
"""Slack says with a repeat how many came before it, and counts to this; ours never stop."""


@dataclass(frozen=True)
class Posted:
    """One call of a provider, before it is signed."""

    path: str
    body: bytes
    content_type: str


class Provider(Protocol):
    """How one provider tells the gateway what a customer did."""

    @property
    def channel(self) -> Channel: ...

    @property
    def connection(self) -> ChannelConnection:
        """Whose secret signs."""
        ...

    async def message(self, number: int, text: str) -> Posted:
        """What the customer of that number says."""
        ...

    def edit(self, message: Posted, text: str) -> Posted | None:
        """None where people cannot change what they have sent."""
        ...

    def headers(self, url: str, posted: Posted, attempt: int) -> Mapping[str, str]:
        """Signed now."""
        ...


@dataclass(frozen=True)
class Slack:
    """Direct messages in one workspace; the double of Slack gives each its `ts`."""

    connection: ChannelConnection
    team: str
    app_id: str
    bot_user: str
    signing_secret: str
    double: httpx.AsyncClient
    channel = Channel.SLACK

    async def message(self, number: int, text: str) -> Posted:
        user = f"U{number:09d}"
        told = await self.double.post("/_double/say", json={"user": user, "text": text})
        place = told.raise_for_status().json()
        event = {
            "type": "message",
            "user": user,
            "team": self.team,
            "text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
            "channel": place["channel"],
            "channel_type": "im",
            "ts": place["ts"],
            "event_ts": place["ts"],
        }
        return self._posted(event)

    def edit(self, message: Posted, text: str) -> Posted | None:
        before = json.loads(message.body)["event"]
        moment = f"{time.time():.6f}"
        spoken = {name: before[name] for name in ("type", "user", "team", "ts", "text")}
        changed = spoken | {"text": text, "edited": {"user": before["user"], "ts": moment}}
        return self._posted(
            {
                "type": "message",
                "subtype": "message_changed",
                "hidden": True,
                "channel": before["channel"],
                "channel_type": "im",
                "ts": moment,
                "event_ts": moment,
                "message": changed,
                "previous_message": spoken,
            }
        )

    def headers(self, url: str, posted: Posted, attempt: int) -> Mapping[str, str]:
        timestamp = str(int(time.time()))
        signed = f"v0:{timestamp}:".encode() + posted.body
        digest = hmac.new(self.signing_secret.encode(), signed, hashlib.sha256).hexdigest()
        repeats = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        return {
            "Content-Type": posted.content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={digest}",
            **(repeats if 0 < attempt <= _MOST_REPEATS else {}),
        }

    def _posted(self, event: Mapping[str, Any]) -> Posted:
        callback = {
            "token": "unused",
            "team_id": self.team,
            "api_app_id": self.app_id,
            "type": "event_callback",
            "event_id": f"Ev{event['event_ts'].replace('.', '')}",
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "team_id": self.team,
                    "user_id": self.bot_user,
                    "is_bot": True,
                    "enterprise_id": None,
                    "is_enterprise_install": False,
                }
            ],
            "event": event,
        }
        path = f"{self.connection.account}/events"
        return Posted(path, json.dumps(callback).encode(), "application/json")


@dataclass
class Sms:
    """Text messages to one number."""

    connection: ChannelConnection
    account_sid: str
    number: str
    auth_token: str
    sent: int = 0
    channel = Channel.SMS

    async def message(self, number: int, text: str) -> Posted:
        self.sent += 1
        sid = f"SM{self.sent:032x}"
        fields = {
            "MessageSid": sid,
            "SmsMessageSid": sid,
            "AccountSid": self.account_sid,
            "From": phone(number),
            "To": self.number,
            "Body": text,
            "NumMedia": "0",
            "NumSegments": "1",
            "ApiVersion": "2010-04-01",
        }
        path = f"{self.connection.account}/messages"
        return Posted(path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def edit(self, message: Posted, text: str) -> Posted | None:
        return None

    def headers(self, url: str, posted: Posted, attempt: int) -> Mapping[str, str]:
        fields = httpx.QueryParams(posted.body.decode()).multi_items()
        signed = url + "".join(f"{name}{value}" for name, value in sorted(fields))
        digest = hmac.new(self.auth_token.encode(), signed.encode(), hashlib.sha1).digest()
        return {
            "Content-Type": posted.content_type,
            "X-Twilio-Signature": base64.b64encode(digest).decode(),
            "I-Twilio-Idempotency-Token": f"{posted.path}-{attempt}",
        }


def phone(number: int) -> str:
    """Of the customer of that number: mobile numbers that Germany has given out."""
    return f"+4917{number:09d}"


@dataclass
class ChannelChat:
    """One customer on such a channel. The gateway's answer is only for their provider; what they
    read stands on the double's screen, and what is committed is followed in the records."""

    provider: Provider
    receiver: ChannelReceiver
    http: httpx.AsyncClient
    public_url: str
    """The address that the provider signs."""
    tenant: str
    number: int
    events_of: ConversationEvents
    transcripts: Transcripts
    key: bytes = field(repr=False)
    visit: Visit = field(init=False)
    recipient: str = ""
    """Whose screen their answers are on."""
    _said: dict[str, Posted] = field(default_factory=dict)
    """By the product's ids of the messages."""
    _attempts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.visit = Visit(self.tenant, "", "")

    async def prepare(self, text: str) -> str:
        """The product's id of what is about to be said; an own one where it is no message."""
        posted = await self.provider.message(self.number, text)
        brought = await self._brought(posted)
        name = f"{NO_MESSAGE}{len(self._said)}"
        for message in brought.messages:
            name = message.message_id
            self.visit = Visit(self.tenant, "", message.conversation_id)
            self.recipient = message.address.recipient if message.address else ""
        self._said[name] = posted
        return name

    async def say(self, text: str, *, message_id: str | None = None) -> str:
        """What was prepared under that id."""
        name = message_id or await self.prepare(text)
        attempt = self._attempts.get(name, 0)
        self._attempts[name] = attempt + 1
        await self._post(self._said[name], attempt)
        return name

    async def change(self, name: str, text: str) -> None:
        """Where people can."""
        posted = self.provider.edit(self._said[name], text)
        if posted is not None:
            await self._post(posted, 0)

    async def history(self) -> dict[str, Any]:
        found = await self.transcripts.history(
            self.tenant, self.visit.conversation_id, before=None, limit=_SHOWN
        )
        return {"messages": [one.model_dump(mode="json") for one in found]}

    async def events(self, after: int) -> AsyncIterator[StreamEvent]:
        followed = self.events_of.follow(self.tenant, self.visit.conversation_id, after)
        async for event in followed:
            yield StreamEvent(event.seq, event.kind, dict(event.data))

    async def _brought(self, posted: Posted) -> ParsedWebhook:
        request = WebhookRequest(
            path=posted.path,
            url=self._url(posted),
            headers={"content-type": posted.content_type},
            body=posted.body,
            received_at=datetime.now(UTC),
        )
        return await self.receiver.parse(
            request, self.provider.connection, tenant_id=self.tenant, key=self.key
        )

    def _url(self, posted: Posted) -> str:
        channel = self.provider.channel.value
        return f"{self.public_url}/v1/tenants/{self.tenant}/channels/{channel}/{posted.path}"

    async def _post(self, posted: Posted, attempt: int) -> None:
        """Raise DependencyUnavailable where the provider would call again."""
        url = self._url(posted)
        headers = {**self.provider.headers(url, posted, attempt)}
        with named_failures(self.http):
            answer = await self.http.post(
                url.removeprefix(self.public_url), content=posted.body, headers=headers
            )
        if answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise DependencyUnavailable(f"the gateway answered {answer.status_code}")
        if not answer.is_success:
            raise DependencyRejected(f"the gateway answered {answer.status_code}: {answer.text}")
