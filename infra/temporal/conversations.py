"""`ConversationGateway` over Temporal: start the conversation if new, signal it either way."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from pydantic import BaseModel
from temporalio.client import (
    Client,
    WorkflowHandle,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import SearchAttributePair, TypedSearchAttributes, WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode
from temporalio.workflow import UpdateMethodMultiParam

from domain.channel_addresses import Channel
from domain.channels import ChannelChange
from domain.conversations import ConversationView, EndChat, RecentTurn, Repair
from domain.errors import (
    Conflict,
    DependencyRejected,
    DependencyUnavailable,
    DuralogueError,
    NotAllowed,
    NotFound,
    NotYet,
)
from domain.handoffs import AgentMessage, Claimed, ClaimHandoff, DecideApproval, ReturnToBot
from domain.identifiers import conversation_workflow_id
from domain.message_intake import DurableAcceptance
from domain.messages import InboundMessage
from domain.ports import InboundSpool
from infra.temporal.client import RPC_TIMEOUT, answering, is_unavailable
from workflows import options, search_attributes
from workflows.conversation import ConversationWorkflow
from workflows.conversation_state import ConversationInput

_T = TypeVar("_T")
_Request = TypeVar("_Request")
_Handle = WorkflowHandle[ConversationWorkflow, None]

_REFUSALS: dict[str, type[DuralogueError]] = {
    error.__name__: error for error in (Conflict, NotAllowed, NotFound, NotYet)
}

_SIGNAL_WITHIN = timedelta(seconds=3)
"""Then it goes into the spool; the customer's browser waits for this."""

_STAFF_WAIT = timedelta(seconds=8)

_MOST_ATTEMPTS = 4
"""An update that meets the closing of a run is sent again, with the same ids."""


class TemporalConversationGateway:
    """Signals in; updates and queries with an answer. Errors are the domain's own."""

    def __init__(
        self, client: Client, spool: InboundSpool, *, shows_last_step: bool = False
    ) -> None:
        self._client = client
        self._shows_last_step = shows_last_step
        self._acceptance = DurableAcceptance(self.signal, spool)

    async def deliver(self, message: InboundMessage, *, spooled: bool | None = None) -> None:
        """To the conversation, or into the spool while Temporal cannot be reached."""
        await self._acceptance.accept(message, spooled=spooled)

    async def signal(self, message: InboundMessage) -> None:
        """Signal-with-start: one atomic call, whether the conversation is open, closed or new."""
        place = (message.tenant_id, message.conversation_id)
        await self._signal(place, message.channel, "receive_message", message)

    async def change_message(self, change: ChannelChange) -> None:
        """With start as well: the change may come before its message."""
        place = (change.tenant_id, change.conversation_id)
        await self._signal(place, change.channel, "change_message", change.change)

    async def _signal(
        self, place: tuple[str, str], channel: Channel, name: str, argument: BaseModel
    ) -> None:
        tenant_id, conversation_id = place
        start = ConversationInput(
            tenant_id=tenant_id,
            conversation_id=conversation_id,
            channel=channel,
            shows_last_step=self._shows_last_step,
        )
        try:
            async with answering(within=_SIGNAL_WITHIN):
                await self._client.start_workflow(
                    ConversationWorkflow.run,
                    start,
                    id=conversation_workflow_id(*place),
                    task_queue=options.CONVERSATIONS,
                    task_timeout=options.WORKFLOW_TASK_TIMEOUT,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    start_signal=name,
                    start_signal_args=[argument],
                    static_summary=f"{tenant_id}, {channel}",
                    search_attributes=TypedSearchAttributes(
                        [
                            SearchAttributePair(search_attributes.TENANT_ID, tenant_id),
                            SearchAttributePair(search_attributes.CHANNEL, channel.value),
                        ]
                    ),
                    rpc_timeout=_SIGNAL_WITHIN,
                )
        except RPCError as error:
            raise _as_domain_error(error) from error

    async def claim_handoff(
        self, tenant_id: str, conversation_id: str, claim: ClaimHandoff
    ) -> Claimed:
        """Raise NotYet where the conversation has stored the handoff and not yet taken it up."""
        here = self._handle(tenant_id, conversation_id)
        return await _updated(here, ConversationWorkflow.claim_handoff, claim)

    async def send_agent_message(
        self, tenant_id: str, conversation_id: str, message: AgentMessage
    ) -> None:
        here = self._handle(tenant_id, conversation_id)
        await _updated(here, ConversationWorkflow.send_agent_message, message)

    async def return_to_bot(
        self, tenant_id: str, conversation_id: str, request: ReturnToBot
    ) -> None:
        here = self._handle(tenant_id, conversation_id)
        await _updated(here, ConversationWorkflow.return_to_bot, request)

    async def decide_approval(
        self, tenant_id: str, conversation_id: str, decision: DecideApproval
    ) -> None:
        here = self._handle(tenant_id, conversation_id)
        await _updated(here, ConversationWorkflow.decide_approval, decision)

    async def repair(self, tenant_id: str, conversation_id: str, repair: Repair) -> None:
        here = self._handle(tenant_id, conversation_id)
        await _updated(here, ConversationWorkflow.repair, repair)

    async def end_chat(self, tenant_id: str, conversation_id: str, request: EndChat) -> None:
        here = self._handle(tenant_id, conversation_id)
        await _updated(here, ConversationWorkflow.end_chat, request)

    async def get_state(self, tenant_id: str, conversation_id: str) -> ConversationView:
        handle = self._handle(tenant_id, conversation_id)
        return await answered(
            lambda: handle.query(ConversationWorkflow.get_state, rpc_timeout=RPC_TIMEOUT)
        )

    async def get_recent_turns(
        self, tenant_id: str, conversation_id: str
    ) -> tuple[RecentTurn, ...]:
        handle = self._handle(tenant_id, conversation_id)
        return await answered(
            lambda: handle.query(ConversationWorkflow.get_recent_turns, rpc_timeout=RPC_TIMEOUT)
        )

    def _handle(self, tenant_id: str, conversation_id: str) -> _Handle:
        return self._client.get_workflow_handle_for(
            ConversationWorkflow.run, conversation_workflow_id(tenant_id, conversation_id)
        )


async def _updated(
    conversation: _Handle,
    update: UpdateMethodMultiParam[[ConversationWorkflow, _Request], _T],
    request: _Request,
) -> _T:
    return await answered(
        lambda: conversation.execute_update(update, request, rpc_timeout=RPC_TIMEOUT)
    )


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
            closing = error.status is RPCStatusCode.FAILED_PRECONDITION
            if not closing or attempt == _MOST_ATTEMPTS:
                raise _as_domain_error(error) from error
    raise DependencyUnavailable("the conversation was busy continuing as new")


def _as_refusal(error: WorkflowUpdateFailedError) -> DuralogueError:
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.type in _REFUSALS:
        return _REFUSALS[cause.type](cause.message)
    return DependencyUnavailable("the conversation could not do that now")


def _as_domain_error(error: RPCError) -> DuralogueError:
    if error.status is RPCStatusCode.NOT_FOUND:
        return NotFound("there is no such open conversation")
    if is_unavailable(error) or error.status is RPCStatusCode.FAILED_PRECONDITION:
        return DependencyUnavailable(f"Temporal: {error.message}")
    return DependencyRejected(f"Temporal refused: {error.message}")
