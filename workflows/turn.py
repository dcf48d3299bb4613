"""One turn: understand and decide, commit, carry out what is slow, and so on until it is done."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, FailureError

from activities.tools import ToolActivities
from activities.turns import CommitNotice, TurnActivities, notice_delivery
from domain.conversations import Owner, TurnOutcome
from domain.dialogue.commands import CallTool, Say
from domain.dialogue.events import (
    CustomerSpoke,
    TurnEvent,
    TurnFailed,
)
from domain.messages import InboundMessage
from domain.turns import AdvanceTurn, CommitTurn, StepResult, TraceEntry, TurnCommitted
from workflows import options
from workflows.carried import ConversationInput
from workflows.commands import CommandRunner
from workflows.delivery import HUMAN_TOOK_OVER, Outbox
from workflows.inbox import InboxEntry
from workflows.outcomes import failed_call, outcome_event, tool_call_of
from workflows.settlement import Settlement


@dataclass
class Turn:
    """What is known of the turn under way. The customer is told at `hold_at`, at the latest."""

    name: str
    started_at: datetime
    inbound: tuple[InboundMessage, ...]
    hold_at: datetime
    fail_at: datetime
    step: int = 0
    told_to_hold: bool = False
    intent: str | None = None
    confidence: float | None = None
    outcome: TurnOutcome = TurnOutcome.ANSWERED


class TurnRunner:
    """Runs turns one at a time. `sending` is true from a commit's beginning to its end."""

    def __init__(
        self,
        state: ConversationInput,
        commands: CommandRunner,
        settlement: Settlement,
        outbox: Outbox,
    ) -> None:
        self._state = state
        self._commands = commands
        self._settlement = settlement
        self._outbox = outbox
        self.sending = False

    async def run(
        self, event: TurnEvent, inbound: tuple[InboundMessage, ...], received_at: datetime
    ) -> Turn:
        """Run one turn to its end: answered, failed by name, forwarded or found a duplicate."""
        turn = self._begin(inbound, received_at)
        pending: TurnEvent | None = event
        while pending is not None:
            pending = await self._step(turn, pending)
        return turn

    async def fall_silent(self) -> None:
        """A human takes over: returns once what is being said is final."""
        await workflow.wait_condition(lambda: not self.sending)
        await self._outbox.withdraw(HUMAN_TOOK_OVER)

    async def _step(self, turn: Turn, event: TurnEvent) -> TurnEvent | None:
        """One step; returns the event of the next one, or None when the turn has ended."""
        if not self._bot_may_speak():
            await self._forward(turn, event, "forwarded")
            return None
        result = await self._advance(turn, event)
        if not self._bot_may_speak():
            await self._forward(turn, event, "draft_discarded")
            return None
        call = next((c for c in result.commands if isinstance(c, CallTool)), None)
        committed = await self._commit(turn, result, None if call else turn.outcome)
        if committed.duplicates:
            return self._without(turn, committed.duplicates, event)
        adopted = committed.adopted or result
        self._adopt(turn, adopted)
        call = await self._commands.carry_out(adopted.commands)
        turn.step += 1
        turn.inbound = ()
        return await self._call_tool(turn, call) if call else None

    def _begin(self, inbound: tuple[InboundMessage, ...], received_at: datetime) -> Turn:
        state = self._state
        state.turns += 1
        now = workflow.now()
        asked_at = received_at if inbound else now
        fail_at = max(asked_at + state.policy.failure_after, now + options.LEAST_TIME_FOR_A_TURN)
        return Turn(
            name=state.turn_name(),
            started_at=received_at,
            inbound=inbound,
            hold_at=received_at + state.policy.holding_after,
            fail_at=fail_at,
            told_to_hold=not inbound,
        )

    def _bot_may_speak(self) -> bool:
        """From the moment a claim is made, no send of the bot begins."""
        handoff = self._state.handoff
        claimed = handoff is not None and handoff.assigned_agent is not None
        return self._state.owner is Owner.BOT and not claimed

    def _without(
        self, turn: Turn, duplicates: tuple[str, ...], event: TurnEvent
    ) -> TurnEvent | None:
        turn.inbound = tuple(m for m in turn.inbound if m.message_id not in duplicates)
        if turn.inbound:
            return spoken(turn.inbound, event.at)
        turn.outcome = TurnOutcome.DUPLICATE
        return None

    async def _forward(self, turn: Turn, event: TurnEvent, why: str) -> None:
        """A human owns the conversation: what the customer said is theirs, the rest must wait."""
        if not isinstance(event, CustomerSpoke):
            self._state.held.append(InboxEntry(at=event.at, event=event))
        turn.outcome = TurnOutcome.FORWARDED
        nothing = StepResult(
            commands=(), state=self._state.dialogue, trace=(TraceEntry(step=why, ms=0),)
        )
        await self._commit(turn, nothing, TurnOutcome.FORWARDED)

    def _adopt(self, turn: Turn, result: StepResult) -> None:
        self._state.dialogue = result.state
        if result.intent is not None:
            self._state.intent = turn.intent = result.intent
            turn.confidence = result.confidence

    async def _advance(self, turn: Turn, event: TurnEvent) -> StepResult:
        request = self._request(turn, event)
        try:
            return await workflow.execute_local_activity_method(
                TurnActivities.advance_turn, request, **options.QUICK_STEP
            )
        except FailureError as error:
            workflow.logger.warning("quick_step_failed", extra={"error_type": _name(error)})
        work = asyncio.create_task(
            workflow.execute_activity_method(
                TurnActivities.advance_turn, request, **options.PATIENT_STEP
            )
        )
        try:
            if await self._done_in_time(turn, work):
                return await work
            reason = "timed out"
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
        except ActivityError as error:
            reason = _name(error)
        turn.outcome = TurnOutcome.FAILED
        return await self._name_the_failure(turn, reason)

    async def _name_the_failure(self, turn: Turn, reason: str) -> StepResult:
        failed = self._request(turn, TurnFailed(at=workflow.now(), reason=reason))
        return await workflow.execute_activity_method(
            TurnActivities.advance_turn, failed, **options.PATIENT_STEP
        )

    def _request(self, turn: Turn, event: TurnEvent) -> AdvanceTurn:
        return AdvanceTurn(
            conversation=self._state.ref(),
            turn=turn.name,
            step=turn.step,
            event=event,
            state=self._state.dialogue,
            trace_id=self._state.trace_id,
        )

    async def _commit(
        self, turn: Turn, result: StepResult, ends: TurnOutcome | None
    ) -> TurnCommitted:
        request = CommitTurn(
            conversation=self._state.ref(),
            session=self._state.session,
            turn=turn.name,
            step=turn.step,
            inbound=turn.inbound,
            result=result,
            ends=ends,
            started_at=turn.started_at,
            at=workflow.now(),
            trace_id=self._state.trace_id,
        )
        self.sending = any(isinstance(command, Say) for command in result.commands)
        try:
            committed = await self._stored(request)
            self._outbox.add(committed.to_send)
            return committed
        finally:
            self.sending = False

    async def _stored(self, request: CommitTurn) -> TurnCommitted:
        await self._settlement.reached()
        try:
            return await workflow.execute_local_activity_method(
                TurnActivities.commit_turn, request, **options.QUICK_STEP
            )
        except FailureError as error:
            workflow.logger.warning("quick_step_failed", extra={"error_type": _name(error)})
        return await workflow.execute_activity_method(
            TurnActivities.commit_turn, request, **options.PATIENT_STEP
        )

    async def _call_tool(self, turn: Turn, call: CallTool) -> TurnEvent:
        within = max(turn.fail_at - workflow.now(), timedelta(seconds=2))
        settings = options.tool_call(call, within=within)
        work = asyncio.create_task(
            workflow.execute_activity_method(
                ToolActivities.call_tool,
                tool_call_of(self._state, call),
                summary=f"{call.tool} ({call.effect})",
                **settings,
            )
        )
        await self._done_in_time(turn, work)
        try:
            return outcome_event(call, await work, workflow.now())
        except ActivityError as error:
            workflow.logger.warning("tool_unavailable", extra={"error_type": _name(error)})
            return failed_call(call, workflow.now())

    async def _done_in_time(self, turn: Turn, work: "asyncio.Task[object]") -> bool:
        """Wait for slow work, telling the customer once when it takes long."""
        if not turn.told_to_hold and not await _done_by(work, turn.hold_at):
            turn.told_to_hold = True
            await self._tell_to_hold(turn)
        return await _done_by(work, turn.fail_at)

    async def _tell_to_hold(self, turn: Turn) -> None:
        if not self._bot_may_speak():
            return
        notice = CommitNotice(
            conversation=self._state.ref(),
            session=self._state.session,
            turn=turn.name,
            inbound=turn.inbound,
            state=self._state.dialogue,
            started_at=turn.started_at,
            at=workflow.now(),
        )
        self.sending = True
        try:
            await self._settlement.reached()
            committed = await workflow.execute_local_activity_method(
                TurnActivities.commit_notice, notice, **options.QUICK_STEP
            )
            self._outbox.add(committed.to_send)
        except FailureError as error:
            workflow.logger.warning("holding_notice_failed", extra={"error_type": _name(error)})
            self._outbox.add_perhaps_stored(notice_delivery(notice))
        finally:
            self.sending = False


def spoken(messages: tuple[InboundMessage, ...], at: datetime) -> CustomerSpoke:
    """Messages that form one turn, as one event."""
    return CustomerSpoke(
        at=at,
        text="\n".join(message.text for message in messages),
        message_ids=tuple(message.message_id for message in messages),
        customer=messages[-1].customer,
    )


async def _done_by(work: "asyncio.Task[object]", moment: datetime) -> bool:
    remaining = moment - workflow.now()
    if remaining > timedelta(0):
        with suppress(TimeoutError):
            await workflow.wait_condition(
                work.done, timeout=remaining, timeout_summary="never silent"
            )
    return work.done()


def _name(error: FailureError) -> str:
    cause = error.cause if isinstance(error, ActivityError) else error
    return (isinstance(cause, ApplicationError) and cause.type) or type(cause).__name__
