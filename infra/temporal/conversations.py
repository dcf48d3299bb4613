"""`ConversationGateway` over Temporal: start the conversation if new, signal it either way."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from pydantic import BaseModel
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowHandle,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import SearchAttributePair, TypedSearchAttributes, WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from domain.channel_addresses import Channel
from domain.channels import ChannelChange, ReplayDeliveries
from domain.conversations import ConversationView, EndChat, RecentTurn, Repair
from domain.desk.requests import EndTransfer, HoldHandoff, SnoozeHandoff, TakeOver, TransferHandoff
from domain.errors import (
    Conflict,
    DependencyRejected,
    DependencyUnavailable,
    DuralogueError,
    NewerMessages,
    NotAllowed,
    NotFound,
    NotYet,
)
from domain.handoffs import AgentMessage, Claimed, ClaimHandoff, DecideApproval, ReturnToBot
from domain.identifiers import (
    callback_of_handoff,
    callback_workflow_id,
    conversation_workflow_id,
)
from domain.messages import InboundMessage
from domain.refusals import DESK_REFUSALS
from infra.temporal.client import RPC_TIMEOUT, answering, is_unavailable
from workflows import client_calls as calls
from workflows import options, search_attributes
from workflows.queues import CONVERSATIONS

_T = TypeVar("_T")
_Request = TypeVar("_Request")
_Handle = WorkflowHandle[Any, Any]

_REFUSALS: dict[str, type[DuralogueError]] = {
    error.__name__: error for error in (Conflict, NotAllowed, NotFound, NotYet)
}

_SIGNAL_WITHIN = timedelta(seconds=3)
"""Then the gateway spools it; the customer's browser waits for this."""

_STAFF_WAIT = timedelta(seconds=8)

_MOST_ATTEMPTS = 4
"""An update that meets the closing of a run is sent again, with the same ids."""


