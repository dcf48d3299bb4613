"""Activities whose brain is a function of the test's, and whose store is a dict."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.handoffs import (
    AgentMessageRecord,
    ApprovalChange,
    HandoffChange,
    OwnerRecord,
    SeenUpTo,
)
from activities.notes import CustomerNote
from activities.turns import CommitNotice, taken
from domain.conversations import TurnOutcome
from domain.dialogue.commands import Command, HandOff, Say
from domain.dialogue.events import CustomerSpoke, Event
from domain.handoffs import AgentMessageRecorded, NewerMessage
from domain.messages import InboundMessage, Reply
from domain.tenant_settings import ConversationPolicy
from domain.tools import ToolCall, ToolOutcome, ToolStatus
from domain.turns import (
    AdvanceTurn,
    CommitTurn,
    OpenSession,
    SessionOpened,
    StepResult,
    StepTaken,
    TakeStep,
    TurnCommitted,
)

Brain = Callable[[Event], Sequence[Command]]


def say(text: str) -> Say:
    return Say(reply=Reply(text=text))


def echo(event: Event) -> Sequence[Command]:
    """Answers each message with its own words, and everything else with its kind."""
    if isinstance(event, CustomerSpoke):
        return [say(f"you said: {event.text}")]
    return [say(str(getattr(event, "kind", "")))]


class FakeTurns:
    """Stands where TurnActivities stands. `said` is what the customer saw, in order."""

    def __init__(self, brain: Brain = echo, policy: ConversationPolicy | None = None) -> None:
        self.brain = brain
        self.policy = policy or ConversationPolicy()
        self.said: list[str] = []
        self.notes: list[str] = []
        """Responses that the customer heard while a person served them."""
        self.events: list[Event] = []
        self.revisions: list[str] = []
        """On which each event was decided."""
        self.ended: list[tuple[str, TurnOutcome, tuple[str, ...]]] = []
        self.handoffs: list[str] = []
        self.inbound: list[InboundMessage] = []
        """The messages of each turn, as they were stored."""
        self.sessions = 0
        self.steps: dict[tuple[str, int], StepResult] = {}
        self.turn_of: dict[str, str] = {}
        self.failures: list[str] = []
        """Names of activities that fail the next time they run."""
        self.cannot: Callable[[Event], bool] = lambda _: False
        """Events on which the brain always fails."""
        self.needs_a_provider = False
        """Whether what is said has still to be delivered, unlike on the web."""
        self.left_open: tuple[str, ...] = ()
        """What the ledger has open when a session is opened."""
        self.void: set[str] = set()
        """Ids of messages whose sessions no longer hold when they are stored."""
        self.advancing: asyncio.Event | None = None
        """Set by a test that wants `advance_turn` to wait for it."""

    def all(self) -> list[Callable[..., Any]]:
        return [
            self.open_session,
            self.take_step,
            self.advance_turn,
            self.commit_turn,
            self.commit_notice,
            self.commit_note,
        ]

    def _may_fail(self, name: str) -> None:
        if name in self.failures:
            self.failures.remove(name)
            raise ApplicationError("switched to fail", type="DependencyUnavailable")

    @activity.defn
    async def open_session(self, request: OpenSession) -> SessionOpened:
        self._may_fail("open_session")
        self.sessions += 1
        return SessionOpened(
            session=self.sessions, revision="r1", policy=self.policy, left_open=self.left_open
        )

    @activity.defn
    async def advance_turn(self, request: AdvanceTurn) -> StepResult:
        self._may_fail("advance_turn")
        if self.cannot(request.event):
            raise ApplicationError("never works", type="DependencyUnavailable")
        if self.advancing is not None:
            await self.advancing.wait()
        self.events.append(request.event)
        self.revisions.append(request.conversation.revision)
        return StepResult(commands=tuple(self.brain(request.event)), state=request.state)

    @activity.defn
    async def commit_turn(self, request: CommitTurn) -> TurnCommitted:
        self._may_fail("commit_turn")
        key = (request.turn, request.step)
        if key in self.steps:
            self._may_fail("answer of commit_turn")
            return TurnCommitted(
                adopted=self.steps[key], to_send=self._to_send(*_said(self.steps[key]))
            )
        duplicates = tuple(
            m.message_id
            for m in request.inbound
            if self.turn_of.get(m.message_id, request.turn) != request.turn
        )
        void = tuple(m.message_id for m in request.inbound if m.message_id in self.void)
        if duplicates or void:
            return TurnCommitted(duplicates=duplicates, void=void)
        self.steps[key] = request.result
        self.handoffs += [c.handoff_id for c in request.result.commands if isinstance(c, HandOff)]
        for message in request.inbound:
            self.turn_of[message.message_id] = request.turn
            self.inbound.append(message)
        self.said += _said(request.result)
        if request.ends is not None:
            ids = tuple(m for m, turn in self.turn_of.items() if turn == request.turn)
            self.ended.append((request.turn, request.ends, ids))
        self._may_fail("answer of commit_turn")
        return TurnCommitted(to_send=self._to_send(*_said(request.result)))

    @activity.defn
    async def take_step(self, request: TakeStep) -> StepTaken:
        result = (await self.advance_turn(request.advance)).after(request.found)
        return await taken(request, result, self.commit_turn)

    @activity.defn
    async def commit_notice(self, notice: CommitNotice) -> TurnCommitted:
        self._may_fail("commit_notice")
        self.said.append("one moment please")
        return TurnCommitted(to_send=self._to_send("one moment please"))

    @activity.defn
    async def commit_note(self, note: CustomerNote) -> TurnCommitted:
        self.notes.append(note.response)
        return TurnCommitted(to_send=self._to_send(note.response))

    def _to_send(self, *texts: str) -> tuple[str, ...]:
        return texts if self.needs_a_provider else ()


def _said(result: StepResult) -> list[str]:
    return [c.reply.text for c in result.commands if isinstance(c, Say)]


class FakeDesk:
    """Stands where HandoffActivities stands."""

    def __init__(self) -> None:
        self.changes: list[HandoffChange] = []
        self.owners: list[OwnerRecord] = []
        self.messages: list[str] = []
        self.approvals: list[ApprovalChange] = []
        self.newer: list[NewerMessage] = []
        """What has been written, for agents who have not seen it."""
        self.looks = 0
        self.looking: asyncio.Event | None = None
        """Whoever has looked for newer words waits for this."""
        self.recording: asyncio.Event | None = None
        """Whoever stores an agent's message waits for this."""
        self.needs_a_provider = False
        """Whether what is said has still to be delivered, unlike on the web."""

    def all(self) -> list[Callable[..., Any]]:
        return [
            self.record_change,
            self.record_owner,
            self.record_agent_message,
            self.record_unless_newer,
            self.find_newer,
            self.record_approval,
        ]

    @activity.defn
    async def record_change(self, change: HandoffChange) -> None:
        self.changes.append(change)

    @activity.defn
    async def record_owner(self, record: OwnerRecord) -> None:
        self.owners.append(record)

    @activity.defn
    async def record_agent_message(self, record: AgentMessageRecord) -> tuple[str, ...]:
        if self.recording is not None:
            await self.recording.wait()
        self.messages.append(record.message.text)
        ids = (record.message.text,)
        return ids if self.needs_a_provider else ()

    @activity.defn
    async def record_unless_newer(self, record: AgentMessageRecord) -> AgentMessageRecorded:
        newer = tuple(each for each in self.newer if each.seq > (record.message.seen or 0))
        if newer:
            return AgentMessageRecorded(newer=newer)
        return AgentMessageRecorded(to_send=await self.record_agent_message(record))

    @activity.defn
    async def find_newer(self, asked: SeenUpTo) -> tuple[NewerMessage, ...]:
        self.looks += 1
        found = tuple(each for each in self.newer if each.seq > asked.seen)
        if self.looking is not None:
            await self.looking.wait()
        return found

    @activity.defn
    async def record_approval(self, change: ApprovalChange) -> None:
        self.approvals.append(change)


class FakeTools:
    """A backend: answers from `results`, is down while `is_down`, and can be made to wait."""

    def __init__(self) -> None:
        self.calls: list[ToolCall] = []
        self.is_down = False
        self.refuses: str | None = None
        self.answering: asyncio.Event | None = None

    @activity.defn
    async def call_tool(self, call: ToolCall) -> ToolOutcome:
        self.calls.append(call)
        if self.answering is not None:
            await self.answering.wait()
        if self.is_down:
            raise ApplicationError("down", type="DependencyUnavailable")
        if self.refuses:
            return ToolOutcome(status=ToolStatus.REFUSED, code=self.refuses)
        return ToolOutcome(status=ToolStatus.SUCCEEDED, result={"status": "shipped"})
