"""Memory twin of the desks' event stream."""

from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from domain.desk.events import DeskEvent, DeskEventKind
from infra.memory.database import NewEvents


class MemoryDeskEvents:
    """Implements `DeskEvents` within one process; what triggers tell there, `tell` does here."""

    def __init__(self) -> None:
        self._events: defaultdict[str, list[DeskEvent]] = defaultdict(list)
        self._latest: defaultdict[str, int] = defaultdict(int)
        self._new_events = NewEvents()

    def tell(
        self,
        tenant_id: str,
        kind: DeskEventKind,
        data: dict[str, Any],
        *,
        queue: str | None = None,
        agent: str | None = None,
        conversation_id: str | None = None,
    ) -> DeskEvent:
        """The next number."""
        self._latest[tenant_id] += 1
        event = DeskEvent(
            seq=self._latest[tenant_id],
            kind=kind,
            queue=queue,
            agent=agent,
            conversation_id=conversation_id,
            data=data,
            at=datetime.now(UTC),
        )
        self._events[tenant_id].append(event)
        self._new_events.announce()
        return event

    async def range_of(self, tenant_id: str) -> tuple[int, int]:
        kept, latest = self._events[tenant_id], self._latest[tenant_id]
        return (kept[0].seq if kept else latest + 1), latest

    async def after(self, tenant_id: str, seq: int, *, limit: int = 200) -> list[DeskEvent]:
        return [event for event in self._events[tenant_id] if event.seq > seq][:limit]

    async def follow(self, tenant_id: str, seq: int) -> AsyncIterator[DeskEvent]:
        while True:
            events = await self.after(tenant_id, seq)
            for event in events:
                seq = event.seq
                yield event
            if not events:
                await self._new_events.wait()

    async def forget(self, tenant_id: str, *, before: datetime) -> int:
        old = [event for event in self._events[tenant_id] if event.at < before]
        self._events[tenant_id] = self._events[tenant_id][len(old) :]
        return len(old)
