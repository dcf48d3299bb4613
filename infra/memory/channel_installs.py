"""The memory twin of installs that are under way."""

import time
from collections.abc import Callable
from datetime import timedelta

from domain.channel_addresses import Channel
from domain.channel_installs import INSTALL_WITHIN, MOST_PENDING, PendingInstall


class MemoryChannelInstalls:
    """Implements `ChannelInstalls` within one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._pending: dict[tuple[str, str], tuple[float, PendingInstall]] = {}
        """By tenant and state: when it has begun, and what."""
        self._claimed: dict[tuple[str, Channel, str], float] = {}

    async def begin(self, tenant_id: str, install: PendingInstall) -> None:
        since = self._clock() - INSTALL_WITHIN.total_seconds()
        ours = [place for place in self._pending if place[0] == tenant_id]
        kept = [place for place in ours if self._pending[place][0] > since][1 - MOST_PENDING :]
        for place in set(ours) - set(kept):
            del self._pending[place]
        self._pending[tenant_id, install.state] = (self._clock(), install)

    async def take(self, tenant_id: str, install: PendingInstall) -> bool:
        begun_at, found = self._pending.pop((tenant_id, install.state), (0.0, None))
        return found == install and self._clock() - begun_at < INSTALL_WITHIN.total_seconds()

    async def claim_refresh(
        self, tenant_id: str, channel: Channel, account: str, *, lasts: timedelta
    ) -> bool:
        place, now = (tenant_id, channel, account), self._clock()
        if self._claimed.get(place, now) > now:
            return False
        self._claimed[place] = now + lasts.total_seconds()
        return True
