"""Health of the event store: one check at a time, shared by all who ask."""

import asyncio
from datetime import timedelta
from typing import Final

from domain.errors import DependencyUnavailable
from domain.ports import Dependency

_LOOKED_WITHIN: Final = timedelta(seconds=1)
_LOOK_EVERY: Final = timedelta(milliseconds=300)


class EventStoreHealth:
    """An outage concerns thousands of streams at once; they share one look."""

    def __init__(self, store: Dependency) -> None:
        self._store = store
        self._asking: asyncio.Task[bool] | None = None

    async def answers(self) -> bool:
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask(), name="store-watch")
        return await asyncio.shield(self._asking)

    async def wait_until_up(self) -> None:
        while not await self.answers():  # noqa: ASYNC110 - it is asked of another process
            await asyncio.sleep(_LOOK_EVERY.total_seconds())

    async def _ask(self) -> bool:
        try:
            async with asyncio.timeout(_LOOKED_WITHIN.total_seconds()):
                await self._store.check()
        except (DependencyUnavailable, TimeoutError):
            return False
        return True
