"""Starting a sync of a tenant's knowledge, and watching it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from temporalio.client import (
    Client,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowQueryFailedError,
)
from temporalio.common import SearchAttributePair, TypedSearchAttributes, WorkflowIDConflictPolicy
from temporalio.service import RPCError

from domain.errors import DependencyRejected, DependencyUnavailable
from domain.identifiers import knowledge_workflow_id
from domain.knowledge import SyncReport
from infra.temporal.client import RPC_TIMEOUT
from infra.temporal.patience import patiently
from workflows import search_attributes
from workflows.knowledge_sync import KnowledgeSyncInput, KnowledgeSyncWorkflow, SyncProgress
from workflows.queues import MAINTENANCE

_LOOK_EVERY_S = 0.5
W = TypeVar("W")
P = TypeVar("P")
R = TypeVar("R")
_Handle = WorkflowHandle[KnowledgeSyncWorkflow, SyncReport]


async def sync_knowledge(
    client: Client, tenant_id: str, tell: Callable[[SyncProgress], None]
) -> SyncReport:
    """Run, or join, the tenant's sync to its end, telling of progress."""
    try:
        handle = await patiently(lambda: _started(client, tenant_id))
        return await while_running(handle, KnowledgeSyncWorkflow.get_progress, tell)
    except RPCError as error:
        raise DependencyUnavailable(f"Temporal: {error.message}") from error


async def _started(client: Client, tenant_id: str) -> _Handle:
    return await client.start_workflow(
        KnowledgeSyncWorkflow.run,
        KnowledgeSyncInput(tenant_id=tenant_id),
        id=knowledge_workflow_id(tenant_id),
        task_queue=MAINTENANCE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        start_signal="sources_changed",
        static_summary=f"knowledge of {tenant_id}",
        search_attributes=TypedSearchAttributes(
            [SearchAttributePair(search_attributes.TENANT_ID, tenant_id)]
        ),
        rpc_timeout=RPC_TIMEOUT,
    )


async def while_running(
    handle: WorkflowHandle[W, R], query: Callable[[W], P], tell: Callable[[P], None]
) -> R:
    """What it ends with; `tell` hears of its progress meanwhile."""
    telling = asyncio.create_task(_tell(handle, query, tell))
    try:
        return await patiently(handle.result)
    except WorkflowFailureError as error:
        raise DependencyRejected(f"{handle.id} has failed: {_reason(error)}") from error
    finally:
        telling.cancel()


def _reason(error: WorkflowFailureError) -> str:
    """What is at the bottom: a workflow fails by its activity, which fails by something else."""
    cause: BaseException = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    return str(cause)


async def _tell(
    handle: WorkflowHandle[W, R], query: Callable[[W], P], tell: Callable[[P], None]
) -> None:
    while True:
        await asyncio.sleep(_LOOK_EVERY_S)
        with suppress(RPCError, WorkflowQueryFailedError):  # progress is a courtesy
            tell(await handle.query(query, rpc_timeout=RPC_TIMEOUT))
