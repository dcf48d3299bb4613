"""Carries out what a decision asks for, beside calling tools: approvals, handoffs, parking."""

from contextlib import suppress
from datetime import datetime
from typing import assert_never

from temporalio import workflow
from temporalio.common import SearchAttributePair, TypedSearchAttributes
from temporalio.exceptions import ApplicationError
from temporalio.workflow import ParentClosePolicy

from domain.dialogue.commands import (
    AskApproval,
    Awaited,
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
from domain.handoffs import HandoffStatus
from domain.identifiers import handoff_workflow_id
from workflows import options, search_attributes
from workflows.conversation_state import (
    ConversationInput,
    DeferredCall,
    OpenApproval,
    OpenHandoff,
    OpenInput,
)
from workflows.handoff import HandoffInput, HandoffWait, HandoffWorkflow, Snooze
from workflows.ownership import Ownership
from workflows.queues import CONVERSATIONS

_Remembered = (
    Say
    | DeferCall
    | AwaitInput
    | CancelCall
    | AskApproval
    | CancelApproval
    | WaitUntil
    | CancelWait
)
"""Commands that need nothing done just now."""


class CommandExecutor:
    """Changes the conversation's state as decided. `close_reason` is set once it is to close."""

    def __init__(self, state: ConversationInput) -> None:
        self._state = state
        self._ownership = Ownership(state)
        self.close_reason: str | None = None

    async def carry_out(self, commands: tuple[Command, ...]) -> Awaited | None:
        """Do everything but what the turn waits for: a tool call, or a question."""
        awaited: Awaited | None = None
        for command in commands:
            match command:
                case CallTool() | FindAnswer() | ProposeMeaning():
                    awaited = command
                case HandOff():
                    await self._hand_off(command)
                case WaitAnew():
                    await self._wait_anew(command)
                case CancelHandoff():
                    if not self._ownership.is_with_human():  # else it was decided before the claim
                        await self.end_handoff(HandoffStatus.CANCELLED)
                case CloseConversation():
                    self.close_reason = command.reason
                case _:
                    self._remember(command)
        return awaited

    def _remember(self, command: _Remembered) -> None:
        state = self._state
        match command:
            case DeferCall():
                state.deferred[command.call.call_id] = DeferredCall(
                    call=command.call,
                    give_up_at=command.give_up_at,
                    next_at=workflow.now() + options.DEFERRED_INITIAL,
                    sent_at=workflow.now() if command.may_have_happened else None,
                )
            case AwaitInput():
                kept = state.inputs.setdefault(command.call_id, OpenInput())
                kept.until = command.until
            case CancelCall():
                state.deferred.pop(command.call_id, None)
            case AskApproval():
                state.approvals[command.approval_id] = OpenApproval(
                    name=command.name,
                    digest=command.digest,
                    remind_at=command.remind_at,
                    expires_at=command.expires_at,
                )
            case CancelApproval():
                state.approvals.pop(command.approval_id, None)
            case WaitUntil():
                state.waits[command.wait_id] = command.at
            case CancelWait():
                state.waits.pop(command.wait_id, None)
            case Say():
                pass  # said by the commit
            case _:
                assert_never(command)

    async def _hand_off(self, command: HandOff) -> None:
        self._ownership.begin_handoff(
            OpenHandoff(handoff_id=command.handoff_id, queue=command.queue)
        )
        await self.begin_handoff(command)

    async def begin_handoff(self, command: HandOff) -> None:
        """Start the waiting side: it waits for an agent, or is with the one who took over."""
        state = self._state
        await workflow.start_child_workflow(
            HandoffWorkflow.run,
            HandoffInput(
                tenant_id=state.tenant_id,
                conversation_id=state.conversation_id,
                handoff_id=command.handoff_id,
                queue=command.queue,
                first_reply_due=command.first_reply_due,
                nobody_at=command.nobody_at,
                nobody_again=command.nobody_again,
                escalate_to=command.escalate_to,
                agent=command.taken_by,
                is_summarised=not state.policy.summarises_handoffs,
            ),
            id=handoff_workflow_id(state.tenant_id, command.handoff_id),
            task_queue=CONVERSATIONS,
            task_timeout=options.WORKFLOW_TASK_TIMEOUT,
            # Else it would end when this run continues as new. Its result never reaches the next
            # run either, which is why the two talk by signals.
            parent_close_policy=ParentClosePolicy.ABANDON,
            static_summary=f"handoff to {command.queue}",
            search_attributes=TypedSearchAttributes(
                [
                    SearchAttributePair(search_attributes.TENANT_ID, state.tenant_id),
                    SearchAttributePair(search_attributes.HANDOFF_QUEUE, command.queue),
                    SearchAttributePair(
                        search_attributes.HANDOFF_STATUS, HandoffStatus.WAITING.value
                    ),
                    SearchAttributePair(search_attributes.SERVICE_LEVEL, command.first_reply_due),
                ]
            ),
        )

    async def end_handoff(self, status: HandoffStatus) -> None:
        """Tell the waiting side that it is over."""
        if (handoff := self._state.handoff) is None:
            return
        self._state.handoff = None
        await self._signal_handoff(handoff.handoff_id, status, None)

    async def tell_ended(self, handoff_id: str, status: HandoffStatus) -> None:
        """Tell the waiting side of a handoff that is no longer this conversation's."""
        await self._signal_handoff(handoff_id, status, None)

    async def tell_snoozed(self, handoff_id: str, until: datetime | None) -> None:
        """Tell the waiting side when to wake it; None wakes it now."""
        handle = self._handoff_handle(handoff_id)
        with suppress(ApplicationError):  # it has ended
            await handle.signal(HandoffWorkflow.snooze, Snooze(until=until))

    async def _wait_anew(self, command: WaitAnew) -> None:
        """The waiting side begins again, with the times of the queue it waits in now."""
        wait = HandoffWait(
            queue=command.queue,
            first_reply_due=command.first_reply_due,
            nobody_at=command.nobody_at,
            nobody_again=command.nobody_again,
        )
        with suppress(ApplicationError):  # it has ended
            await self._handoff_handle(command.handoff_id).signal(HandoffWorkflow.wait_anew, wait)

    async def tell_claimed(self, handoff_id: str, agent: str) -> None:
        """Tell the waiting side who has claimed it; one that has ended is not there to be told."""
        await self._signal_handoff(handoff_id, HandoffStatus.CLAIMED, agent)

    async def _signal_handoff(
        self, handoff_id: str, status: HandoffStatus, agent: str | None
    ) -> None:
        handle = self._handoff_handle(handoff_id)
        try:
            if status is HandoffStatus.CLAIMED:
                await handle.signal(HandoffWorkflow.record_claim, agent or "")
            else:
                await handle.signal(HandoffWorkflow.end, status)
        except ApplicationError:  # a signal to a workflow that has ended fails; it is not dropped
            workflow.logger.warning("handoff_already_ended")

    def _handoff_handle(self, handoff_id: str) -> workflow.ExternalWorkflowHandle[HandoffWorkflow]:
        return workflow.get_external_workflow_handle_for(
            HandoffWorkflow.run, handoff_workflow_id(self._state.tenant_id, handoff_id)
        )
