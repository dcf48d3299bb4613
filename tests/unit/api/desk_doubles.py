"""A desk in memory, whose stream and signals a test tells."""

from dataclasses import dataclass, field

from api.desk_ports import DeskPorts
from domain.desk.lists import (
    DeskAgent,
    DeskConversation,
    DeskViewer,
    HandoffFilter,
    HandoffPage,
    OpenedConversation,
)
from domain.desk.signals import AgentLooks
from domain.errors import NotFound
from infra.memory.desk_events import MemoryDeskEvents
from infra.memory.desk_signals import MemoryDeskSignals
from tests.unit.api.recording import NOW


@dataclass
class PlainDeskReads:
    """Answers as a test says, and notes who asked for what."""

    profile: DeskAgent = field(default_factory=DeskAgent)
    held: set[str] = field(default_factory=set)
    looks: list[AgentLooks] = field(default_factory=list)
    asked: list[tuple[DeskViewer, HandoffFilter]] = field(default_factory=list)

    async def queues_of(self, tenant_id: str, agent: str) -> tuple[str, ...]:
        return self.profile.queues

    async def agent(self, tenant_id: str, agent: str) -> DeskAgent:
        return self.profile

    async def handoffs(
        self,
        tenant_id: str,
        viewer: DeskViewer,
        wanted: HandoffFilter,
        *,
        cursor: str | None,
        limit: int,
    ) -> HandoffPage:
        self.asked.append((viewer, wanted))
        return HandoffPage(seq=7, handoffs=())

    async def conversation(
        self, tenant_id: str, conversation_id: str, viewer: DeskViewer, *, messages: int
    ) -> OpenedConversation:
        await self.require_visible(tenant_id, conversation_id, viewer)
        row = {"channel": "web", "status": "active", "owner": "bot", "opened_at": NOW}
        shown = DeskConversation.model_validate(
            {**row, "conversation_id": "web-1", "agent": None, "customer_ref": None, "last_seq": 0}
        )
        return OpenedConversation(seq=7, conversation=shown, handoff=None, messages=())

    async def require_visible(
        self, tenant_id: str, conversation_id: str, viewer: DeskViewer
    ) -> None:
        if conversation_id != "web-1":
            raise NotFound("There is no such conversation.")

    async def held_by(self, tenant_id: str, agent: str) -> set[str]:
        return self.held

    async def lookers(self, tenant_id: str) -> list[AgentLooks]:
        return self.looks


@dataclass
class PlainDesk:
    """All of it."""

    events: MemoryDeskEvents = field(default_factory=MemoryDeskEvents)
    signals: MemoryDeskSignals = field(default_factory=MemoryDeskSignals)
    reads: PlainDeskReads = field(default_factory=PlainDeskReads)

    def as_ports(self) -> DeskPorts:
        return DeskPorts(events=self.events, signals=self.signals, reads=self.reads)
