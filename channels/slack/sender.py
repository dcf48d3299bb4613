"""The way out: replies are posted to Slack, or streamed, and looked up by their metadata."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from channels.slack.calls import SlackCalls
from channels.slack.codes import Then
from channels.slack.refusals import SlackRefused
from channels.slack.rendering import DELIVERY, EVENT_TYPE, Rendered, rendered, whole_words
from channels.slack.streams import SlackStreams, is_begun, may_stream
from channels.slack.workspaces import SlackWorkspaces
from domain.channel_addresses import ChannelAddress
from domain.channels import ChannelConnection
from domain.deliveries import Delivery, Sent
from domain.errors import DependencyRejected, OutcomeUnknown, UndeliverableMessage
from domain.ports import ChannelConnections, ChannelInstalls

_PAGE = 100
"""Apps that are handed out outside Slack's marketplace get 15 at most, and one page a minute."""
_MOST_PAGES = 5
_PEOPLE = ("U", "W")


class SlackSender:
    """Implements `ChannelSender`. Slack drops no repeats, but keeps our metadata with a message
    and gives it back."""

    can_find = True
    repeats_are_safe = False

    def __init__(
        self,
        connections: ChannelConnections,
        installs: ChannelInstalls,
        *,
        calls: SlackCalls | None = None,
    ) -> None:
        self._workspaces = SlackWorkspaces(connections, installs, calls=calls)
        self._streams = SlackStreams(self._workspaces)

    async def send(self, delivery: Delivery) -> Sent:
        address = delivery.address
        if address is None:
            raise UndeliverableMessage("the conversation has no address to post to")
        made = rendered(delivery)
        if may_stream(delivery, address):
            streamed = await self._streams.said(delivery, address, made)
            if streamed is not None:
                return _sent(address, streamed)
        return await self._posted(delivery, address, made)

    async def find(
        self, delivery: Delivery, *, since: datetime, known: frozenset[str]
    ) -> Sent | None:
        """A stream that has died is completed: after that it is what was to be sent."""
        address = delivery.address
        if address is None:
            raise DependencyRejected("the conversation has no address to look at")
        connection = await self._workspaces.connection(delivery.tenant_id, address.account)
        begun: str | None = None
        async for message in self._messages(delivery, connection, address, since):
            ts, of = str(message.get("ts")), _delivery_of(message)
            if of == delivery.delivery_id:
                return _sent(address, ts)
            is_ours = of is None and _sent(address, ts).provider_message_id not in known
            if is_ours and begun is None and is_begun(message, delivery, connection):
                begun = ts
        if begun is None or not may_stream(delivery, address):
            return None
        whole = await self._streams.completed(delivery, address, rendered(delivery), begun)
        return _sent(address, whole) if whole is not None else None

    async def _posted(self, delivery: Delivery, address: ChannelAddress, made: Rendered) -> Sent:
        connection = await self._workspaces.connection(delivery.tenant_id, address.account)
        body: dict[str, Any] = {
            "channel": address.recipient,
            "text": made.words,
            "blocks": made.blocks,
            "metadata": made.metadata,
            "unfurl_links": False,
            "unfurl_media": False,
            **({"thread_ts": address.thread} if address.thread else {}),
        }
        try:
            said = await self._workspaces.post(
                delivery.tenant_id, connection, "chat.postMessage", body
            )
        except SlackRefused as refused:
            if refused.code.then is not Then.IN_WORDS:
                raise
            del body["blocks"]
            body["text"] = whole_words(delivery)
            said = await self._workspaces.post(
                delivery.tenant_id, connection, "chat.postMessage", body
            )
        ts = said.get("ts")
        if not isinstance(ts, str):
            raise OutcomeUnknown("chat.postMessage: the answer names no message")
        return _sent(address, ts)

    async def _channel(
        self, delivery: Delivery, connection: ChannelConnection, address: ChannelAddress
    ) -> str:
        """A person may be posted to by their own id; what was said is in their direct channel."""
        if not address.recipient.startswith(_PEOPLE):
            return address.recipient
        body = {"users": address.recipient}
        said = await self._workspaces.post(
            delivery.tenant_id, connection, "conversations.open", body
        )
        channel = said.get("channel")
        found = channel.get("id") if isinstance(channel, dict) else None
        if not isinstance(found, str):
            raise DependencyRejected("conversations.open: the answer names no channel")
        return found

    async def _messages(
        self,
        delivery: Delivery,
        connection: ChannelConnection,
        address: ChannelAddress,
        since: datetime,
    ) -> AsyncIterator[Mapping[str, Any]]:
        """Of the thread, or the channel, since then. Raise DependencyRejected where there are more
        than can be read."""
        method = "conversations.replies" if address.thread else "conversations.history"
        params: dict[str, Any] = {
            "channel": await self._channel(delivery, connection, address),
            "oldest": f"{since.timestamp():.6f}",
            "include_all_metadata": True,
            "limit": _PAGE,
            **({"ts": address.thread} if address.thread else {}),
        }
        for _ in range(_MOST_PAGES):
            page = await self._workspaces.get(delivery.tenant_id, connection, method, params)
            for message in page.get("messages") or ():
                if isinstance(message, dict) and _is_since(message, since):
                    yield message
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
            params["cursor"] = cursor
        raise DependencyRejected(f"{method}: more than {_MOST_PAGES} pages since it was sent")


def _sent(address: ChannelAddress, ts: str) -> Sent:
    return Sent(provider_message_id=f"{address.recipient}:{ts}")


def _is_since(message: Mapping[str, Any], since: datetime) -> bool:
    """A thread's first message is always among those that are answered."""
    try:
        return float(message.get("ts", "")) >= since.timestamp()
    except ValueError:
        return False


def _delivery_of(message: Mapping[str, Any]) -> str | None:
    """Which delivery it is, where it is one of ours."""
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT_TYPE:
        return None
    payload = metadata.get("event_payload")
    return str(payload.get(DELIVERY)) if isinstance(payload, dict) else ""
