"""Wake-ups of tenants' desks from the gateway: none of them fails a request."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import structlog

from domain.desk.settings import AssignmentPolicy
from domain.errors import DuralogueError
from domain.ports.desk import DeskWakes
from domain.tenant_settings import TenantConfig

_log = structlog.get_logger(__name__)
_EVERY: Final = timedelta(seconds=20)
_SELDOM: Final = timedelta(minutes=5)
"""At most so often for heartbeats, which come from every open desk and mostly bring no news; the
second where agents pull, and nobody waits for an offer."""


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

    async def heartbeat(self, tenant: TenantConfig) -> None:
        """Somebody is still there, and may have come back from their break."""
        pushes = tenant.desk.assignment is AssignmentPolicy.PUSH
        every, rung = _EVERY if pushes else _SELDOM, self._rung.get(tenant.tenant)
        if rung is None or self._clock() - rung >= every.total_seconds():
            await self.ring(tenant.tenant)
