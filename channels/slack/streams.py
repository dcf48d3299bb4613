"""Long answers as native streams, which end as one message with the whole text, whatever happens.

Slack takes metadata only when a stream is stopped. So a message with our metadata is whole, and one
of ours without it, with the beginning of our words, is a stream that has died: it is completed.
"""

import html
import time
from collections import deque
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from channels.slack.codes import Then
from channels.slack.connection import BOT_ID, BOT_USER, ENTERPRISE
from channels.slack.refusals import SlackRefused
from channels.slack.rendering import Rendered, markdown_parts, whole_words
from channels.slack.workspaces import SlackWorkspaces
from domain.channel_addresses import ChannelAddress
from domain.channels import ChannelConnection
from domain.deliveries import Delivery
from domain.errors import DependencyUnavailable, OutcomeUnknown, UndeliverableMessage
from domain.messages import Role

STREAMED_FROM = 600
"""Characters: a shorter answer is read at a glance."""
_LONGEST_PART = 10_000
_MOST_PARTS = 5
_STARTS_A_MINUTE = 15
"""Of a workspace, in this process: Slack allows about 20."""
_MINUTE_S = 60.0
_APPENDS_WITHIN_S = 1.5
"""Of the four seconds that a send may take; what is left goes with the last call."""
_MOST_WORKSPACES = 10_000
_SAME_BEGINNING = 60
_ENOUGH = 20
_GONE = "message_not_found"
_STILL_STREAMING = "streaming_state_conflict"


