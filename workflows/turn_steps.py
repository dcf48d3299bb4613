"""Taking one step of a turn: quickly in the workflow's own task, else with patience."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, FailureError

from activities.turns import CommitNotice, TurnActivities, notice_id
from domain.conversations import TurnOutcome
from domain.dialogue.commands import CancelHandoff, Say
from domain.dialogue.events import CustomerSpoke, TurnEvent, TurnFailed
from domain.errors import BudgetExceeded
from domain.messages import InboundMessage
from domain.turns import (
    AdvanceTurn,
    CommitTurn,
    Findings,
    StepResult,
    StepTaken,
    TakeStep,
    TraceEntry,
    TurnCommitted,
)
from workflows import options
from workflows.conversation_state import ConversationInput
from workflows.durability_barrier import DurabilityBarrier
from workflows.outbox import Outbox
from workflows.ownership import Ownership
from workflows.turn_summary import event_name

_FINAL = frozenset({BudgetExceeded.__name__})
"""Failures that patience does not mend: a step that ended so is not begun again."""


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
    given_up: str | None = None
    """The name of what a step failed of, where another attempt would end the same way."""
    heard: CustomerSpoke | None = None
    """What the customer said, where that began the turn."""
    draft: StepResult | None = None
    """Decided and not stored: a call that only reads is under way, or has just come back."""
    summary: list[str] = field(default_factory=list)
    """What its steps did, in a few words each."""
    looked_up: tuple[TraceEntry, ...] = ()
    """What it took to find the answer elsewhere; stored with the step that it comes to."""
    tool: str = "the call"
    """Whose outcome the turn waits for, or has just had."""

    def findings(self) -> Findings | None:
        """What is known so far and not stored, for the step that stores it."""
        found = self.draft.findings() if self.draft else None
        return (found or Findings()).and_then(self.looked_up) if self.looked_up else found


class TurnSteps:
    """`sending` is true while a claim waits: the bot may be speaking, or ending the handoff."""

    def __init__(
        self, state: ConversationInput, barrier: DurabilityBarrier, outbox: Outbox
    ) -> None:
        self._state = state
        self._ownership = Ownership(state)
        self._barrier = barrier
        self._outbox = outbox
        self.sending = False

    async def take(self, turn: Turn, event: TurnEvent) -> StepTaken | None:
        """Decide and store in one local activity; None where that does not work right now."""
        self.sending = True
        try:
            return await self._take(turn, event)
        finally:
            self.sending = False

    async def _take(self, turn: Turn, event: TurnEvent) -> StepTaken | None:
        await self._barrier.reached()
        request = TakeStep(
            advance=self._request(turn, event),
            session=self._state.session,
            inbound=turn.inbound,
            ends=turn.outcome,
            started_at=turn.started_at,
            at=workflow.now(),
            found=turn.findings(),
        )
        try:
            taken = await workflow.execute_local_activity_method(
                TurnActivities.take_step,
                request,
                summary=event_name(event),
                **options.QUICK_STEP,
            )
        except FailureError as error:  # of a local activity, not always an ActivityError
            failed_of = error_name(error)
            workflow.logger.warning("quick_step_failed", extra={"error_type": failed_of})
            turn.given_up = failed_of if failed_of in _FINAL else None
            return None
        if taken.committed is not None:
            self._send(turn, taken.committed)
        return taken

    async def advance_patiently(self, turn: Turn, event: TurnEvent) -> StepResult:
        """Decide, however long it takes; past the turn's time, what is decided is its failure."""
        if turn.given_up is not None:
            return await self._fail(turn, turn.given_up)
        work = asyncio.create_task(
            workflow.execute_activity_method(
                TurnActivities.advance_turn, self._request(turn, event), **options.PATIENT_STEP
            )
        )
        try:
            if await self.done_in_time(turn, work):
                return (await work).after(turn.findings())
            reason = "timed out"
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
        except ActivityError as error:
            reason = error_name(error)
        return await self._fail(turn, reason)

    async def _fail(self, turn: Turn, reason: str) -> StepResult:
        """Decide on the turn's failure, by name."""
        turn.given_up = None
        turn.outcome = TurnOutcome.FAILED
        failed = self._request(turn, TurnFailed(at=workflow.now(), reason=reason))
        return await workflow.execute_activity_method(
            TurnActivities.advance_turn, failed, **options.PATIENT_STEP
        )

    async def commit(
        self, turn: Turn, result: StepResult, ends: TurnOutcome | None
    ) -> TurnCommitted:
        """Store a step, quickly or with patience; `ends` closes the turn with it."""
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
        self.sending = any(isinstance(c, Say | CancelHandoff) for c in result.commands)
        try:
            committed = await self._stored(request)
            self._send(turn, committed)
            return committed
        finally:
            self.sending = False

    def _send(self, turn: Turn, committed: TurnCommitted) -> None:
        """A worker that died may have stored a notice of which nobody has heard: the second time
        its step was quicker. Its row is asked for, so that none stays open."""
        if not turn.told_to_hold and workflow.now() >= turn.hold_at:
            self._outbox.add_perhaps_noticed(notice_id(self._state.conversation_id, turn.name))
        self._outbox.add_committed(committed.to_send)

    async def done_in_time(self, turn: Turn, work: "asyncio.Task[object]") -> bool:
        """Wait for slow work, telling the customer once when it takes long."""
        if not turn.told_to_hold and not await done_by(work, turn.hold_at):
            turn.told_to_hold = True
            await self._tell_to_hold(turn)
        return await done_by(work, turn.fail_at)

    def _request(self, turn: Turn, event: TurnEvent) -> AdvanceTurn:
        return AdvanceTurn(
            conversation=self._state.ref(),
            turn=turn.name,
            step=turn.step,
            event=event,
            state=turn.draft.state if turn.draft else self._state.dialogue,
            trace_id=self._state.trace_id,
        )

    async def _stored(self, request: CommitTurn) -> TurnCommitted:
        await self._barrier.reached()
        try:
            return await workflow.execute_local_activity_method(
                TurnActivities.commit_turn, request, **options.QUICK_STEP
            )
        except FailureError as error:
            workflow.logger.warning("quick_step_failed", extra={"error_type": error_name(error)})
        return await workflow.execute_activity_method(
            TurnActivities.commit_turn, request, **options.PATIENT_STEP
        )

    async def _tell_to_hold(self, turn: Turn) -> None:
        if not self._ownership.bot_may_speak():
            return
        notice = CommitNotice(
            conversation=self._state.ref(),
            session=self._state.session,
            turn=turn.name,
            inbound=turn.inbound,
            state=self._state.dialogue,
            announces=turn.step,
            started_at=turn.started_at,
            at=workflow.now(),
        )
        self.sending = True
        try:
            await self._barrier.reached()
            self._outbox.add((await self._noticed(notice)).to_send)
        except FailureError as error:
            workflow.logger.warning(
                "holding_notice_failed", extra={"error_type": error_name(error)}
            )
            self._outbox.add_perhaps_stored(notice_id(self._state.conversation_id, turn.name))
        finally:
            self.sending = False

    async def _noticed(self, notice: CommitNotice) -> TurnCommitted:
        """Quickly, else beside the steps that hold the worker's places; never for long."""
        try:
            return await workflow.execute_local_activity_method(
                TurnActivities.commit_notice, notice, **options.QUICK_STEP
            )
        except FailureError as error:
            workflow.logger.warning("quick_step_failed", extra={"error_type": error_name(error)})
        return await workflow.execute_activity_method(
            TurnActivities.commit_notice, notice, **options.PATIENT_NOTICE
        )


async def done_by(work: "asyncio.Task[object]", moment: datetime) -> bool:
    """Wait for work until a moment at most; returns whether it has ended, well or not."""
    remaining = moment - workflow.now()
    if remaining > timedelta(0):
        with suppress(TimeoutError):
            await workflow.wait_condition(
                work.done, timeout=remaining, timeout_summary="never silent"
            )
    return work.done()


def error_name(error: FailureError) -> str:
    """The name of what an activity failed of, as `domain/errors.py` has it."""
    cause = error.cause if isinstance(error, ActivityError) else error
    return (isinstance(cause, ApplicationError) and cause.type) or type(cause).__name__
