"""Actions of people on a conversation: claim, write, return, approve, repair, end.

Checks run as update validators: what they reject writes no history and names the reason.
"""

from temporalio import workflow

from domain.conversations import EndChat, Repair, RepairAction
from domain.dialogue.events import (
    ApprovalDecided,
    Event,
    IdleElapsed,
    OperatorForcedHandoff,
    OperatorSkippedStep,
)
from domain.handoffs import AgentMessage, Claimed, ClaimHandoff, DecideApproval, ReturnToBot
from workflows.conversation_state import ConversationInput
from workflows.deferred_calls import DeferredCalls
from workflows.durability_barrier import DurabilityBarrier
from workflows.inbox import InboxEntry, SeenIds
from workflows.ownership import Ownership
from workflows.rejections import conflict, not_yet
from workflows.turn import TurnRunner


class StaffActions:
    """Changes ownership and queues what is to be done; the main loop does it, in order."""

    def __init__(
        self,
        state: ConversationInput,
        seen: SeenIds,
        turns: TurnRunner,
        deferred: DeferredCalls,
        barrier: DurabilityBarrier,
    ) -> None:
        self._state = state
        self._seen = seen
        self._turns = turns
        self._deferred = deferred
        self._barrier = barrier
        self._ownership = Ownership(state)

    def check_claim(self, claim: ClaimHandoff, *, is_busy: bool) -> None:
        """Reject with Conflict or NotYet."""
        self._ownership.check_claim(claim, is_busy=is_busy)

    async def claim(self, claim: ClaimHandoff) -> Claimed:
        """Returns once the conversation is the agent's and any send of the bot is final."""
        owned = self._ownership
        handoff = owned.open_handoff()
        claimed = Claimed(handoff_id=claim.handoff_id, assigned_agent=claim.agent.name)
        if handoff.assigned_agent not in {None, claim.agent.name}:  # warm, see check_claim
            self._barrier.begin()
            owned.begin_claim(handoff, claim.agent.name)
            owned.take_over(claim, workflow.now())
            return claimed
        if handoff.assigned_agent is not None:
            await workflow.wait_condition(lambda: owned.is_settled(handoff))
            owned.require_open(handoff)
            return claimed
        self._barrier.begin()
        owned.begin_claim(handoff, claim.agent.name)
        await self._turns.fall_silent()
        owned.require_open(handoff)
        owned.take_over(claim, workflow.now())
        return claimed

    def check_in_charge(self, handoff_id: str, agent: str, *, by_supervisor: bool = False) -> None:
        """Reject with Conflict, NotAllowed or NotYet who does not have the conversation."""
        self._ownership.check_in_charge(handoff_id, agent, by_supervisor=by_supervisor)

    def send(self, message: AgentMessage) -> None:
        """Queue what the agent writes, once for each message id."""
        if self._seen.add(f"agent {message.message_id}"):
            self._queue(InboxEntry(at=workflow.now(), agent_message=message))

    def give_back(self, request: ReturnToBot) -> None:
        """The bot has the conversation again, from the next entry on."""
        self._barrier.begin()
        self._ownership.give_back(request, workflow.now())

    def check_decision(self, decision: DecideApproval) -> None:
        """Reject with Conflict what is decided already, or was shown differently."""
        approval = self._state.approvals.get(decision.approval_id)
        if approval is None:
            raise conflict("this approval is no longer open")
        if approval.digest != decision.digest:
            raise conflict("what was shown has changed; read it again before deciding")

    def decide(self, decision: DecideApproval) -> None:
        """Queue the decision for the dialogue."""
        self._barrier.begin()
        del self._state.approvals[decision.approval_id]
        self._add_event(
            ApprovalDecided(
                at=workflow.now(),
                approval_id=decision.approval_id,
                approved=decision.approve,
                digest=decision.digest,
                by=decision.by,
                note=decision.note,
            )
        )

    def check_repair(self, repair: Repair) -> None:
        """Reject with Conflict a repair that has nothing to mend."""
        state = self._state
        if repair.action is RepairAction.RETRY_NOW and not state.deferred:
            raise conflict("no call is deferred")
        if repair.action is RepairAction.SKIP_STEP and not _is_waiting(state):
            raise conflict("no flow waits at a step")
        if repair.action is RepairAction.FORCE_HANDOFF and state.handoff is not None:
            raise conflict(f"already handed off to {state.handoff.queue}")

    def repair(self, repair: Repair) -> str:
        """Do it once for each repair id; returns a sentence for the operator."""
        if not self._seen.add(f"repair {repair.repair_id}"):
            return "done before"
        self._barrier.begin()
        now = workflow.now()
        match repair.action:
            case RepairAction.RETRY_NOW:
                tried = self._deferred.try_now()
                return f"trying {tried} deferred {'call' if tried == 1 else 'calls'} now"
            case RepairAction.SKIP_STEP:
                self._add_event(OperatorSkippedStep(at=now, by=repair.by))
                return "skipping the step"
            case RepairAction.FORCE_HANDOFF:
                self._add_event(OperatorForcedHandoff(at=now, by=repair.by, queue=repair.queue))
                return "handing off"
            case RepairAction.CLOSE:
                self._queue(InboxEntry(at=now, close_reason=f"operator {repair.by}"))
                return "closing"

    def check_end(self, *, is_busy: bool) -> None:
        """Reject with NotYet or Conflict while something is still to come."""
        state = self._state
        if is_busy or state.inbox:
            raise not_yet("the conversation is busy, ask again in a moment")
        if state.approvals or state.deferred or state.held or self._deferred.in_flight:
            raise conflict("something is still under way here; it ends by itself after that")
        if state.waits and state.handoff is not None:
            raise conflict(
                "a reminder is still to come here; the chat can end once the person has left it"
            )

    def end(self, request: EndChat) -> None:
        """What a flow has half done is taken back first, as when the customer falls silent; one
        that waits for a moment keeps its promise, and the conversation stays for that."""
        if not self._seen.add(f"end {request.request_id}"):
            return
        self._barrier.begin()
        now, state = workflow.now(), self._state
        is_half_done = any(frame.done for frame in state.dialogue.stack)
        if state.handoff is None and (is_half_done or state.waits):
            self._add_event(IdleElapsed(at=now, stage="close"))
        else:
            self._queue(InboxEntry(at=now, close_reason="customer"))

    def _add_event(self, event: Event) -> None:
        self._queue(InboxEntry.model_validate({"at": workflow.now(), "event": event}))

    def _queue(self, entry: InboxEntry) -> None:
        self._state.inbox.add(entry)


def _is_waiting(state: ConversationInput) -> bool:
    frames = (*state.dialogue.stack, *state.dialogue.parked)
    return any(frame.waiting is not None for frame in frames)