class SlackStreams:
    """Streams of all workspaces, within what Slack allows."""

    def __init__(
        self, workspaces: SlackWorkspaces, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._workspaces = workspaces
        self._clock = clock
        self._starts: dict[str, deque[float]] = {}

    async def said(self, delivery: Delivery, address: ChannelAddress, made: Rendered) -> str | None:
        """The message's ts. None where surely nothing is to be seen: then it is posted.

        Raise OutcomeUnknown where a part of it may be, UndeliverableMessage where the connection
        has ended.
        """
        connection = await self._workspaces.connection(delivery.tenant_id, address.account)
        if not self._take_start(connection.account):
            return None
        size = max(STREAMED_FROM, -(-len(delivery.text) // _MOST_PARTS))
        first, *others = markdown_parts(delivery, min(size, _LONGEST_PART))
        try:
            ts = await self._started(delivery, connection, address, first)
        except OutcomeUnknown:
            raise
        except (SlackRefused, DependencyUnavailable):
            return None
        try:
            await self._ended(
                delivery, connection, {"channel": address.recipient, "ts": ts}, others, made
            )
        except (SlackRefused, DependencyUnavailable):
            return await self.completed(delivery, address, made, ts)
        return ts

    async def completed(
        self, delivery: Delivery, address: ChannelAddress, made: Rendered, ts: str
    ) -> str | None:
        """A stream that has died, as one message with the whole text. None where the message is
        gone, or may not be changed: then it is posted.

        Raise OutcomeUnknown where it has to be tried again: a part of it is to be seen.
        """
        connection = await self._workspaces.connection(delivery.tenant_id, address.account)
        place = {"channel": address.recipient, "ts": ts}
        body = {
            **place,
            "text": made.words,
            "blocks": made.blocks,
            "metadata": made.metadata,
            "parse": "none",
            "link_names": False,
        }
        pause = await self._stopped(delivery, connection, place)
        try:
            try:
                await self._workspaces.post(delivery.tenant_id, connection, "chat.update", body)
            except SlackRefused as refused:
                if refused.code.then is not Then.IN_WORDS:
                    raise
                in_words = {
                    **place,
                    "markdown_text": whole_words(delivery),
                    "metadata": made.metadata,
                }
                await self._workspaces.post(delivery.tenant_id, connection, "chat.update", in_words)
        except SlackRefused as refused:
            if refused.error == _STILL_STREAMING:
                raise OutcomeUnknown(str(refused), retry_after=pause) from refused
            return None
        except DependencyUnavailable as down:
            raise OutcomeUnknown(str(down), retry_after=down.retry_after) from down
        except UndeliverableMessage as ended:
            raise UndeliverableMessage(str(ended), partly=True) from ended
        return ts

    async def _started(
        self,
        delivery: Delivery,
        connection: ChannelConnection,
        address: ChannelAddress,
        first: str,
    ) -> str:
        body = {
            "channel": address.recipient,
            "thread_ts": address.thread,
            "markdown_text": first,
            **await self._recipient(delivery, connection, address),
        }
        said = await self._workspaces.post(delivery.tenant_id, connection, "chat.startStream", body)
        ts = said.get("ts")
        if not isinstance(ts, str):
            raise OutcomeUnknown("chat.startStream: the answer names no message")
        return ts

    async def _ended(
        self,
        delivery: Delivery,
        connection: ChannelConnection,
        place: Mapping[str, str],
        others: list[str],
        made: Rendered,
    ) -> None:
        until = self._clock() + _APPENDS_WITHIN_S
        while len(others) > 1 and self._clock() < until:
            part = {**place, "markdown_text": others.pop(0)}
            await self._workspaces.post(delivery.tenant_id, connection, "chat.appendStream", part)
        last = "".join(others)
        body: dict[str, Any] = {**place, "blocks": list(made.rest), "metadata": made.metadata}
        if last:
            body["markdown_text"] = last
        await self._workspaces.post(delivery.tenant_id, connection, "chat.stopStream", body)

    async def _stopped(
        self, delivery: Delivery, connection: ChannelConnection, place: Mapping[str, str]
    ) -> timedelta | None:
        """A message that is being streamed cannot be updated; mostly this one is not any more, and
        the update tells. How long Slack asks to be left alone, where it does."""
        try:
            await self._workspaces.post(
                delivery.tenant_id, connection, "chat.stopStream", dict(place)
            )
        except SlackRefused:
            return None
        except DependencyUnavailable as down:
            return down.retry_after
        return None

    async def _recipient(
        self, delivery: Delivery, connection: ChannelConnection, address: ChannelAddress
    ) -> dict[str, str]:
        """Where a whole organisation has installed the app, a stream has to name its reader."""
        organisation = connection.settings.get(ENTERPRISE)
        if not organisation or connection.account != organisation:
            return {}
        said = await self._workspaces.get(
            delivery.tenant_id, connection, "conversations.info", {"channel": address.recipient}
        )
        channel = said.get("channel")
        user = channel.get("user") if isinstance(channel, dict) else None
        if not isinstance(user, str):
            raise DependencyUnavailable("conversations.info: the answer names no person")
        return {"recipient_team_id": organisation, "recipient_user_id": user}

    def _take_start(self, account: str) -> bool:
        now = self._clock()
        if len(self._starts) >= _MOST_WORKSPACES:
            self._starts.clear()
        starts = self._starts.setdefault(account, deque(maxlen=_STARTS_A_MINUTE))
        if len(starts) == _STARTS_A_MINUTE and now - starts[0] < _MINUTE_S:
            return False
        starts.append(now)
        return True


def may_stream(delivery: Delivery, address: ChannelAddress) -> bool:
    """Long answers of the bot in threads of direct messages. Elsewhere Slack wants the reader's
    name, which an address does not hold."""
    return (
        delivery.role is Role.BOT
        and len(delivery.text) >= STREAMED_FROM
        and address.recipient.startswith("D")
        and bool(address.thread)
    )


def is_begun(message: Mapping[str, Any], delivery: Delivery, connection: ChannelConnection) -> bool:
    """Whether the message, which has no metadata of ours, is this delivery as a stream that has
    died: said by our bot, empty or with the beginning of our words."""
    ours = [
        message.get(name) == connection.settings[setting]
        for name, setting in (("bot_id", BOT_ID), ("user", BOT_USER))
        if setting in connection.settings
    ]
    if not any(ours):
        return False
    theirs = _letters(str(message.get("text") or ""))
    length = min(len(theirs), _SAME_BEGINNING)
    return not theirs or (length >= _ENOUGH and _letters(delivery.text)[:length] == theirs[:length])


def _letters(text: str) -> str:
    """What is left of the words whatever Slack makes of their format."""
    return "".join(filter(str.isalnum, html.unescape(text)))
