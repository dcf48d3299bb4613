"""A call-back: it waits until somebody is there, and then until somebody has called.

It owns its attempts as a conversation owns its handoff: claims and their ends come here as updates,
so that one of several agents wins.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from pydantic import BaseModel
from temporalio import workflow

from activities.callbacks import CallbackActivities, CallbackAttempt
from activities.handoffs import HandoffActivities, HandoffChange
from domain.desk.callbacks import MOST_ATTEMPTS, NOT_REACHED, Callback, CallbackPlan
from domain.handoffs import Claimed, ClaimHandoff, HandoffStatus, ReturnToBot
from domain.identifiers import call_back_handoff_id
from workflows import options
from workflows.rejections import conflict, not_allowed, taken

_LOOKS_AGAIN = timedelta(minutes=15)
"""Whether the customer was served in a chat meanwhile."""


class CallbackInput(BaseModel):
    """Whom to call."""

    callback: Callback


@workflow.defn
class CallbackWorkflow:
    """One for each call-back, id `callback/{tenant}/{id}`; a few dozen events in all."""

    @workflow.init
    def __init__(self, asked: CallbackInput) -> None:
        self._callback = asked.callback
        self._attempt = 1
        self._is_queued = False
        self._agent: str | None = None
        self._ended: ReturnToBot | None = None

    @workflow.run
    async def run(self, asked: CallbackInput) -> str:  # noqa: ARG002 - read by __init__
        """Returns how it ended: `called`, `served`, or `not_reached` after the last attempt."""
        while True:
            outcome = await self._try()
            if outcome != NOT_REACHED or self._attempt == MOST_ATTEMPTS:
                return outcome
            self._attempt, self._agent, self._ended = self._attempt + 1, None, None

    @workflow.update
    def claim(self, claim: ClaimHandoff) -> Claimed:
        """Take the attempt. Repeating it is safe."""
        self._agent = claim.agent.name
        return Claimed(handoff_id=claim.handoff_id, assigned_agent=claim.agent.name)

    @claim.validator
    def _may_claim(self, claim: ClaimHandoff) -> None:
        self._require_current(claim.handoff_id)
        if self._agent not in {None, claim.agent.name}:
            raise taken(f"already claimed by {self._agent}", self._agent)

    @workflow.update
    def finish(self, request: ReturnToBot) -> None:
        """The agent has called; `not_reached` has it tried again."""
        self._ended = request

    @finish.validator
    def _may_finish(self, request: ReturnToBot) -> None:
        self._require_current(request.handoff_id)
        if self._agent != request.agent.name:
            who = f"with {self._agent}" if self._agent else "not claimed yet"
            raise not_allowed(f"this call-back is {who}")

    def _require_current(self, handoff_id: str) -> None:
        if not self._is_queued or handoff_id != self._handoff_id or self._ended is not None:
            raise conflict("this call-back is no longer waiting")

    @property
    def _handoff_id(self) -> str:
        return call_back_handoff_id(self._callback.callback_id, self._attempt)

    async def _try(self) -> str:
        plan = await workflow.execute_activity_method(
            CallbackActivities.plan_callback, self._at(workflow.now()), **options.CALLBACK
        )
        workflow.set_current_details(f"call {self._attempt} enters `{plan.queue}` {plan.call_at}")
        await workflow.sleep(
            max(plan.call_at - workflow.now(), timedelta()), summary="until somebody is there"
        )
        if not await self._queue(plan):
            return "served"
        self._is_queued = True
        try:
            return await self._wait_for_call()
        finally:
            self._is_queued = False

    async def _wait_for_call(self) -> str:
        while self._agent is None:
            with suppress(TimeoutError):
                await workflow.wait_condition(
                    lambda: self._agent is not None,
                    timeout=_LOOKS_AGAIN,
                    timeout_summary="is the customer served elsewhere?",
                )
            if self._agent is None and not await self._queue(None) and self._agent is None:
                await self._record(HandoffStatus.CANCELLED)
                return "served"
        await self._record(HandoffStatus.CLAIMED)
        await workflow.wait_condition(lambda: self._ended is not None)
        await self._record(HandoffStatus.RETURNED)
        is_missed = self._ended is not None and self._ended.disposition == NOT_REACHED
        return NOT_REACHED if is_missed else "called"

    async def _queue(self, plan: CallbackPlan | None) -> bool:
        return await workflow.execute_activity_method(
            CallbackActivities.queue_callback, self._at(workflow.now(), plan), **options.CALLBACK
        )

    def _at(self, now: datetime, plan: CallbackPlan | None = None) -> CallbackAttempt:
        return CallbackAttempt(callback=self._callback, attempt=self._attempt, at=now, plan=plan)

    async def _record(self, status: HandoffStatus) -> None:
        await workflow.execute_activity_method(
            HandoffActivities.record_change,
            HandoffChange(
                tenant_id=self._callback.tenant_id,
                handoff_id=self._handoff_id,
                status=status,
                agent=self._agent,
                at=workflow.now(),
            ),
            **options.RECORD,
        )
