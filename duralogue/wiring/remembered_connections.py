"""Accounts of channels, as each process remembers them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.channel_addresses import Channel
from domain.channels import ChannelConnection, ConnectionListing
from domain.errors import DependencyUnavailable, NotFound
from domain.ports import ChannelConnections

_REMEMBERED_FOR = timedelta(seconds=10)
"""So long a change takes to reach every process; hardly a call waits for the database."""
_MOST_MISSING = 10_000
_Place = tuple[str, Channel, str]
"""Tenant, channel and account."""


@dataclass
class RememberedConnections:
    """Implements `ChannelConnections` over a store: what was read is good for ten seconds, and
    while the store is down for as long as that lasts, so that messages can still be verified.

    That there is no such account is remembered too, for so many: else the time that a call takes
    would tell which accounts there are.
    """

    store: ChannelConnections
    remembered_for: timedelta = _REMEMBERED_FOR
    _known: dict[_Place, tuple[float, ChannelConnection]] = field(default_factory=dict)
    _missing: dict[_Place, float] = field(default_factory=dict)

    async def get(self, tenant_id: str, channel: Channel, account: str) -> ChannelConnection:
        place = (tenant_id, channel, account)
        known = self._known.get(place)
        now = time.monotonic()
        if known is not None and known[0] > now:
            return known[1]
        if self._missing.get(place, now) > now:
            raise NotFound(f"{tenant_id} has no account {account!r} on the channel {channel}")
        try:
            found = await self.store.get(tenant_id, channel, account)
        except DependencyUnavailable:
            if known is None:
                raise
            found = known[1]
        except NotFound:
            self._known.pop(place, None)
            self._note_missing(place, now)
            raise
        self._known[place] = (now + self.remembered_for.total_seconds(), found)
        return found

    def _note_missing(self, place: _Place, now: float) -> None:
        if len(self._missing) >= _MOST_MISSING:  # whoever invents accounts must not fill memory
            self._missing.clear()
        self._missing[place] = now + self.remembered_for.total_seconds()

    def _forget(self, place: _Place) -> None:
        self._known.pop(place, None)
        self._missing.pop(place, None)

    async def connect(self, tenant_id: str, connection: ChannelConnection) -> None:
        await self.store.connect(tenant_id, connection)
        self._forget((tenant_id, connection.channel, connection.account))

    async def listed(self, tenant_id: str) -> list[ConnectionListing]:
        return await self.store.listed(tenant_id)

    async def end(
        self,
        tenant_id: str,
        channel: Channel,
        account: str,
        reason: str,
        *,
        settings: Mapping[str, str] | None = None,
        connected_by: datetime | None = None,
    ) -> bool:
        has_ended = await self.store.end(
            tenant_id, channel, account, reason, settings=settings, connected_by=connected_by
        )
        self._forget((tenant_id, channel, account))
        return has_ended

    async def remove(self, tenant_id: str, channel: Channel, account: str) -> None:
        await self.store.remove(tenant_id, channel, account)
        self._forget((tenant_id, channel, account))