class TemporalConversationGateway:
    """Implements `ConversationGateway`: signals in; updates and queries with an answer."""

    def __init__(self, client: Client, *, shows_last_step: bool = False) -> None:
        self._client = client
        self._shows_last_step = shows_last_step

    async def deliver(self, message: InboundMessage) -> None:
        """Signal-with-start: one atomic call, whether the conversation is open, closed or new.

        Raise DependencyUnavailable where Temporal cannot be reached, or does not answer in time.
        """
        place = (message.tenant_id, message.conversation_id)
        await self._signal(place, message.channel, calls.RECEIVE_MESSAGE, message)

    async def change_message(self, change: ChannelChange) -> None:
        """With start as well: the change may come before its message. Raise DependencyUnavailable
        as `deliver` does."""
        place = (change.tenant_id, change.conversation_id)
        await self._signal(place, change.channel, calls.CHANGE_MESSAGE, change.change)

    async def replay_deliveries(
        self, tenant_id: str, conversation_id: str, channel: Channel, replay: ReplayDeliveries
    ) -> None:
        """With start: the conversation may be closed."""
        await self._signal((tenant_id, conversation_id), channel, calls.REPLAY_DELIVERIES, replay)

    async def _signal(
        self, place: tuple[str, str], channel: Channel, name: str, argument: BaseModel
    ) -> None:
        tenant_id = place[0]
        try:
            async with answering(within=_SIGNAL_WITHIN):
                await self._client.start_workflow(
                    calls.CONVERSATION,
                    self._beginning(place, channel),
                    id=conversation_workflow_id(*place),
                    task_queue=CONVERSATIONS,
                    task_timeout=options.WORKFLOW_TASK_TIMEOUT,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    # A misspelt name would fail no call: the signal would wait for a handler.
                    start_signal=name,
                    start_signal_args=[argument],
                    static_summary=f"{tenant_id}, {channel}",
                    search_attributes=_attributes(tenant_id, channel),
                    rpc_timeout=_SIGNAL_WITHIN,
                )
        except RPCError as error:
            raise _as_domain_error(error) from error

    async def claim_handoff(
        self, tenant_id: str, conversation_id: str, claim: ClaimHandoff
    ) -> Claimed:
        """Raise NotYet where the conversation has stored the handoff and not yet taken it up."""
        if (callback := callback_of_handoff(claim.handoff_id)) is not None:
            return await _updated(self._call(tenant_id, callback), calls.CLAIM_CALL, claim)
        handle = self._handle(tenant_id, conversation_id)
        return await _updated(handle, calls.CLAIM, claim)

    async def take_over(
        self, tenant_id: str, conversation_id: str, channel: Channel, request: TakeOver
    ) -> Claimed:
        """With start: the conversation may be closed."""
        place = (tenant_id, conversation_id)
        return await answered(
            lambda: self._client.execute_update_with_start_workflow(
                calls.TAKE_OVER.name,
                request,
                result_type=calls.TAKE_OVER.answer,
                start_workflow_operation=WithStartWorkflowOperation(
                    calls.CONVERSATION,
                    self._beginning(place, channel),
                    id=conversation_workflow_id(*place),
                    task_queue=CONVERSATIONS,
                    task_timeout=options.WORKFLOW_TASK_TIMEOUT,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    static_summary=f"{tenant_id}, {channel}",
                    search_attributes=_attributes(tenant_id, channel),
                ),
                rpc_timeout=RPC_TIMEOUT,
            )
        )

    def _beginning(self, place: tuple[str, str], channel: Channel) -> calls.NewConversation:
        return calls.NewConversation(
            tenant_id=place[0],
            conversation_id=place[1],
            channel=channel,
            shows_last_step=self._shows_last_step,
        )

    async def send_agent_message(
        self, tenant_id: str, conversation_id: str, message: AgentMessage
    ) -> None:
        handle = self._handle(tenant_id, conversation_id)
        await _updated(handle, calls.SEND, message)

    async def return_to_bot(
        self, tenant_id: str, conversation_id: str, request: ReturnToBot
    ) -> None:
        if (callback := callback_of_handoff(request.handoff_id)) is not None:
            await _updated(self._call(tenant_id, callback), calls.FINISH_CALL, request)
            return
        handle = self._handle(tenant_id, conversation_id)
        await _updated(handle, calls.RETURN, request)

    async def transfer_handoff(
        self, tenant_id: str, conversation_id: str, request: TransferHandoff
    ) -> None:
        handle = self._handle(tenant_id, conversation_id)
        await _updated(handle, calls.TRANSFER, request)

    async def end_transfer(
        self, tenant_id: str, conversation_id: str, request: EndTransfer
    ) -> None:
        handle = self._handle(tenant_id, conversation_id)
        await _updated(handle, calls.END_TRANSFER, request)

    async def hold_handoff(
        self, tenant_id: str, conversation_id: str, request: HoldHandoff
    ) -> None:
        handle = self._handle(tenant_id, conversation_id)
        await _updated(handle, calls.HOLD, request)

    async def snooze_handoff(
        self, tenant_id: str, conversation_id: str, request: SnoozeHandoff
    ) -> None:
        handle = self._handle(tenant_id, conversation_id)
        await _updated(handle, calls.SNOOZE, request)

    async def decide_approval(
        self, tenant_id: str, conversation_id: str, decision: DecideApproval
    ) -> None:
        handle = self._handle(tenant_id, conversation_id)
        await _updated(handle, calls.DECIDE, decision)

    async def repair(self, tenant_id: str, conversation_id: str, repair: Repair) -> None:
        handle = self._handle(tenant_id, conversation_id)
        await _updated(handle, calls.REPAIR, repair)

    async def end_chat(self, tenant_id: str, conversation_id: str, request: EndChat) -> None:
        handle = self._handle(tenant_id, conversation_id)
        await _updated(handle, calls.END_CHAT, request)

    async def get_state(self, tenant_id: str, conversation_id: str) -> ConversationView:
        handle = self._handle(tenant_id, conversation_id)
        return await _queried(handle, calls.STATE)

    async def get_recent_turns(
        self, tenant_id: str, conversation_id: str
    ) -> tuple[RecentTurn, ...]:
        handle = self._handle(tenant_id, conversation_id)
        return await _queried(handle, calls.RECENT_TURNS)

    def _call(self, tenant_id: str, callback_id: str) -> _Handle:
        return self._client.get_workflow_handle(callback_workflow_id(tenant_id, callback_id))

    def _handle(self, tenant_id: str, conversation_id: str) -> _Handle:
        workflow_id = conversation_workflow_id(tenant_id, conversation_id)
        return self._client.get_workflow_handle(workflow_id)


