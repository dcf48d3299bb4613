"""The schedule of a tenant that has sources on the web: looks at them as often as they ask."""

from collections.abc import Callable
from datetime import timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
)
from temporalio.common import SearchAttributePair, TypedSearchAttributes, WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import DependencyUnavailable
from domain.identifiers import knowledge_refresh_id
from infra.temporal.client import RPC_TIMEOUT
from infra.temporal.knowledge import while_running
from infra.temporal.patience import patiently
from workflows import search_attributes
from workflows.knowledge_refresh import (
    KnowledgeRefreshInput,
    KnowledgeRefreshWorkflow,
    RefreshProgress,
)
from workflows.queues import MAINTENANCE

_CATCH_UP = timedelta(hours=1)
"""A time that was missed for longer, as Temporal was down, is left out: the next one comes."""


async def keep_schedule(client: Client, tenant_id: str, every: timedelta | None) -> None:
    """Make it, change it, or remove it (`every` is None). Raise DependencyUnavailable."""
    name = knowledge_refresh_id(tenant_id)
    handle = client.get_schedule_handle(name)
    try:
        if every is None:
            await patiently(lambda: handle.delete(rpc_timeout=RPC_TIMEOUT))
            return
        schedule = _schedule(tenant_id, every)
        try:
            await patiently(lambda: client.create_schedule(name, schedule, rpc_timeout=RPC_TIMEOUT))
        except ScheduleAlreadyRunningError:
            await patiently(
                lambda: handle.update(lambda _: ScheduleUpdate(schedule), rpc_timeout=RPC_TIMEOUT)
            )
    except RPCError as error:
        if every is None and error.status is RPCStatusCode.NOT_FOUND:
            return
        raise DependencyUnavailable(f"Temporal: {error.message}") from error


async def refresh_sources(
    client: Client, tenant_id: str, tell: Callable[[RefreshProgress], None]
) -> RefreshProgress:
    """Look at all sources now, or join whoever does, telling of progress; the sync is the
    caller's."""
    try:
        handle = await patiently(
            lambda: client.start_workflow(
                KnowledgeRefreshWorkflow.run,
                KnowledgeRefreshInput(tenant_id=tenant_id, all_of_them=True, then_sync=False),
                id=f"{knowledge_refresh_id(tenant_id)}/now",
                task_queue=MAINTENANCE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                static_summary=f"sources of {tenant_id}",
                search_attributes=_of(tenant_id),
                rpc_timeout=RPC_TIMEOUT,
            )
        )
        return await while_running(handle, KnowledgeRefreshWorkflow.get_progress, tell)
    except RPCError as error:
        raise DependencyUnavailable(f"Temporal: {error.message}") from error


def _schedule(tenant_id: str, every: timedelta) -> Schedule:
    return Schedule(
        action=ScheduleActionStartWorkflow(
            KnowledgeRefreshWorkflow.run,
            KnowledgeRefreshInput(tenant_id=tenant_id),
            id=knowledge_refresh_id(tenant_id),
            task_queue=MAINTENANCE,
            static_summary=f"sources of {tenant_id}",
            typed_search_attributes=_of(tenant_id),
        ),
        # A tenth of the time apart, so that not all tenants look at the same moment.
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=every)], jitter=every / 10),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=_CATCH_UP),
    )


def _of(tenant_id: str) -> TypedSearchAttributes:
    return TypedSearchAttributes([SearchAttributePair(search_attributes.TENANT_ID, tenant_id)])
