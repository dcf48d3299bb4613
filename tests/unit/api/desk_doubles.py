"""A desk in memory, whose stream and signals a test tells."""

from dataclasses import dataclass, field
from datetime import datetime

from api.desk_ports import DeskPorts
from domain.desk.context import ContextFacts, EarlierConversation
from domain.desk.lists import (
    DeskAgent,
    DeskConversation,
    DeskViewer,
    HandoffFilter,
    HandoffPage,
    OpenedConversation,
)
from domain.desk.reports import DayBreach, DayNumbers, DayReport, NamedNumbers, Wall, WallAgent
from domain.desk.signals import AgentLooks
from domain.desk.suggestions import Suggestion
from domain.desk.timeline import CustomerProfile, TimelineEntry, TimelineKind
from domain.errors import NotFound
from domain.handoffs import DueFor
from domain.knowledge import Answer
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
class PlainContexts:
    """One customer, one turn, and the facts that a test gives."""

    known: ContextFacts = field(default_factory=lambda: ContextFacts(revision="0" * 12))

    async def facts(self, tenant_id: str, conversation_id: str, *, until: datetime) -> ContextFacts:
        return self.known

    async def earlier(
        self, tenant_id: str, conversation_id: str, viewer: DeskViewer
    ) -> list[EarlierConversation]:
        return []

    async def customer(
        self, tenant_id: str, conversation_id: str, viewer: DeskViewer
    ) -> CustomerProfile:
        return CustomerProfile(conversation_id=conversation_id, channel="web", first_seen_at=NOW)

    async def timeline(self, tenant_id: str, conversation_id: str) -> list[TimelineEntry]:
        return [TimelineEntry(kind=TimelineKind.TURN, id="s1t1", title="hi", at=NOW, ms=12)]


@dataclass
class PlainSuggestions:
    """Both ports: what is asked, answered and noted."""

    question: str | None = "How long do I have?"
    answer: Answer | None = None
    kept: list[Suggestion] = field(default_factory=list)
    sent: list[tuple[str, str, str]] = field(default_factory=list)

    async def find(
        self, tenant_id: str, conversation_id: str, suggestion_id: str, query: str, *, at: datetime
    ) -> Answer | None:
        return self.answer

    async def open_question(self, tenant_id: str, conversation_id: str) -> str | None:
        return self.question

    async def keep(
        self, tenant_id: str, conversation_id: str, agent: str, query: str, suggested: Suggestion
    ) -> None:
        self.kept.append(suggested)

    async def note_sent(
        self, tenant_id: str, conversation_id: str, suggestion_id: str, message_id: str, text: str
    ) -> None:
        self.sent.append((suggestion_id, message_id, text))


BREACH = DayBreach(
    handoff_id="h-1",
    conversation_id="web-1",
    queue="returns",
    due_for=DueFor.NEXT_REPLY,
    due_at=NOW,
    because={"en": "due Mon 09:30: 45 min on Fri, 15 on Mon"},
)


@dataclass
class PlainReports:
    """Notes for which times it was asked."""

    asked: list[tuple[datetime, ...]] = field(default_factory=list)

    async def wall(self, tenant_id: str, *, since: datetime) -> Wall:
        self.asked.append((since,))
        agent = WallAgent(agent="Ann", presence="busy", load=1, capacity=None, since=NOW)
        return Wall(seq=7, agents=(agent,), queues=(), conversations=())

    async def day(self, tenant_id: str, *, start: datetime, end: datetime) -> DayReport:
        self.asked.append((start, end))
        total = DayNumbers(handed_over=2, first_reply_median_s=1.5)
        lines = (NamedNumbers(name="=HYPERLINK(1)", handed_over=2), NamedNumbers(name="Eve, M."))
        return DayReport(
            day=start.date(),
            zone="UTC",
            total=total,
            queues=(),
            agents=lines,
            by_hour=(1, 1),
            breaches=(BREACH,),
        )


@dataclass
class PlainDesk:
    """All of it."""

    events: MemoryDeskEvents = field(default_factory=MemoryDeskEvents)
    signals: MemoryDeskSignals = field(default_factory=MemoryDeskSignals)
    reads: PlainDeskReads = field(default_factory=PlainDeskReads)
    contexts: PlainContexts = field(default_factory=PlainContexts)
    suggestions: PlainSuggestions = field(default_factory=PlainSuggestions)
    reports: PlainReports = field(default_factory=PlainReports)

    def as_ports(self) -> DeskPorts:
        return DeskPorts(**vars(self), suggester=self.suggestions)
