"""The waiting side of a handoff: service level, escalation, and what if nobody comes.

Who owns the conversation is decided by the ConversationWorkflow alone; this one keeps the queue
honest and wakes the conversation when a human has not come in time.
"""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel
from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

from activities.handoff_summaries import HandoffSummaryActivities, HandoffToSummarise
from activities.handoffs import HandoffActivities, HandoffChange
from domain.handoffs import HandoffStatus, HandoffUpdate
from domain.identifiers import conversation_workflow_id
from workflows import continue_as_new, model_options, options
from workflows.search_attributes import ASSIGNED_AGENT, HANDOFF_STATUS


class HandoffInput(BaseModel):
    """What a handoff's waiting side knows; all of it is carried from run to run."""

    tenant_id: str
    conversation_id: str
    handoff_id: str
    queue: str
    first_reply_due: AwareDatetime
    nobody_at: AwareDatetime
    escalate_to: str | None = None
    nobody_again: tuple[AwareDatetime, ...] | None = None
    """When the conversation hears again that nobody came; after the last of these never more."""
    again_after: timedelta | None = None
    """From here on only carried from run to run: how long between two times that nobody came,
    in handoffs that an earlier release began."""
    escalated: bool = False
    agent: str | None = None
    snoozed_until: AwareDatetime | None = None
    is_summarised: bool = True
    """Whether nothing is left to do about a summary by a model: there is one, or will be none."""
    is_over: bool = False
    """The conversation has heard for the last time that nobody came."""


class HandoffWait(BaseModel):
    """How long a handoff waits that was with a person."""

    queue: str
    first_reply_due: AwareDatetime
    nobody_at: AwareDatetime
    nobody_again: tuple[AwareDatetime, ...] | None = None


class Snooze(BaseModel):
    """Out of its agent's list until then; None brings it back."""

    until: AwareDatetime | None = None


