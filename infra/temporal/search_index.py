"""Telling the workflow that feeds a search engine, and waiting for it."""

from temporalio.client import Client, WorkflowHandle
from temporalio.common import SearchAttributePair, TypedSearchAttributes, WorkflowIDConflictPolicy
from temporalio.service import RPCError

from domain.errors import DependencyUnavailable
from domain.search_index import Fed
from infra.temporal.client import RPC_TIMEOUT
from workflows import search_attributes
from workflows.queues import MAINTENANCE
from workflows.search_index import SearchIndexInput, SearchIndexWorkflow

_Handle = WorkflowHandle[SearchIndexWorkflow, Fed | None]


class TemporalIndexFollower:
    """Implements `domain.ports.IndexFollower`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def follow(self, tenant_id: str) -> None:
        await _signal(self._client, tenant_id, "generation_changed")


async def rebuild_search_index(client: Client, tenant_id: str) -> Fed | None:
    """Write all of the tenant's passages anew and return when they are found there; None where no
    search engine is set up, or nothing was ever indexed. Raise DependencyUnavailable."""
    handle = await _signal(client, tenant_id, "rebuild")
    try:
        return await handle.result()
    except RPCError as error:
        raise DependencyUnavailable(f"Temporal: {error.message}") from error


async def _signal(client: Client, tenant_id: str, signal: str) -> _Handle:
    try:
        return await client.start_workflow(
            SearchIndexWorkflow.run,
            SearchIndexInput(tenant_id=tenant_id),
            id=f"search-index/{tenant_id}",
            task_queue=MAINTENANCE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal=signal,
            static_summary=f"search index of {tenant_id}",
            search_attributes=TypedSearchAttributes(
                [SearchAttributePair(search_attributes.TENANT_ID, tenant_id)]
            ),
            rpc_timeout=RPC_TIMEOUT,
        )
    except RPCError as error:
        raise DependencyUnavailable(f"Temporal: {error.message}") from error
