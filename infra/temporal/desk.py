"""`DeskWakes` over Temporal: start the desk's workflow if it does not run, signal it either way."""

from datetime import timedelta
from typing import Final

from temporalio.client import Client
from temporalio.common import SearchAttributePair, TypedSearchAttributes, WorkflowIDConflictPolicy
from temporalio.service import RPCError

from domain.errors import DependencyUnavailable
from domain.identifiers import desk_workflow_id
from infra.temporal.client import answering
from workflows import options, search_attributes
from workflows.client_calls import DESK, WAKE_DESK, DeskInput
from workflows.queues import CONVERSATIONS

_WITHIN: Final = timedelta(seconds=2)


class TemporalDeskWakes:
    """Implements `DeskWakes`: signal-with-start, one atomic call."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def wake(self, tenant_id: str) -> None:
        await self._start(tenant_id, start_signal=WAKE_DESK)

    async def revive(self, tenant_id: str) -> None:
        """Without a signal: one that runs hears nothing of it, and its history does not grow."""
        await self._start(tenant_id, start_signal=None)

    async def _start(self, tenant_id: str, *, start_signal: str | None) -> None:
        try:
            async with answering(within=_WITHIN):
                await self._client.start_workflow(
                    DESK,
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