@workflow.defn
class HandoffWorkflow:
    """Waits until a human agent has claimed the handoff and until it has ended."""

    @workflow.init
    def __init__(self, handoff: HandoffInput) -> None:
        self._handoff = handoff.model_copy()
        self._agent = handoff.agent
        self._ended: HandoffStatus | None = None
        self._anew: HandoffWait | None = None
        self._asked_to_roll = False

    @workflow.run
    async def run(self, handoff: HandoffInput) -> None:
        """Wait for a claim, then for the end, and record both."""
        self._describe("waiting for a human agent")
        summary = None if handoff.is_summarised else asyncio.create_task(self._summarise())
        if handoff.agent is None:
            await self._wait_for_claim(self._handoff)
        while self._ended is None:
            if self._anew is not None:
                await self._begin_anew(self._anew)
            elif self._agent is None:
                await self._wait_for_claim(self._handoff)
            else:
                await self._stay_with_agent()
        if summary is not None:
            summary.cancel()
        await self._record(self._ended)

    @workflow.signal
    def record_claim(self, agent: str) -> None:
        """The conversation has a new owner."""
        self._agent = agent

    @workflow.signal
    def wait_anew(self, wait: HandoffWait) -> None:
        """Nobody has it any more: it waits again, by the times of its queue."""
        self._anew, self._agent = wait, None

    @workflow.signal
    def snooze(self, snooze: Snooze) -> None:
        """Its agent wants to see it again at a moment."""
        self._handoff.snoozed_until = snooze.until

    @workflow.signal
    def end(self, status: HandoffStatus) -> None:
        """Returned to the bot, or no longer wanted."""
        self._ended = status

    @workflow.signal
    def roll(self) -> None:
        """Continue as new: on the version that is current now."""
        self._asked_to_roll = True

    @workflow.query
    def get_status(self) -> str:
        """A HandoffStatus, by its value."""
        return self._ended or (HandoffStatus.CLAIMED if self._agent else HandoffStatus.WAITING)

    async def _summarise(self) -> None:
        """Beside the waiting, which it never holds up; without it agents read the customer's own
        words."""
        asked = HandoffToSummarise(
            tenant_id=self._handoff.tenant_id,
            conversation_id=self._handoff.conversation_id,
            handoff_id=self._handoff.handoff_id,
            at=workflow.now(),
        )
        with suppress(ActivityError):
            await workflow.execute_activity_method(
                HandoffSummaryActivities.summarise_handoff, asked, **model_options.SUMMARISE
            )
        self._handoff.is_summarised = True

    async def _stay_with_agent(self) -> None:
        """Record who has it, and wait until that changes."""
        if self._handoff.agent != self._agent:
            self._handoff.agent = self._agent
            await self._record(HandoffStatus.CLAIMED)
            if self._handoff.snoozed_until is not None:  # by the one who had it before
                self._handoff.snoozed_until = None
                await self._wake()
        until = self._handoff.snoozed_until
        self._describe(f"with {self._agent}")
        is_woken = await self._changes(until=until)
        if not is_woken:
            self._handoff.snoozed_until = None
            await self._wake()
        elif self._asked_to_roll and not self._has_changed():
            continue_as_new.roll(self._handoff)

    async def _changes(self, *, until: datetime | None) -> bool:
        """Whether something has changed before it is to be woken."""

        def is_changed() -> bool:
            is_other = self._handoff.snoozed_until != until
            return is_other or self._has_changed() or self._asked_to_roll

        if until is None:
            await workflow.wait_condition(is_changed)
        elif (remaining := until - workflow.now()) > timedelta(0):
            with suppress(TimeoutError):
                await workflow.wait_condition(
                    is_changed, timeout=remaining, timeout_summary="snoozed"
                )
        return is_changed()

    def _has_changed(self) -> bool:
        is_other = self._anew is not None or self._agent != self._handoff.agent
        return self._ended is not None or is_other

    async def _begin_anew(self, wait: HandoffWait) -> None:
        """The clocks begin again; who it was with is forgotten."""
        self._anew = None
        new = {**dict(wait), "agent": None, "snoozed_until": None, "escalated": False}
        self._handoff = self._handoff.model_copy(update={**new, "is_over": False})
        # The status too: a claim that could not be recorded for a while was so after the transfer.
        waits = HandoffUpdate(
            status=HandoffStatus.WAITING, first_reply_due=wait.first_reply_due, at=workflow.now()
        )
        await self._change(waits)
        self._describe("waiting for a human agent")

    async def _wake(self) -> None:
        await self._change(HandoffUpdate(is_awake=True, at=workflow.now()))

    async def _change(self, update: HandoffUpdate) -> None:
        fields = update.model_dump(exclude_unset=True)
        await workflow.execute_activity_method(
            HandoffActivities.record_change,
            HandoffChange(
                tenant_id=self._handoff.tenant_id, handoff_id=self._handoff.handoff_id, **fields
            ),
            **options.RECORD,
        )

    async def _wait_for_claim(self, handoff: HandoffInput) -> None:
        """Escalate at the service level's breach; ask the conversation each time nobody came."""
        if handoff.again_after is None and handoff.nobody_again is None:
            waits = handoff.nobody_at - workflow.info().start_time
            handoff.again_after = max(waits, timedelta(minutes=1))
        if not handoff.escalated:
            if await self._taken(until=min(handoff.first_reply_due, handoff.nobody_at)):
                return
            await self._record(HandoffStatus.WAITING, escalated=True)
            handoff.escalated = True
        while not await self._taken(until=None if handoff.is_over else handoff.nobody_at):
            self._describe("nobody has come in time")
            await self._tell_conversation()
            self._plan_again(handoff)

    @staticmethod
    def _plan_again(handoff: HandoffInput) -> None:
        """When to tell the conversation again; not more often than it was decided."""
        if handoff.nobody_again:
            handoff.nobody_at, *later = handoff.nobody_again
            handoff.nobody_again = tuple(later)
        elif handoff.again_after is not None:
            handoff.nobody_at = workflow.now() + handoff.again_after
        else:
            handoff.is_over = True

    async def _taken(self, *, until: datetime | None) -> bool:
        """Whether a human came in time; without a time it is waited for as long as it takes."""
        if until is None:
            await workflow.wait_condition(lambda: self._is_taken() or self._asked_to_roll)
        elif (remaining := until - workflow.now()) > timedelta(0):
            with suppress(TimeoutError):
                await workflow.wait_condition(
                    lambda: self._is_taken() or self._asked_to_roll,
                    timeout=remaining,
                    timeout_summary="service level",
                )
        if self._asked_to_roll and not self._is_taken():
            continue_as_new.roll(self._handoff)
        return self._is_taken()

    def _is_taken(self) -> bool:
        return self._agent is not None or self._ended is not None or self._anew is not None

    async def _tell_conversation(self) -> None:
        # By its id alone: the run that began this handoff may have continued as new since.
        conversation = workflow.get_external_workflow_handle(
            conversation_workflow_id(self._handoff.tenant_id, self._handoff.conversation_id)
        )
        with suppress(ApplicationError):  # closed meanwhile: nobody is left to be told
            await conversation.signal("handoff_unanswered", self._handoff.handoff_id)

    async def _record(self, status: HandoffStatus, *, escalated: bool | None = None) -> None:
        attributes = [HANDOFF_STATUS.value_set(status.value)]
        if self._agent:
            workflow.upsert_search_attributes([ASSIGNED_AGENT.value_set(self._agent)])
        workflow.upsert_search_attributes(attributes)
        await workflow.execute_activity_method(
            HandoffActivities.record_change,
            HandoffChange(
                tenant_id=self._handoff.tenant_id,
                handoff_id=self._handoff.handoff_id,
                status=status,
                agent=self._agent,
                escalated=escalated,
                at=workflow.now(),
            ),
            **options.RECORD,
        )

    def _describe(self, what: str) -> None:
        handoff = self._handoff
        workflow.set_current_details(
            f"**{what}**\n\n- queue: `{handoff.queue}`\n- conversation: "
            f"`{handoff.conversation_id}`\n- first reply due: {handoff.first_reply_due}"
        )
