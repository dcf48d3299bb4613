"""Masking over the messages of a conversation: a card's number may come in two of them."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

import structlog

from domain.errors import DependencyUnavailable
from domain.messages import InboundMessage, Role
from domain.payment_secrets import Kept, masked_message
from domain.ports import Transcripts
from domain.split_numbers import NOTHING, Unfinished, goes_on, masked_after

_log = structlog.get_logger(__name__)

_KEPT_FOR: Final = timedelta(minutes=10)
_MOST_CONVERSATIONS: Final = 20_000
_LATEST: Final = 8
"""Messages of the transcript, the bot's included, that may hold what another gateway has taken."""
_READ_WITHIN: Final = timedelta(milliseconds=500)


class _Remembered(NamedTuple):
    message_id: str
    before: Unfinished
    after: Unfinished
    at: datetime


class UnfinishedNumbers:
    """Remembers, for ten minutes and in memory only, with which number each conversation's last
    message ends.

    Where another gateway has taken that message, the transcript says what it was. Two messages at
    once by two gateways are not seen together.
    """

    def __init__(
        self,
        transcripts: Transcripts | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._transcripts = transcripts
        self._clock = clock
        self._last: OrderedDict[tuple[str, str], _Remembered] = OrderedDict()

    async def masked(self, message: InboundMessage, kept: Kept) -> InboundMessage:
        """The message as it may be kept. Masking it again gives the same."""
        key = (message.tenant_id, message.conversation_id)
        before = self._known(key, message.message_id)
        if before == NOTHING and goes_on(message.text):
            before = await self._told(message, kept)
        text, after = masked_after(before, message.text, kept)
        self._last[key] = _Remembered(message.message_id, before, after, self._clock())
        self._last.move_to_end(key)
        while len(self._last) > _MOST_CONVERSATIONS:
            self._last.popitem(last=False)
        return masked_message(message, kept, text=text)

    def _known(self, key: tuple[str, str], message_id: str) -> Unfinished:
        last = self._last.get(key)
        if last is None or self._clock() - last.at > _KEPT_FOR:
            return NOTHING
        return last.before if last.message_id == message_id else last.after

    async def _told(self, message: InboundMessage, kept: Kept) -> Unfinished:
        """What the customer's latest messages end with; nothing where they cannot be read now."""
        if self._transcripts is None:
            return NOTHING
        here = (message.tenant_id, message.conversation_id)
        try:
            async with asyncio.timeout(_READ_WITHIN.total_seconds()):
                latest = await self._transcripts.history(*here, before=None, limit=_LATEST)
        except (DependencyUnavailable, TimeoutError):
            _log.warning("earlier_messages_unread", conversation_id=message.conversation_id)
            return NOTHING
        before = NOTHING
        for one in latest:
            is_earlier = one.role is Role.CUSTOMER and one.message_id != message.message_id
            if is_earlier and self._clock() - one.at <= _KEPT_FOR:
                _, before = masked_after(before, one.text, kept)
        return before
