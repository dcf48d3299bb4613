"""Published keys of customer tokens, over a client that is opened by the first fetch."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from domain.ports import ConnectedServers, PublishedKeySets


class KeySetsAtFirstUse:
    """Implements `PublishedKeySets`. Importing the HTTP client, and reading the authorities that it
    trusts, takes a twentieth of the gateway's start; few tenants publish keys."""

    def __init__(
        self,
        opened: AsyncExitStack,
        listed: Sequence[str],
        servers: Mapping[str, Sequence[str]],
        connected: ConnectedServers,
    ) -> None:
        self._opened = opened
        self._reaches = (listed, servers, connected)
        self._opening = asyncio.Lock()
        self._key_sets: PublishedKeySets | None = None

    async def fetch(self, tenant_id: str, url: str) -> bytes:
        async with self._opening:
            if self._key_sets is None:
                self._key_sets = await self._open()
        return await self._key_sets.fetch(tenant_id, url)

    async def _open(self) -> PublishedKeySets:
        from infra.http.key_sets import open_key_sets

        return await self._opened.enter_async_context(open_key_sets(*self._reaches))


@asynccontextmanager
async def key_sets_at_first_use(
    listed: Sequence[str],
    servers: Mapping[str, Sequence[str]],
    connected: ConnectedServers,
) -> AsyncIterator[KeySetsAtFirstUse]:
    """What was opened is closed at the end."""
    async with AsyncExitStack() as opened:
        yield KeySetsAtFirstUse(opened, listed, servers, connected)
