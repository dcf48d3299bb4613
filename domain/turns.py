"""The steps of a turn as data: what is decided and what is stored, one by one or in one go."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel

from domain.channel_addresses import (
    Channel,
)
from domain.channels import MessageChange
from domain.conversations import TurnOutcome
from domain.dialogue.commands import Awaited, CallTool, Command, FindAnswer, ProposeMeaning, Say
from domain.dialogue.events import (
    AnswerFound,
    NoAnswerFound,
    ToolAsked,
    ToolRefused,
    ToolSucceeded,
    TurnEvent,
)
from domain.dialogue.state import DialogueState
from domain.knowledge import Answer, Topic
from domain.messages import (
    InboundMessage,
    VerifiedCustomer,
)
from domain.tenant_settings import ConversationPolicy
from domain.tools import Effect, ToolCall, ToolOutcome, ToolStatus
from domain.understanding.model import Explanation


class ConversationRef(BaseModel):
    """Which conversation, on which revision of the bot."""

    tenant_id: str
    conversation_id: str
    channel: Channel
    revision: str = ""


class OpenSession(BaseModel):
    """Find or make the conversation's row and pin the current revision."""

    conversation: ConversationRef
    at: datetime


class SessionOpened(BaseModel):
    """The session, with what it pins until its end."""

    session: int
    revision: str
    policy: ConversationPolicy
    locale: str = "en"
    left_open: tuple[str, ...] = ()
    """Ledger ids that are not final: of a run that was terminated, if not of the one that asks."""


class TraceEntry(BaseModel):
    """One thing done inside a step: what, for how long, with which outcome."""

    step: str
    ms: float
    note: str = ""


class Findings(BaseModel):
    """What was understood on the way to a decision, and what it took."""

    intent: str | None = None
    confidence: float | None = None
    trace: tuple[TraceEntry, ...] = ()
    form_text: str = ""
    """What a form's answers say, each behind its question; for the transcript."""
    explanation: Explanation | None = None
    """Why the message was understood so; stored, and not handed on."""

    def and_then(self, trace: Iterable[TraceEntry]) -> "Findings":
        """The same with a longer trace."""
        return self.model_copy(update={"trace": (*self.trace, *trace)})


class StepResult(Findings):
    """What one step of a turn decided. Stored by `commit_turn` and adopted by the workflow."""

    commands: tuple[Command, ...]
    state: DialogueState

    def findings(self) -> Findings:
        """What it found, without commands and state."""
        return Findings(
            intent=self.intent,
            confidence=self.confidence,
            trace=self.trace,
            form_text=self.form_text,
            explanation=self.explanation,
        )

    def after(self, found: Findings | None) -> "StepResult":
        """With what the steps before it have found out and not stored."""
        if found is None:
            return self
        changes: dict[str, object] = {"trace": (*found.trace, *self.trace)}
        changes |= {} if self.form_text else {"form_text": found.form_text}
        changes |= {} if self.explanation else {"explanation": found.explanation}
        if self.intent is None:
            changes |= {"intent": found.intent, "confidence": found.confidence}
        return self.model_copy(update=changes)

    def tool_call(self) -> CallTool | None:
        """The call that the turn waits for; there is at most one."""
        return next((c for c in self.commands if isinstance(c, CallTool)), None)

    def awaited(self) -> Awaited | None:
        """What the turn waits for, done outside the step; there is at most one."""
        return next((c for c in self.commands if isinstance(c, Awaited)), None)

    def only_reads(self) -> bool:
        """Nothing but what has no effect: it can be stored with what comes of it."""
        awaited = self.awaited()
        is_read = isinstance(awaited, CallTool) and awaited.effect is Effect.READ
        reads = is_read or isinstance(awaited, FindAnswer | ProposeMeaning)
        return reads and len(self.commands) == 1

    def without_words(self) -> "StepResult":
        """What the workflow needs of it: what was said stands in the transcript."""
        kept = tuple(c for c in self.commands if not isinstance(c, Say))
        return self.model_copy(update={"commands": kept, "explanation": None})


class AdvanceTurn(BaseModel):
    """Decide one step of a turn."""

    conversation: ConversationRef
    turn: str
    step: int
    event: TurnEvent
    state: DialogueState
    trace_id: str = ""

    def on(self, event: TurnEvent, state: DialogueState) -> "AdvanceTurn":
        """The same step, with what has come of it so far."""
        return self.model_copy(update={"event": event, "state": state})


