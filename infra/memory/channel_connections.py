"""The memory twin of the accounts through which tenants use channels."""

from collections.abc import Mapping
from datetime import UTC, datetime

from domain.channel_addresses import Channel
from domain.channels import (
    LONGEST_REASON,
    MOST_CONNECTIONS,
    ChannelConnection,
    ConnectionListing,
)
from domain.errors import Conflict, NotFound

_Place = tuple[str, str, str]


class MemoryChannelConnections:
    """Implements `ChannelConnections`. Nothing here awaits between reading and writing."""

    def __init__(self) -> None:
        self._kept: dict[_Place, tuple[ChannelConnection, datetime]] = {}
        self._ended: dict[_Place, str] = {}

    async def connect(self, tenant_id: str, connection: ChannelConnection) -> None:
        place = (tenant_id, connection.channel.value, connection.account)
        others = [each for each in self._kept if each[0] == tenant_id and each != place]
        if len(others) >= MOST_CONNECTIONS:
            raise Conflict(f"{tenant_id} has {MOST_CONNECTIONS} accounts; remove one first")
        self._kept[place] = (connection, datetime.now(UTC))
        self._ended.pop(place, None)

    async def get(self, tenant_id: str, channel: Channel, account: str) -> ChannelConnection:
        place = (tenant_id, channel.value, account)
        if place not in self._kept or place in self._ended:
            raise NotFound(f"{tenant_id} has no account {account!r} on the channel {channel}")
        return self._kept[place][0]

    async def listed(self, tenant_id: str) -> list[ConnectionListing]:
        return [
            ConnectionListing(
                channel=connection.channel,
                account=connection.account,
                settings=connection.settings,
                secrets=tuple(sorted(connection.secrets)),
                connected_at=at,
                end_reason=self._ended.get(place),
            )
            for place, (connection, at) in sorted(self._kept.items(), key=lambda kept: kept[0])
            if place[0] == tenant_id
        ]

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
        place = (tenant_id, channel.value, account)
        if place not in self._kept or place in self._ended:
            return True
        if settings is not None and self._kept[place][0].settings != settings:
            return False
        if connected_by is not None and self._kept[place][1] > connected_by:
            return False
        self._ended[place] = reason[:LONGEST_REASON]
        return True

    async def remove(self, tenant_id: str, channel: Channel, account: str) -> None:
        place = (tenant_id, channel.value, account)
        if self._kept.pop(place, None) is None:
            raise NotFound(f"{tenant_id} has no account {account!r} on the channel {channel}")
        self._ended.pop(place, None)
