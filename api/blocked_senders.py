"""Blocked senders, as each gateway remembers them: a message asks no database for them."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from domain.desk.blocking import BlockedKind, BlockedSender, Subject
from domain.errors import DependencyUnavailable
from domain.messages import InboundMessage
from domain.ports.desk_tools import BlockedSenders

_FRESH_FOR: Final = timedelta(seconds=3)
_READ_WITHIN: Final = timedelta(seconds=1)


@dataclass(frozen=True)
class _Known:
    read_at: float
    until: dict[Subject, datetime]


class RememberedBlocks:
    """At most three seconds old. While the database is down those go on that were known: nobody's
    message is refused, or waits, for want of the list."""

    def __init__(
        self, store: BlockedSenders, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._clock = clock
        self._known: dict[str, _Known] = {}

    async def of_message(self, message: InboundMessage) -> Subject | None:
        """By which of its signs the sender is blocked."""
        customer = message.customer.customer_id if message.customer else None
        return await self.find(
            message.tenant_id,
            person=message.person,
            customer=customer,
            conversation_id=message.conversation_id,
        )

    async def find(
        self, tenant_id: str, *, person: str = "", customer: str | None, conversation_id: str
    ) -> Subject | None:
        """None where nothing is known against any of them."""
        signs: list[Subject] = [(BlockedKind.CONVERSATION, conversation_id)]
        if person:
            signs.append((BlockedKind.PERSON, person))
        if customer:
            signs.append((BlockedKind.CUSTOMER, customer))
        until, now = await self._until(tenant_id), datetime.now(UTC)
        return next((each for each in signs if each in until and until[each] > now), None)

    def forget(self, tenant_id: str) -> None:
        """Ask anew at the next message."""
        self._known.pop(tenant_id, None)

    async def _until(self, tenant_id: str) -> dict[Subject, datetime]:
        known = self._known.get(tenant_id)
        if known is not None and self._clock() - known.read_at < _FRESH_FOR.total_seconds():
            return known.until
        until = known.until if known else {}
        # Before it is asked: those who come meanwhile do not ask too.
        self._known[tenant_id] = _Known(self._clock(), until)
        try:
            async with asyncio.timeout(_READ_WITHIN.total_seconds()):
                listed = await self._store.listed(tenant_id, at=datetime.now(UTC))
        except (DependencyUnavailable, TimeoutError):
            return until
        read = _Known(self._clock(), {_subject(each): each.until for each in listed})
        self._known[tenant_id] = read
        return read.until

    async def count(self, tenant_id: str, subject: Subject) -> None:
        """One more message of theirs was not taken; lost where the database is down."""
        try:
            async with asyncio.timeout(_READ_WITHIN.total_seconds()):
                await self._store.count_refused(tenant_id, subject)
        except (DependencyUnavailable, TimeoutError):
            return


def _subject(blocked: BlockedSender) -> Subject:
    return blocked.kind, blocked.subject
