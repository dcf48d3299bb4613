"""The turn loop: takes what is next from the inbox and deals with it."""

from datetime import datetime

from temporalio import workflow

from activities.handoffs import ApprovalChange, HandoffActivities
from activities.turns import TurnActivities
from domain.conversations import RecentTurn, TurnOutcome
from domain.dialogue.commands import CancelApproval, CancelHandoff, CloseConversation, Command
from domain.dialogue.events import (
    ApprovalDecided,
    ApprovalExpired,
    HandoffReturned,
    HandoffUnanswered,
    IdleElapsed,
    MomentReached,
    ToolAsked,
    ToolGaveUp,
    ToolInputExpired,
    ToolRefused,
    ToolSucceeded,
    TurnEvent,
)
from domain.handoffs import ApprovalStatus, HandoffStatus
from domain.messages import InboundMessage, Role
from domain.turns import CommitTurn, StepResult
from workflows import options
from workflows.careful_acts import CarefulActs
from workflows.command_executor import CommandExecutor
from workflows.conversation_state import ConversationInput
from workflows.deadlines import deadlines
from workflows.deferred_calls import DeferredCalls
from workflows.desk_records import DeskRecords
from workflows.inbox import InboxEntry
from workflows.inbox_overflow import InboxOverflow
from workflows.message_changes import Changes
from workflows.operator_list import OperatorList
from workflows.ownership import CROSSED_BY_A_RESOLVE, Ownership
from workflows.tool_calls import forget_inputs
from workflows.turn import TurnRunner, spoken
from workflows.turn_steps import Turn
from workflows.turn_summary import turn_summary

_NOT_TAKEN = frozenset({TurnOutcome.DUPLICATE, TurnOutcome.REFUSED})
_MOST_MERGED = 10


