"""Tells from time to time which waiting customers still follow their conversation."""

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Final, Self

import structlog

from domain.errors import DuralogueError
from domain.ports.customer_sightings import CustomerSightings

_log = structlog.get_logger(__name__)
_EVERY: Final = timedelta(seconds=30)
_AT_ONCE: Final = 1_000

Followed = Callable[[], Collection[tuple[str, str]]]


class SightingLoop:
    """Runs while the gateway does; one statement for each tenant with open streams."""

    def __init__(self, followed: Followed, sightings: CustomerSightings | None) -> None:
        """`followed` are the conversations, by tenant and id, that have an open stream."""
        self._followed = followed
        self._sightings = sightings
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        if self._sightings is not None:
            self._running = asyncio.create_task(self._run(self._sightings), name="sightings")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running

    async def _run(self, sightings: CustomerSightings) -> None:
        while True:
            await asyncio.sleep(_EVERY.total_seconds())
            await tell(self._followed(), sightings, at=datetime.now(UTC))


async def tell(
    followed: Collection[tuple[str, str]], sightings: CustomerSightings, *, at: datetime
) -> None:
    """What goes wrong is for the next time."""
    by_tenant: dict[str, list[str]] = {}
    for tenant_id, conversation_id in followed:
        by_tenant.setdefault(tenant_id, []).append(conversation_id)
    for tenant_id, conversations in by_tenant.items():
        for start in range(0, len(conversations), _AT_ONCE):
            try:
                await sightings.saw(tenant_id, conversations[start : start + _AT_ONCE], at=at)
            except DuralogueError as error:
                _log.warning("customers_not_seen", tenant_id=tenant_id, reason=str(error))
