"""The engine on a stage: a clock that jumps, a backend that answers by script."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, assert_never

from activities.form_reading import form_submitted
from domain.bot.model import Bot
from domain.conversations import ConversationStatus
from domain.dialogue.commands import (
    AskApproval,
    AwaitInput,
    CallTool,
    CancelApproval,
    CancelCall,
    CancelHandoff,
    CancelWait,
    CloseConversation,
    Command,
    DeferCall,
    FindAnswer,
    HandOff,
    ProposeMeaning,
    Say,
    WaitAnew,
    WaitUntil,
)
from domain.dialogue.context import context_of
from domain.dialogue.engine import decide
from domain.dialogue.events import (
    AnswerFound,
    ApprovalDecided,
    ApprovalExpired,
    CustomerSpoke,
    Event,
    HandoffClaimed,
    HandoffReturned,
    HandoffUnanswered,
    IdleElapsed,
    MessageUnderstood,
    MomentReached,
    NoAnswerFound,
    ToolGaveUp,
    ToolInputExpired,
)
from domain.dialogue.state import DialogueState
from domain.dialogue.text.numbered_choices import said_by_number
from domain.forms import FormAnswers
from domain.knowledge import Answer
from domain.messages import Citation, Reply, VerifiedCustomer
from domain.understanding.model import DialogueContext, Understanding

_NO_FLOW = "-"
"""What a form is of that is sent while nothing is being talked about."""
Understand = Callable[[str, DialogueContext], Awaitable[Understanding]]


class Stage:
    """Keeps what the workflow keeps: the state, what is outstanding, and the time."""

    def __init__(self, bot: Bot, at: datetime, customer: VerifiedCustomer | None) -> None:
        self.bot = bot
        self.at = at
        self.state = DialogueState(
            name="rehearsal", channel="web", locale=bot.tenant.branding.locales[0]
        )
        self.replies: list[Reply] = []
        self.call: CallTool | None = None
        self.deferred: dict[str, DeferCall] = {}
        self.approvals: list[AskApproval] = []
        self.waits: dict[str, datetime] = {}
        self.inputs: dict[str, datetime] = {}
        self._asked: set[str] = set()
        self.handoff: HandOff | None = None
        self.claimed = False
        self.closed = False
        self.heard: str | None = None
        self._customer = customer
        self._unanswered: list[datetime] = []
        self._quiet_since = at
        self._nudged = False
        self._finds: str | None = None

    async def hear(self, text: str, understand: Understand, finds: str | None) -> None:
        """The customer speaks. `finds` is what the knowledge answers, should it be asked."""
        self.closed, self._nudged, self._finds = False, False, finds
        text = said_by_number(self.bot, self.state, text)
        understanding = await understand(text, context_of(self.bot, self.state, self.at))
        self.heard = understanding.intent
        self.happen(
            MessageUnderstood(
                at=self.at, text=text, understanding=understanding, customer=self._customer
            )
        )

    async def fill(self, values: Mapping[str, str], understand: Understand) -> None:
        """The customer sends the form of the flow that is being talked about."""
        self.closed, self._nudged, self._finds, self.heard = False, False, None, "a form"
        front = self.state.stack[-1].flow if self.state.stack else _NO_FLOW
        form = FormAnswers(flow=front, values=dict(values))
        spoke = CustomerSpoke(at=self.at, text="", message_ids=(), customer=self._customer)
        self.happen(await form_submitted(self.bot, self.state, spoke, form, understand))

    def happen(self, event: Event) -> None:
        """Decide, and carry out what is decided."""
        decision = decide(self.bot, self.state, event)
        self.state = decision.state
        self._quiet_since = self.at
        for command in decision.commands:
            self._carry_out(command)
        asked = {frame.asked.ref for frame in self.state.stack if frame.asked is not None}
        for ref in self._asked - asked:  # answered, or its flow has ended
            self.inputs.pop(ref, None)
        self._asked = asked

    def decide_approval(self, asked: AskApproval, *, approved: bool) -> None:
        self.approvals.remove(asked)
        self.happen(
            ApprovalDecided(
                at=self.at,
                approval_id=asked.approval_id,
                approved=approved,
                digest=asked.digest,
                by="supervisor",
            )
        )

    def human(self, does: str) -> None:
        if self.handoff is None:
            return
        handoff_id = self.handoff.handoff_id
        if does == "claims":
            self.claimed, self._unanswered = True, []
            self.happen(HandoffClaimed(at=self.at, handoff_id=handoff_id, agent="Sam"))
        else:
            self.handoff, self.claimed, self._unanswered = None, False, []
            self.happen(HandoffReturned(at=self.at, handoff_id=handoff_id))

    def wait(self, lasts: timedelta) -> None:
        """Let time pass; what falls due happens in its order."""
        until = self.at + lasts
        while due := min((d for d in self._due() if d[0] <= until), default=None):
            self.at = max(due[0], self.at)
            self._fire(due[1], due[2])
        self.at = until

    def phase(self) -> ConversationStatus:  # noqa: PLR0911 - one for each status
        if self.claimed:
            return ConversationStatus.WITH_HUMAN
        if self.handoff is not None:
            return ConversationStatus.WAITING_FOR_HUMAN
        if self.closed:
            return ConversationStatus.CLOSED
        if self.approvals:
            return ConversationStatus.WAITING_FOR_APPROVAL
        if self.deferred or self.call:
            return ConversationStatus.WAITING_FOR_BACKEND
        if self.state.question is not None:
            return ConversationStatus.WAITING_FOR_CUSTOMER
        return ConversationStatus.ACTIVE

    def _due(self) -> list[tuple[datetime, str, str]]:
        due = [(deferred.give_up_at, "gave_up", ref) for ref, deferred in self.deferred.items()]
        due += [(asked.expires_at, "expired", asked.approval_id) for asked in self.approvals]
        due += [(moment, "moment", ref) for ref, moment in self.waits.items()]
        due += [(until, "unanswered", ref) for ref, until in self.inputs.items()]
        if self._unanswered and self.handoff is not None:
            due.append((self._unanswered[0], "nobody", self.handoff.handoff_id))
        idle = self.bot.tenant.idle
        if self._may_end():
            if idle.nudge_after is not None and not self._nudged:
                due.append((self._quiet_since + idle.nudge_after, "nudge", ""))
            due.append((self._quiet_since + idle.close_after, "close", ""))
        return due

    def _may_end(self) -> bool:
        """As the workflow: a session never ends while a call, an approval or a handoff is open."""
        is_open = self.call or self.deferred or self.approvals or self.handoff or self.inputs
        return not is_open and not self.closed

    def _fire(self, kind: str, ref: str) -> None:
        match kind:
            case "gave_up":
                happened = self.deferred.pop(ref).may_have_happened
                self.happen(ToolGaveUp(at=self.at, call_id=ref, may_have_happened=happened))
            case "expired":
                self.approvals = [asked for asked in self.approvals if asked.approval_id != ref]
                self.happen(ApprovalExpired(at=self.at, approval_id=ref))
            case "moment":
                del self.waits[ref]
                self.happen(MomentReached(at=self.at, wait_id=ref))
                self._nudged = True
            case "unanswered":
                del self.inputs[ref]
                self.happen(ToolInputExpired(at=self.at, call_id=ref))
            case "nobody":
                self._unanswered.pop(0)
                self.happen(HandoffUnanswered(at=self.at, handoff_id=ref))
            case "nudge":
                quiet, self._nudged = self._quiet_since, True
                self.happen(IdleElapsed(at=self.at, stage="nudge"))
                self._quiet_since = quiet
            case _:
                self.happen(IdleElapsed(at=self.at, stage="close"))

    def _carry_out(self, command: Command) -> None:  # noqa: C901, PLR0912 - one for each command
        match command:
            case Say():
                self.replies.append(command.reply)
            case ProposeMeaning():
                pass  # asked before a decision, and never by one
            case FindAnswer():
                self.happen(self._look_up(command.query))
            case CallTool():
                self.call = command
            case DeferCall():
                self.deferred[command.call.call_id] = command
            case AwaitInput():
                self.inputs[command.call_id] = command.until
            case CancelCall():
                self.deferred.pop(command.call_id, None)
            case AskApproval():
                self.approvals.append(command)
            case CancelApproval():
                kept = [a for a in self.approvals if a.approval_id != command.approval_id]
                self.approvals = kept
            case WaitUntil():
                self.waits[command.wait_id] = command.at
            case CancelWait():
                self.waits.pop(command.wait_id, None)
            case HandOff():
                self.handoff, self.claimed = command, False
                self._unanswered = [command.nobody_at, *(command.nobody_again or ())]
            case WaitAnew():
                self.claimed = False
                self._unanswered = [command.nobody_at, *(command.nobody_again or ())]
            case CancelHandoff():
                self.handoff, self._unanswered = None, []
            case CloseConversation():
                self.closed = True
            case _:
                assert_never(command)

    def _look_up(self, query: str) -> Event:
        if self._finds is None:
            return NoAnswerFound(at=self.at, query=query)
        found = Answer(
            text=self._finds,
            citations=(Citation(document_id="rehearsal", title="Rehearsal"),),
            confidence=1.0,
        )
        return AnswerFound(at=self.at, query=query, answer=found)

    def slot(self, name: str) -> Any:
        return self.state.slots.get(name)
