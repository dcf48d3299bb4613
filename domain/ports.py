"""What the product needs from the world, as Protocols. Adapters live in infra/ and channels/."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from domain.bot.model import Bot, HttpOperation, Tool
from domain.conversations import (
    ConversationEvent,
    ConversationStatus,
    ConversationView,
    Owner,
    RecentTurn,
    Repair,
)
from domain.handoffs import (
    AgentMessage,
    Approval,
    ApprovalStatus,
    Claimed,
    ClaimHandoff,
    DecideApproval,
    Handoff,
    HandoffStatus,
    ReturnToBot,
)
from domain.knowledge import Answer, Chunk, KnowledgeDocument, Passage, Section, SyncReport
from domain.messages import InboundMessage, TranscriptMessage
from domain.staff import StaffMember, StaffRole
from domain.tools import ToolCall, ToolCallRecord, ToolOutcome
from domain.turns import CommitTurn, OpenSession, SessionOpened, TurnCommitted
from domain.understanding.model import DialogueContext, Understanding

Vector = tuple[float, ...]


class Bots(Protocol):
    """Published revisions of bots. Revisions are immutable, so adapters may cache them."""

    async def get(self, tenant_id: str, revision: str) -> Bot:
        """Raise NotFound where there is no such revision."""
        ...

    async def current(self, tenant_id: str) -> Bot:
        """Raise NotFound for an unknown tenant or one that has published nothing."""
        ...

    async def publish(self, bot: Bot, *, by: str) -> bool:
        """Store and make current. False if this revision was current already."""
        ...


class Embedder(Protocol):
    """Sentence embeddings, L2-normalised, 384 dimensions for MiniLM."""

    async def embed(self, texts: Sequence[str]) -> list[Vector]: ...


class Understander(Protocol):
    """Intent, entities and references of one message, for one revision of a bot."""

    async def understand(
        self, bot: Bot, text: str, context: DialogueContext, vector: Vector | None = None
    ) -> Understanding: ...


class Retriever(Protocol):
    async def search(
        self, tenant_id: str, query: str, vector: Vector, *, limit: int = 6, today: datetime
    ) -> list[Passage]:
        """Best first; documents past `valid_until` and those not public are left out."""
        ...


class KnowledgeSources(Protocol):
    """A tenant's documents as written, on their way to the index."""

    async def replace(self, tenant_id: str, documents: Sequence[KnowledgeDocument]) -> None:
        """Exactly these are the tenant's documents from now on."""
        ...

    async def hashes(self, tenant_id: str) -> dict[str, str]:
        """document_id -> content_hash of what shall be indexed."""
        ...

    async def get(self, tenant_id: str, document_id: str) -> KnowledgeDocument:
        """Raise NotFound where the tenant has no such document (any more)."""
        ...


class SectionReader(Protocol):
    """Takes a document's markdown apart at its headings."""

    def sections(self, body: str) -> list[Section]: ...


class KnowledgeStore(Protocol):
    """A tenant's documents as indexed. `swap` is atomic: readers see all of a sync or nothing."""

    async def hashes(self, tenant_id: str) -> dict[str, str]:
        """document_id -> content_hash of what is indexed now."""
        ...

    async def staged(self, tenant_id: str, sync_id: str) -> dict[str, str]:
        """document_id -> content_hash of what this sync has staged so far."""
        ...

    async def stage(
        self, tenant_id: str, sync_id: str, document: KnowledgeDocument, chunks: Sequence[Chunk]
    ) -> None: ...

    async def swap(self, tenant_id: str, sync_id: str, removed: Sequence[str]) -> SyncReport: ...


class Answerer(Protocol):
    """Turns passages into an answer with citations, or None rather than a guess."""

    async def answer(
        self, query: str, vector: Vector, passages: Sequence[Passage]
    ) -> Answer | None: ...


class TurnStore(Protocol):
    """The transaction behind a turn: transcript, ledger, state, events and NOTIFY in one."""

    async def open_session(self, request: OpenSession) -> SessionOpened: ...

    async def commit(self, request: CommitTurn) -> TurnCommitted: ...


class Transcripts(Protocol):
    async def history(
        self, tenant_id: str, conversation_id: str, *, before: int | None, limit: int
    ) -> list[TranscriptMessage]:
        """Oldest first; `before` is the cursor: only messages with a smaller `seq`."""
        ...

    async def recent_turns(
        self, tenant_id: str, conversation_id: str, *, limit: int = 10
    ) -> list[RecentTurn]: ...


class ConversationEvents(Protocol):
    """A conversation's numbered events, and being woken when there are more."""

    async def after(
        self, tenant_id: str, conversation_id: str, seq: int, *, limit: int = 200
    ) -> list[ConversationEvent]: ...

    async def latest(self, tenant_id: str, conversation_id: str) -> int:
        """0 for a conversation without events."""
        ...

    def follow(
        self, tenant_id: str, conversation_id: str, seq: int
    ) -> AsyncIterator[ConversationEvent]:
        """Every event after `seq`, in order, for ever; woken by NOTIFY, no polling loop."""
        ...


class AgentRecords(Protocol):
    """What the human side writes into a conversation's records, each idempotent by its id."""

    async def record_forwarded(
        self, messages: Sequence[InboundMessage], *, session: int, turn: str, at: datetime
    ) -> tuple[str, ...]:
        """A customer's words for the human who owns the conversation; returns duplicates."""
        ...

    async def record_agent_message(
        self, message: AgentMessage, *, tenant_id: str, conversation_id: str, session: int
    ) -> tuple[str, ...]:
        """Into transcript, events and ledger; returns ledger ids still to be delivered."""
        ...

    async def record_owner(
        self,
        tenant_id: str,
        conversation_id: str,
        *,
        owner: Owner,
        status: ConversationStatus,
        agent: str | None,
        at: datetime,
    ) -> None:
        """Ownership and status as the conversation decided them; writes a `handoff` event."""
        ...


