"""Memory twin of the signals between desks."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from domain.desk.signals import AgentLooks, CustomerTypes

_Queue = asyncio.Queue[AgentLooks | CustomerTypes]


class MemoryDeskSignals:
    """Implements `DeskSignals` within one process."""

    def __init__(self) -> None:
        self._queues: defaultdict[str, set[_Queue]] = defaultdict(set)
        self.told: list[AgentLooks | CustomerTypes] = []

    async def tell(self, tenant_id: str, signal: AgentLooks | CustomerTypes) -> None:
        self.told.append(signal)
        for queue in self._queues[tenant_id]:
            queue.put_nowait(signal)

    @contextmanager
    def heard(self, tenant_id: str) -> Iterator[_Queue]:
        queue: _Queue = asyncio.Queue()
        self._queues[tenant_id].add(queue)
        try:
            yield queue
        finally:
            self._queues[tenant_id].discard(queue)
