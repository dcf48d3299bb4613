"""Accepted means answered: a message goes to its conversation, or waits for it in the spool."""

import asyncio
import logging
from collections.abc import Awaitable
from datetime import timedelta
from typing import Protocol, TypeVar

from api.admission_fallback import ASKED_WITHIN
from domain.errors import DependencyUnavailable, DuralogueError
from domain.messages import InboundMessage
from domain.ports import InboundSpool

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

_RETRY_AFTER = timedelta(seconds=2)
_STORED_WITHIN = timedelta(seconds=4)
_PAUSE_AFTER_FAILURE = timedelta(seconds=1)
_LOOK_EVERY = timedelta(seconds=1)
_AT_ONCE = 32
"""Conversations drained side by side: a backlog is answered without a thundering herd, and is not
left behind by those who arrive meanwhile."""


class Conversations(Protocol):
    """What intake needs of the port `ConversationGateway`."""

    async def deliver(self, message: InboundMessage) -> None:
        """Raise DependencyUnavailable where it cannot be reached now."""
        ...


class MessageIntake:
    """Delivers, or spools. While a conversation has spooled messages, new ones join them."""

    def __init__(self, conversations: Conversations, spool: InboundSpool) -> None:
        self._conversations = conversations
        self._spool = spool
        self._down_until = 0.0
        self._is_suspect = False
        self._is_probing = False

    async def accept(self, message: InboundMessage, *, spooled: bool | None = None) -> None:
        """Raise DependencyUnavailable only where the message could be kept nowhere.

        After it, or after a time-out, sending the same id again is safe. `spooled` says whether
        messages of the conversation wait, where the caller has just asked.
        """
        must_join = await self._must_join(message) if spooled is None else spooled
        if not must_join and await self._is_delivered(message):
            return
        try:
            async with asyncio.timeout(_STORED_WITHIN.total_seconds()):
                await self._spool.add(message)
        except (DependencyUnavailable, TimeoutError) as error:
            raise DependencyUnavailable(
                "the message could not be stored, send it again", retry_after=_RETRY_AFTER
            ) from error

    async def _is_delivered(self, message: InboundMessage) -> bool:
        """Try, unless the last try failed a moment ago; after it, one finds out for all others."""
        clock = asyncio.get_running_loop().time
        if clock() < self._down_until or self._is_probing:
            return False
        self._is_probing = self._is_suspect
        try:
            await self._conversations.deliver(message)
        except DependencyUnavailable:
            self._is_suspect = True
            self._down_until = clock() + _PAUSE_AFTER_FAILURE.total_seconds()
            return False
        finally:
            self._is_probing = False
        self._is_suspect = False
        return True

    async def _must_join(self, message: InboundMessage) -> bool:
        try:
            async with asyncio.timeout(ASKED_WITHIN.total_seconds()):
                return await self._spool.holds(message.tenant_id, message.conversation_id)
        except (DependencyUnavailable, TimeoutError):
            return False  # order against what is spooled at this very moment is not promised


class SpoolDrain:
    """Hands over what was spooled, oldest first in each conversation, once Temporal is back."""

    def __init__(self, conversations: Conversations, spool: InboundSpool) -> None:
        self._conversations = conversations
        self._spool = spool

    async def run(self) -> None:
        """Until cancelled. Every gateway runs one; they share the work by conversation."""
        while True:
            handed_over = await self.drain()
            if not handed_over:
                await asyncio.sleep(_LOOK_EVERY.total_seconds())

    async def drain(self) -> int:
        """One pass over all that waits; how many messages were handed over.

        Whatever goes wrong, with one batch or with all, is for the next pass: what was accepted
        must not wait for somebody to start the gateway again.
        """
        found = await _whatever_comes(self._spool.waiting(), otherwise=[])
        waiting: dict[str, list[str]] = {}
        for tenant_id, conversation_id in found:
            waiting.setdefault(tenant_id, []).append(conversation_id)
        longest = max(map(len, waiting.values()), default=0)
        by_turns = [
            (tenant_id, ids[start : start + _AT_ONCE])
            for start in range(0, longest, _AT_ONCE)
            for tenant_id, ids in waiting.items()
            if start < len(ids)
        ]
        return sum(
            [
                await _whatever_comes(self._spool.drain(*batch, self._hand_over), otherwise=0)
                for batch in by_turns
            ]
        )

    async def _hand_over(self, message: InboundMessage) -> None:
        """A message that is refused stays, and those behind it; other conversations go on."""
        try:
            await self._conversations.deliver(message)
        except DependencyUnavailable:
            raise
        except DuralogueError as error:
            ids = {"conversation_id": message.conversation_id, "message_id": message.message_id}
            _log.exception("spooled_message_refused", extra=ids)
            raise DependencyUnavailable("a spooled message was refused") from error


async def _whatever_comes(result: Awaitable[_T], *, otherwise: _T) -> _T:
    try:
        return await result
    except DependencyUnavailable:
        return otherwise
    except Exception:  # noqa: BLE001 - whatever it is, the next pass comes
        _log.exception("spool_drain_failed")
        return otherwise
