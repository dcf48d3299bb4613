"""Tells customers' open pages that the agent who has their conversation is typing."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from api.desk_ports import DeskPorts
from api.outage_notices import AgentTypes, ConversationKey, Shown
from domain.desk.signals import AgentLooks
from domain.errors import DependencyUnavailable

_Pages = set[asyncio.Queue[Shown]]


class AgentTyping:
    """Hears the signals between a tenant's desks while a customer of theirs has a page open here.

    Nothing is stored, and a page forgets by itself whom it has not heard of for long.
    """

    def __init__(self, desk: DeskPorts | None) -> None:
        self._desk = desk
        self._pages: defaultdict[str, dict[str, _Pages]] = defaultdict(dict)
        self._where: dict[tuple[str, str], str] = {}
        """Where an agent was last said to be typing, by tenant and agent."""
        self._ears: dict[str, asyncio.Task[None]] = {}

    @contextmanager
    def told_to(self, conversation: ConversationKey, page: asyncio.Queue[Shown]) -> Iterator[None]:
        """While the block is open."""
        tenant_id, conversation_id = conversation
        pages = self._pages[tenant_id].setdefault(conversation_id, set())
        pages.add(page)
        self._listen(tenant_id)
        try:
            yield
        finally:
            pages.discard(page)
            if not pages:
                self._pages[tenant_id].pop(conversation_id, None)
            if not self._pages[tenant_id]:
                self._stop(tenant_id)

    def _listen(self, tenant_id: str) -> None:
        ear = self._ears.get(tenant_id)
        if self._desk is not None and (ear is None or ear.done()):
            self._ears[tenant_id] = asyncio.create_task(self._hear_all(self._desk, tenant_id))

    def _stop(self, tenant_id: str) -> None:
        del self._pages[tenant_id]
        if ear := self._ears.pop(tenant_id, None):
            ear.cancel()
        for each in [each for each in self._where if each[0] == tenant_id]:
            del self._where[each]

    async def _hear_all(self, desk: DeskPorts, tenant_id: str) -> None:
        with desk.signals.heard(tenant_id) as signals:
            while True:
                signal = await signals.get()
                if isinstance(signal, AgentLooks):
                    await self._hear(desk, tenant_id, signal)

    async def _hear(self, desk: DeskPorts, tenant_id: str, looks: AgentLooks) -> None:
        who = (tenant_id, looks.agent)
        before, now = self._where.pop(who, None), looks.typing
        if before is not None and before != now:
            self._tell(tenant_id, before, active=False)
        if now in self._pages[tenant_id] and await _holds(desk, tenant_id, looks.agent, now):
            self._where[who] = now
            self._tell(tenant_id, now, active=True)

    def _tell(self, tenant_id: str, conversation_id: str, *, active: bool) -> None:
        said = AgentTypes(active, datetime.now(UTC))
        for page in self._pages[tenant_id].get(conversation_id, ()):
            page.put_nowait(said)


async def _holds(desk: DeskPorts, tenant_id: str, agent: str, conversation_id: str) -> bool:
    """A colleague who looks on, or writes a note, is not seen by the customer."""
    try:
        return conversation_id in await desk.reads.held_by(tenant_id, agent)
    except DependencyUnavailable:
        return False