class Handoffs(Protocol):
    """The agents' queue as a projection; the workflows decide, this shows."""

    async def opened(self, handoff: Handoff) -> None: ...

    async def changed(
        self,
        tenant_id: str,
        handoff_id: str,
        *,
        status: HandoffStatus,
        agent: str | None = None,
        escalated: bool | None = None,
        at: datetime,
    ) -> None: ...

    async def get(self, tenant_id: str, handoff_id: str) -> Handoff: ...

    async def listed(
        self, tenant_id: str, *, status: HandoffStatus | None, queue: str | None, limit: int = 100
    ) -> list[Handoff]:
        """Escalated and urgent first, then the longest waiting."""
        ...


class Approvals(Protocol):
    async def requested(self, approval: Approval) -> None: ...

    async def changed(
        self,
        tenant_id: str,
        approval_id: str,
        *,
        status: ApprovalStatus,
        by: str | None = None,
        note: str = "",
        at: datetime,
    ) -> None: ...

    async def get(self, tenant_id: str, approval_id: str) -> Approval: ...

    async def listed(
        self, tenant_id: str, *, status: ApprovalStatus | None, limit: int = 100
    ) -> list[Approval]: ...


class ToolCaller(Protocol):
    """Calls a tenant's tool. Raises DependencyUnavailable; a refusal (4xx) is an outcome."""

    async def call(self, tool: Tool, operation: HttpOperation, call: ToolCall) -> ToolOutcome: ...


class ToolLog(Protocol):
    async def record(self, entry: ToolCallRecord) -> None: ...


class Tickets(Protocol):
    """Our own ticketing: the `ticket` and `callback` of a handoff nobody answered."""

    async def create(
        self, tenant_id: str, conversation_id: str, *, key: str, kind: str, contact: str, about: str
    ) -> str:
        """Returns the ticket's id; the same key returns the same ticket."""
        ...


class ConversationGateway(Protocol):
    """The conversation as the gateway reaches it: signals in, updates with an answer."""

    async def deliver(self, message: InboundMessage) -> None: ...

    async def claim_handoff(
        self, tenant_id: str, conversation_id: str, claim: ClaimHandoff
    ) -> Claimed:
        """Raise Conflict, naming the winner, when somebody else has it."""
        ...

    async def send_agent_message(
        self, tenant_id: str, conversation_id: str, message: AgentMessage
    ) -> None: ...

    async def return_to_bot(
        self, tenant_id: str, conversation_id: str, request: ReturnToBot
    ) -> None: ...

    async def decide_approval(
        self, tenant_id: str, conversation_id: str, decision: DecideApproval
    ) -> None: ...

    async def repair(self, tenant_id: str, conversation_id: str, repair: Repair) -> None: ...

    async def get_state(self, tenant_id: str, conversation_id: str) -> ConversationView: ...

    async def get_recent_turns(
        self, tenant_id: str, conversation_id: str
    ) -> tuple[RecentTurn, ...]: ...


class InboundSpool(Protocol):
    """Messages accepted while Temporal could not be reached."""

    async def add(self, message: InboundMessage) -> None:
        """Keep it, once for each id."""
        ...

    async def holds(self, tenant_id: str, conversation_id: str) -> bool: ...

    async def waiting(self) -> list[tuple[str, str]]:
        """(tenant, conversation) of all that waits, the longest waiting first in each tenant."""
        ...

    async def drain(
        self,
        tenant_id: str,
        conversation_id: str,
        hand_over: Callable[[InboundMessage], Awaitable[None]],
    ) -> int:
        """Hand over in order and forget what was handed over; stop at DependencyUnavailable."""
        ...


class RateLimiter(Protocol):
    async def take(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        """None when allowed; else how long until the next one is. Exact across replicas."""
        ...


class Staff(Protocol):
    async def add(self, tenant_id: str, name: str, role: StaffRole) -> str:
        """Returns the token, which is stored only as a hash and never shown again."""
        ...

    async def find(self, tenant_id: str, token: str) -> StaffMember | None: ...


class TenantKeys(Protocol):
    """Data keys of tenants, wrapped by the master key. Deleting one shreds what it sealed."""

    async def current(self, tenant_id: str) -> tuple[str, bytes]:
        """(key id, 32 bytes); made on first use."""
        ...

    async def get(self, tenant_id: str, key_id: str) -> bytes:
        """Raise NotFound for a key that was never there or has been shredded."""
        ...


class PayloadViewer(Protocol):
    """Temporal's payloads in plain text and back, as protobuf JSON: bytes are base64."""

    async def open_payloads(
        self, tenant_id: str | None, payloads: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """None opens every tenant's. Raise NotAllowed for another tenant's, InvalidInput for
        what is no payload, NotFound where the key is gone."""
        ...

    async def seal_payloads(
        self, tenant_id: str, payloads: list[dict[str, Any]]
    ) -> list[dict[str, Any]]: ...


class Dependency(Protocol):
    """Something `/ready` and `duralogue doctor` ask after."""

    name: str

    async def check(self) -> None:
        """Raise DependencyUnavailable, saying what is wrong."""
        ...
