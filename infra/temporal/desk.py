"""`DeskWakes` over Temporal: start the desk's workflow if it does not run, signal it either way."""

from datetime import timedelta
from typing import Final

from temporalio.client import Client
from temporalio.common import SearchAttributePair, TypedSearchAttributes, WorkflowIDConflictPolicy
from temporalio.service import RPCError

from activities.desk import DeskBell
from domain.dialogue.commands import AskApproval, CancelHandoff, HandOff
from domain.errors import DependencyUnavailable
from domain.identifiers import desk_workflow_id
from domain.ports import TurnStore
from domain.ports.desk import DeskWakes
from domain.turns import CommitTurn, OpenSession, SessionOpened, TurnCommitted
from infra.temporal.client import answering
from workflows import options, search_attributes
from workflows.desk import DeskInput, DeskWorkflow
from workflows.queues import CONVERSATIONS

_WITHIN: Final = timedelta(seconds=2)
_NEWS: Final = HandOff | CancelHandoff | AskApproval


class TemporalDeskWakes:
    """Implements `DeskWakes`: signal-with-start, one atomic call."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def wake(self, tenant_id: str) -> None:
        await self._start(tenant_id, start_signal=DeskWorkflow.wake.__name__)

    async def revive(self, tenant_id: str) -> None:
        """Without a signal: one that runs hears nothing of it, and its history does not grow."""
        await self._start(tenant_id, start_signal=None)

    async def _start(self, tenant_id: str, *, start_signal: str | None) -> None:
        try:
            async with answering(within=_WITHIN):
                await self._client.start_workflow(
                    DeskWorkflow.run,
                    DeskInput(tenant_id=tenant_id),
                    id=desk_workflow_id(tenant_id),
                    task_queue=CONVERSATIONS,
                    task_timeout=options.WORKFLOW_TASK_TIMEOUT,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    start_signal=start_signal,
                    static_summary=f"desk of {tenant_id}",
                    search_attributes=TypedSearchAttributes(
                        [SearchAttributePair(search_attributes.TENANT_ID, tenant_id)]
                    ),
                    rpc_timeout=_WITHIN,
                )
        except RPCError as error:
            raise DependencyUnavailable(f"Temporal: {error.message}") from error


class WakingTurnStore:
    """Implements `TurnStore` over another: wakes the desk for approvals, and for handoffs that
    begin or are called off; also where a commit is repeated whose first wake-up was lost."""

    def __init__(self, turns: TurnStore, wakes: DeskWakes) -> None:
        self._turns = turns
        self._bell = DeskBell(wakes)

    async def open_session(self, request: OpenSession) -> SessionOpened:
        return await self._turns.open_session(request)

    async def commit(self, request: CommitTurn) -> TurnCommitted:
        committed = await self._turns.commit(request)
        if any(isinstance(each, _NEWS) for each in request.result.commands):
            self._bell.ring_soon(request.conversation.tenant_id)
        return committed
