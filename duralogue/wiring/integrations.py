"""The worker of the queue `integrations`: calls of tenants' backends."""

from contextlib import AsyncExitStack
from datetime import timedelta

from temporalio.worker import Worker

from activities.tools import ToolActivities
from duralogue.chaos.points import Step
from duralogue.wiring.foundation import Foundation
from infra.http.backends import TenantBackends
from infra.http.tools import open_http_tools
from infra.postgres.tickets import PostgresTickets
from infra.postgres.tool_log import PostgresToolLog
from workers.integrations import build_worker


async def build(base: Foundation, stack: AsyncExitStack) -> Worker:
    backends = {
        tenant: TenantBackends(servers=found.servers, secrets=found.secrets)
        for tenant, found in base.settings.tenant_backends.items()
    }
    caller = await stack.enter_async_context(open_http_tools(backends))
    tools = ToolActivities(
        base.bots,
        base.faults.around(caller, call=Step.CALL_TOOL),
        PostgresTickets(base.engine),
        base.faults.around(PostgresToolLog(base.engine), record=Step.RECORD_TOOL_CALL),
    )
    return build_worker(base.temporal, tools, drain=timedelta(seconds=base.settings.drain_seconds))
