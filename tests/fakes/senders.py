"""Small senders for the two providers of `tests.fakes.providers`, over HTTP."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx

from domain.deliveries import Delivery, Sent
from domain.errors import DependencyUnavailable, OutcomeUnknown, UndeliverableMessage

SERVER_ERROR = 500
TOO_MANY = 429
PATIENCE_S = 5.0


class _Calls:
    """HTTP with the one distinction that a sender must make: did the request go out?"""

    def __init__(self, client: httpx.AsyncClient, patience_s: float) -> None:
        self._client = client
        self._patience_s = patience_s

    async def call(self, method: str, path: str, **fields: Any) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self._patience_s):
                answer = await self._client.request(method, path, **fields)
        except httpx.ConnectError as error:
            raise DependencyUnavailable("no connection") from error
        except (TimeoutError, httpx.TransportError) as error:
            raise OutcomeUnknown("no answer") from error
        if answer.status_code == TOO_MANY:
            seconds = int(answer.headers["Retry-After"])
            raise DependencyUnavailable("busy", retry_after=timedelta(seconds=seconds))
        if answer.status_code >= SERVER_ERROR:
            raise OutcomeUnknown(f"HTTP {answer.status_code}")
        body: dict[str, Any] = answer.json()
        if answer.is_client_error or body.get("ok") is False:
            raise UndeliverableMessage(str(body.get("message") or body.get("error")))
        return body


class SlackLikeSender:
    """Implements `ChannelSender`; the delivery id travels as metadata."""

    can_find = True
    repeats_are_safe = False

    def __init__(self, client: httpx.AsyncClient, *, patience_s: float = PATIENCE_S) -> None:
        self._calls = _Calls(client, patience_s)

    async def send(self, delivery: Delivery) -> Sent:
        _, channel, thread = delivery.conversation_id.split(":")
        answer = await self._calls.call(
            "POST",
            "/api/chat.postMessage",
            json={
                "channel": channel,
                "thread_ts": thread,
                "text": delivery.text,
                "metadata": {
                    "event_type": "duralogue_delivery",
                    "event_payload": {"delivery_id": delivery.delivery_id},
                },
            },
        )
        return Sent(provider_message_id=answer["ts"])

    async def find(
        self,
        delivery: Delivery,
        *,
        since: datetime,
        known: frozenset[str],
    ) -> Sent | None:
        _, channel, thread = delivery.conversation_id.split(":")
        query = {"channel": channel, "ts": thread, "oldest": since.timestamp()}
        answer = await self._calls.call("GET", "/api/conversations.replies", params=query)
        for message in answer["messages"]:
            if message["metadata"]["event_payload"]["delivery_id"] == delivery.delivery_id:
                return Sent(provider_message_id=message["ts"])
        return None


class TwilioLikeSender:
    """Implements `ChannelSender`; a send is found by its number and its words."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        can_find: bool = True,
        repeats_are_safe: bool = False,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._calls = _Calls(client, patience_s)
        self.can_find = can_find
        self.repeats_are_safe = repeats_are_safe

    async def send(self, delivery: Delivery) -> Sent:
        fields = {"To": delivery.conversation_id, "Body": delivery.text}
        answer = await self._calls.call(
            "POST", "/2010-04-01/Accounts/AC1/Messages.json", json=fields
        )
        return Sent(provider_message_id=answer["sid"])

    async def find(
        self, delivery: Delivery, *, since: datetime, known: frozenset[str]
    ) -> Sent | None:
        query = {"to": delivery.conversation_id, "since": since.isoformat()}
        answer = await self._calls.call(
            "GET", "/2010-04-01/Accounts/AC1/Messages.json", params=query
        )
        for message in answer["messages"]:
            if message["body"] == delivery.text and message["sid"] not in known:
                return Sent(provider_message_id=message["sid"])
        return None