class InboxProcessor:
    """Takes entries from the inbox, one turn at a time."""

    def __init__(
        self,
        state: ConversationInput,
        turns: TurnRunner,
        commands: CommandExecutor,
        deferred: DeferredCalls,
        *,
        changes: Changes,
        records: DeskRecords,
        acts: CarefulActs,
    ) -> None:
        self._state = state
        self._ownership = Ownership(state)
        self._records = records
        self._acts = acts
        self._changes = changes
        self._turns = turns
        self._commands = commands
        self._deferred = deferred
        self._overflow = InboxOverflow(state, changes)
        self.turns_done = 0
        self.display = OperatorList(state)

    def is_ready(self) -> bool:
        """Whether the first entry can be dealt with now."""
        until = self.merging_until()
        return bool(self._state.inbox) and (until is None or until <= workflow.now())

    def merging_until(self) -> datetime | None:
        """While the first message still waits for others to join its turn."""
        return self._state.inbox.merging_until(self._state.policy.merge_window)

    async def do_next(self) -> None:
        """Deal with one entry, to its end."""
        await self._overflow.fetch_first()
        entry = self._state.inbox.first()
        if entry is None:
            return
        if entry.message is not None:
            await self._answer(self._take_messages(), entry.at)
        else:
            await self._deal_with(self._state.inbox.take())
        self.display.show()

    async def prepare_roll(self) -> None:
        """Shrink the inbox, and the changes that wait, to what a new run may carry."""
        await self._overflow.put_away()
        while self._changes.are_new():
            await self._changes.look_up()
            await self._overflow.put_away()

    async def meet_deadlines(self) -> None:
        """Do what is due; most of it means putting an event into the inbox."""
        now = workflow.now()
        for deadline in sorted(deadlines(self._state, self._deferred.in_flight)):
            if deadline.at <= now:
                await self._do_due(deadline.kind, deadline.ref)
        self.display.show()

    async def _do_due(self, kind: str, ref: str) -> None:
        state, now = self._state, workflow.now()
        match kind:
            case "attempt" if ref in state.deferred:
                self._deferred.attempt(ref)
            case "give_up" if ref in state.deferred:
                self._deferred.give_up(ref)
            case "remind" if ref in state.approvals:
                state.approvals[ref].remind_at = None
                await self._record_approval(ref, ApprovalStatus.WAITING)
            case "expire" if ref in state.approvals:
                del state.approvals[ref]
                self._add_event(ApprovalExpired(at=now, approval_id=ref))
            case "moment" if ref in state.waits:
                del state.waits[ref]
                self._add_event(MomentReached(at=now, wait_id=ref))
            case "input" if ref in state.inputs:
                state.inputs[ref].until = None
                self._add_event(ToolInputExpired(at=now, call_id=ref))
            case "nudge":
                state.nudged = True
                self._add_event(IdleElapsed(at=now, stage="nudge"))
            case "close":
                state.quiet_since = None
                self._add_event(IdleElapsed(at=now, stage="close"))
            case _:
                pass  # met by an earlier one of the same moment

    async def _deal_with(self, entry: InboxEntry) -> None:
        if entry.event is not None:
            await self._happen(entry.event, entry)
        elif entry.agent_message is not None:
            await self._records.send(entry.agent_message)
        elif entry.owner_change is not None:
            await self._records.change_owner(entry.owner_change)
        elif entry.handoff_update is not None:
            await self._records.update(entry.handoff_update)
        elif entry.note is not None:
            await self._records.tell_customer(entry.note)
        elif entry.withdrawn is not None:
            await self._changes.record_withdrawal(entry.withdrawn)
        elif entry.careful_act is not None:
            await self._acts.take(entry, entry.careful_act)
        elif entry.close_reason is not None:
            await self._close(entry.close_reason)

    def _take_messages(self) -> tuple[InboundMessage, ...]:
        """The first message, and with a merge window those of the same person that followed it."""
        most = _MOST_MERGED if self._state.policy.merge_window else 1
        taken = self._state.inbox.take_messages(most)
        self._state.trace_id = taken[-1].trace_id
        return taken

    async def _answer(self, messages: tuple[InboundMessage, ...], received_at: datetime) -> None:
        started_at = workflow.now()
        spoke = spoken(messages, started_at, self._crossed_since(received_at))
        turn = await self._turns.run(spoke, messages, received_at)
        self._finished(turn, messages)
        await self._records.wake()
        self._state.quiet_since, self._state.nudged = workflow.now(), False

    def _crossed_since(self, received_at: datetime) -> datetime | None:
        """The beginning of the first turn that had not ended when the message came: nobody answers
        a question of such a turn, which they had not seen."""
        crossed = (
            turn.started_at
            for turn in self._state.recent
            if turn.ended_at is not None and turn.ended_at >= received_at
        )
        return min(crossed, default=None)

    async def _happen(self, event: TurnEvent, entry: InboxEntry) -> None:
        """Something for the bot; while a human owns the conversation it is kept for later."""
        if isinstance(event, ApprovalDecided | ApprovalExpired):
            await self._record_decision(event)
        if self._ownership.is_with_human():
            self._ownership.hold(entry)
            return
        if isinstance(event, HandoffUnanswered) and not self._ownership.waits_for_agent():
            return  # somebody has come meanwhile, or it is over
        if isinstance(event, ToolSucceeded | ToolRefused | ToolAsked | ToolGaveUp):
            self._state.deferred.pop(event.call_id, None)  # deferred while its outcome was held
        if isinstance(event, MomentReached):
            self._state.nudged = True  # the customer may not be there at all
            event = event.model_copy(update={"at": workflow.now()})  # it may have been held
        if isinstance(event, HandoffReturned) and self._is_crossed(event):
            event = event.model_copy(update={"asks_rating": False})
        turn = await self._turns.run(event, (), entry.at)
        self._finished(turn, ())
        if not isinstance(event, IdleElapsed):
            self._state.quiet_since = workflow.now()

    def _is_crossed(self, event: HandoffReturned) -> bool:
        """Whether the customer has written while the agent resolved: a question how it was would
        be no answer to that."""
        is_asked = event.resolved and event.asks_rating and self._state.inbox.has_messages()
        return is_asked and workflow.patched(CROSSED_BY_A_RESOLVE)

    def _finished(self, turn: Turn, messages: tuple[InboundMessage, ...]) -> None:
        self.turns_done += 1
        forget_inputs(self._state)
        recent = RecentTurn(
            turn=turn.name,
            role=Role.CUSTOMER if messages else Role.SYSTEM,
            message_ids=tuple(message.message_id for message in messages),
            intent=turn.intent,
            confidence=turn.confidence,
            outcome=turn.outcome,
            started_at=turn.started_at,
            ended_at=workflow.now(),
            summary=turn_summary(turn.summary, turn.outcome),
        )
        if turn.outcome not in _NOT_TAKEN:
            self._state.recent = (*self._state.recent, recent)[-options.MOST_RECENT_TURNS :]

    async def _record_decision(self, event: ApprovalDecided | ApprovalExpired) -> None:
        if isinstance(event, ApprovalExpired):
            await self._record_approval(event.approval_id, ApprovalStatus.EXPIRED)
            return
        status = ApprovalStatus.APPROVED if event.approved else ApprovalStatus.REJECTED
        await self._record_approval(event.approval_id, status, by=event.by, note=event.note)

    async def _record_approval(
        self, approval_id: str, status: ApprovalStatus, *, by: str | None = None, note: str = ""
    ) -> None:
        await workflow.execute_activity_method(
            HandoffActivities.record_approval,
            ApprovalChange(
                tenant_id=self._state.tenant_id,
                approval_id=approval_id,
                status=status,
                by=by,
                note=note,
                at=workflow.now(),
            ),
            **options.RECORD,
        )

    async def _close(self, reason: str) -> None:
        """An operator's close or the customer's: what is open is cancelled, the session ends."""
        state = self._state
        commands: list[Command] = [
            CancelApproval(approval_id=approval_id) for approval_id in state.approvals
        ]
        if state.handoff is not None:
            commands.append(CancelHandoff(handoff_id=state.handoff.handoff_id))
        commands.append(CloseConversation(reason=reason))
        state.deferred.clear()
        state.waits.clear()
        state.inputs.clear()
        self._ownership.end()
        state.turns += 1
        await workflow.execute_activity_method(
            TurnActivities.commit_turn,
            CommitTurn(
                conversation=state.ref(),
                session=state.session,
                turn=state.turn_name(),
                step=0,
                result=StepResult(commands=tuple(commands), state=state.dialogue),
                ends=TurnOutcome.ANSWERED,
                started_at=workflow.now(),
                at=workflow.now(),
            ),
            **options.PATIENT_STEP,
        )
        await self._commands.end_handoff(HandoffStatus.CANCELLED)
        await self._commands.carry_out(tuple(commands))

    def _add_event(self, event: TurnEvent) -> None:
        self._state.inbox.add_event(event, workflow.now())
