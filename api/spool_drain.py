"""Draining the spool: what was accepted while Temporal was down is handed over, in order."""

import asyncio
import logging
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

from api.message_intake import Conversations
from domain.errors import DependencyUnavailable, DuralogueError
from domain.messages import InboundMessage
from domain.ports import InboundSpool, RateLimiter
from domain.rate_limits import RATES, Plan

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

_LOOK_EVERY = timedelta(seconds=1)
_AT_ONCE = 32
"""Conversations drained side by side: a backlog is answered without a thundering herd, and is not
left behind by those who arrive meanwhile."""
_PACE = RATES[Plan.DEFAULT]


class SpoolDrain:
    """Hands over what was spooled, oldest first in each conversation, once Temporal is back."""

    def __init__(
        self, conversations: Conversations, spool: InboundSpool, pace: RateLimiter | None = None
    ) -> None:
        """`pace` counts what each conversation is handed: what a provider has signed waits here
        too, where its sender is over a limit, and must not come all at once after all."""
        self._conversations = conversations
        self._spool = spool
        self._pace = pace

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
        if self._pace is not None:
            key = f"{message.tenant_id}/spooled/{message.conversation_id}"
            wait = await self._pace.take(key, per_minute=_PACE.per_minute, burst=_PACE.burst)
            if wait is not None:
                raise DependencyUnavailable("it is not this conversation's turn", retry_after=wait)
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
