"""Accepted means answered: a message goes to its conversation, or waits for it in the spool."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from api.admission_fallback import ASKED_WITHIN
from api.unfinished_numbers import UnfinishedNumbers
from domain.errors import DependencyUnavailable
from domain.messages import InboundMessage
from domain.payment_secrets import Kept, nothing_kept
from domain.ports import InboundSpool, Transcripts

_RETRY_AFTER = timedelta(seconds=2)
_STORED_WITHIN = timedelta(seconds=4)
_PAUSE_AFTER_FAILURE = timedelta(seconds=1)


class Conversations(Protocol):
    """What intake needs of the port `ConversationGateway`."""

    async def deliver(self, message: InboundMessage) -> None:
        """Raise DependencyUnavailable where it cannot be reached now."""
        ...


def _nothing_kept_by(_tenant_id: str) -> Kept:
    return nothing_kept


class MessageIntake:
    """Delivers, or spools. While a conversation has spooled messages, new ones join them."""

    def __init__(
        self,
        conversations: Conversations,
        spool: InboundSpool,
        kept_by: Callable[[str], Kept] = _nothing_kept_by,
        transcripts: Transcripts | None = None,
    ) -> None:
        """`kept_by` gives, for a tenant, where in a text its own identifiers stand; the transcripts
        tell what other gateways have taken."""
        self._conversations = conversations
        self._spool = spool
        self._kept_by = kept_by
        self._unfinished = UnfinishedNumbers(transcripts)
        self._down_until = 0.0
        self._is_suspect = False
        self._is_probing = False

    async def accept(self, message: InboundMessage, *, spooled: bool | None = None) -> None:
        """Raise DependencyUnavailable only where the message could be kept nowhere.

        After it, or after a time-out, sending the same id again is safe. `spooled` says whether
        messages of the conversation wait, where the caller has just asked. Numbers of cards and
        accounts are masked here, before anything keeps the message.
        """
        kept = self._kept_by(message.tenant_id)
        message = await self._unfinished.masked(message, kept)
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
