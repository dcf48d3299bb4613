"""Wake-ups of tenants' desks from the gateway: none of them fails a request."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import structlog

from domain.errors import DuralogueError
from domain.ports.desk import DeskWakes

_log = structlog.get_logger(__name__)
_EVERY: Final = timedelta(seconds=20)
"""At most, for heartbeats: they come from every open desk, and mostly bring no news."""


class DeskBell:
    """A wake-up that is lost is made good: by the desk's own timer while anybody waits, and by the
    next heartbeat of any agent, which starts a desk that should run and does not."""

    def __init__(self, wakes: DeskWakes, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._wakes = wakes
        self._clock = clock
        self._rung: dict[str, float] = {}

    async def ring(self, tenant_id: str) -> None:
        """Something has changed."""
        self._rung[tenant_id] = self._clock()
        try:
            await self._wakes.wake(tenant_id)
        except DuralogueError as error:
            _log.warning("desk_not_woken", tenant_id=tenant_id, reason=str(error))

    async def heartbeat(self, tenant_id: str) -> None:
        """Somebody is still there, and may have come back from their break."""
        rung = self._rung.get(tenant_id)
        if rung is None or self._clock() - rung >= _EVERY.total_seconds():
            await self.ring(tenant_id)