def _attributes(tenant_id: str, channel: Channel) -> TypedSearchAttributes:
    return TypedSearchAttributes(
        [
            SearchAttributePair(search_attributes.TENANT_ID, tenant_id),
            SearchAttributePair(search_attributes.CHANNEL, channel.value),
        ]
    )


async def _updated(workflow: _Handle, update: calls.Update[_Request, _T], request: _Request) -> _T:
    async def ask() -> _T:
        # Needs a worker, unlike a signal: with none it waits, so `answered` bounds it.
        answer: _T = await workflow.execute_update(
            update.name, request, result_type=update.answer, rpc_timeout=RPC_TIMEOUT
        )
        return answer

    return await answered(ask)


async def _queried(workflow: _Handle, query: calls.Query[_T]) -> _T:
    async def ask() -> _T:
        answer: _T = await workflow.query(
            query.name, result_type=query.answer, rpc_timeout=RPC_TIMEOUT
        )
        return answer

    return await answered(ask)


async def answered(ask: Callable[[], Awaitable[_T]]) -> _T:
    """Ask, and again where a run was just closing: the same ids make that safe."""
    for attempt in range(1, _MOST_ATTEMPTS + 1):
        try:
            async with answering(within=_STAFF_WAIT):
                return await ask()
        except WorkflowUpdateFailedError as error:
            raise _as_refusal(error) from error
        except WorkflowUpdateRPCTimeoutOrCancelledError as error:
            raise DependencyUnavailable("no worker has answered in time") from error
        except WorkflowQueryFailedError as error:
            raise DependencyUnavailable("the conversation could not be read") from error
        except RPCError as error:
            # An update in flight is dropped when a signal makes the closing task run again.
            closing = error.status is RPCStatusCode.FAILED_PRECONDITION
            if not closing or attempt == _MOST_ATTEMPTS:
                raise _as_domain_error(error) from error
    raise DependencyUnavailable("the conversation was busy continuing as new")


def _as_refusal(error: WorkflowUpdateFailedError) -> DuralogueError:
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.type == NewerMessages.__name__:
        return NewerMessages(cause.details[0] if cause.details else ())
    if isinstance(cause, ApplicationError) and cause.type in _REFUSALS:
        return _because(_REFUSALS[cause.type](cause.message), cause.details)
    return DependencyUnavailable("the conversation could not do that now")


def _because(refusal: DuralogueError, details: Sequence[Any]) -> DuralogueError:
    """With who has it, where the conversation says that: the records may be a moment behind."""
    known = details[0] if details and isinstance(details[0], dict) else {}
    code = known.get("code", "")
    return refusal.because(code, str(known.get("agent", ""))) if code in DESK_REFUSALS else refusal


def _as_domain_error(error: RPCError) -> DuralogueError:
    if error.status is RPCStatusCode.NOT_FOUND:
        return NotFound("there is no such open conversation")
    if is_unavailable(error) or error.status is RPCStatusCode.FAILED_PRECONDITION:
        return DependencyUnavailable(f"Temporal: {error.message}")
    return DependencyRejected(f"Temporal refused: {error.message}")