def tool_call(
    call: CallTool,
    conversation: ConversationRef,
    *,
    remembered: VerifiedCustomer | None,
    trace_id: str,
) -> ToolCall:
    """What a conversation asks of a backend, complete, for the customer who asked for it.

    `remembered` is for calls that an earlier release decided on: those do not say for whom.
    """
    says_for_whom = "customer" in call.model_fields_set
    return ToolCall(
        tenant_id=conversation.tenant_id,
        conversation_id=conversation.conversation_id,
        revision=conversation.revision,
        call_id=call.call_id,
        tool=call.tool,
        arguments=call.arguments,
        customer=call.customer if says_for_whom else remembered,
        idempotency_key=call.idempotency_key,
        keep=call.keep,
        undo=call.undo,
        answers=call.answers,
        trace_id=trace_id,
    )


def outcome_event(call: CallTool, outcome: ToolOutcome, at: datetime) -> TurnEvent:
    """What the backend's answer is to the dialogue."""
    if outcome.status is ToolStatus.SUCCEEDED:
        return ToolSucceeded(at=at, call_id=call.call_id, result=outcome.result)
    if outcome.status is ToolStatus.ASKS:
        return ToolAsked(at=at, call_id=call.call_id, questions=outcome.questions)
    return ToolRefused(at=at, call_id=call.call_id, code=outcome.code)


def answer_event(
    query: str, answer: Answer | None, at: datetime, topics: Iterable[Topic] = ()
) -> AnswerFound | NoAnswerFound:
    """What was found in the knowledge, as the dialogue hears it."""
    if answer is None:
        return NoAnswerFound(at=at, query=query, topics=tuple(topics))
    return AnswerFound(at=at, query=query, answer=answer)


class CommitTurn(BaseModel):
    """`inbound` holds the turn's messages at step 0 and is empty afterwards.

    `ends` closes the turn with that outcome; a step that leaves slow commands does not end it.
    """

    conversation: ConversationRef
    session: int
    turn: str
    step: int
    inbound: tuple[InboundMessage, ...] = ()
    changes: tuple[MessageChange, ...] = ()
    """By which the turn's messages were withdrawn."""
    result: StepResult
    announces: int | None = None
    """Of a holding notice: the step for which the customer waits. Once that is stored, or the turn
    has ended, nothing of the notice is."""
    ends: TurnOutcome | None = None
    started_at: datetime
    at: datetime
    trace_id: str = ""


class TurnCommitted(BaseModel):
    """`adopted` is set when this step was stored before: it counts, not what was sent.

    `duplicates` names messages that an earlier turn has already handled: nothing was stored,
    and the turn must run again without them. So does `void` of messages whose session no longer
    held when they were sent. `to_send` are ledger ids that a channel still has
    to deliver (none on the web, where the commit is the delivery).
    """

    adopted: StepResult | None = None
    duplicates: tuple[str, ...] = ()
    void: tuple[str, ...] = ()
    to_send: tuple[str, ...] = ()

    @property
    def unheard(self) -> tuple[str, ...]:
        """Messages that the turn must run again without."""
        return (*self.duplicates, *self.void)

    @property
    def unheard_as(self) -> TurnOutcome:
        """What becomes of a turn of which no message is left."""
        return TurnOutcome.REFUSED if self.void else TurnOutcome.DUPLICATE


class TakeStep(BaseModel):
    """Decide and store in one go.

    `ends` is what becomes of the turn if it ends with this step. `found` is what the steps before
    it have found out and not stored, without their commands and state.
    """

    advance: AdvanceTurn
    session: int
    inbound: tuple[InboundMessage, ...] = ()
    ends: TurnOutcome
    started_at: datetime
    at: datetime
    found: Findings | None = None

    def commit(self, result: StepResult) -> CommitTurn:
        """What is to be stored of the step that was decided."""
        return CommitTurn(
            conversation=self.advance.conversation,
            session=self.session,
            turn=self.advance.turn,
            step=self.advance.step,
            inbound=self.inbound,
            result=result,
            ends=None if result.awaited() else self.ends,
            started_at=self.started_at,
            at=self.at,
            trace_id=self.advance.trace_id,
        )


class StepTaken(BaseModel):
    """`committed` is None where the step only reads: nothing was stored yet."""

    result: StepResult
    committed: TurnCommitted | None = None
