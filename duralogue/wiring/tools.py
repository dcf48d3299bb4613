"""Calls of tenants' backends, for whichever worker makes them."""

from contextlib import AsyncExitStack

from activities.tools import ToolActivities
from duralogue.chaos.points import Step
from duralogue.wiring.backends import BackendsOfTenants
from duralogue.wiring.foundation import Foundation
from infra.http.backends import TenantBackends
from infra.http.tools import allowed_addresses, open_http_tools
from infra.postgres.backends import PostgresBackends
from infra.postgres.proofs_of_ownership import PostgresOwnershipProofs
from infra.postgres.tickets import PostgresTickets
from infra.postgres.tool_log import PostgresToolLog
from infra.temporal.callbacks import CallingTickets


async def open_tools(base: Foundation, stack: AsyncExitStack) -> ToolActivities:
    """They last as long as the stack; a tenant's tools reach that tenant's backends only."""
    backends = {
        tenant: TenantBackends(servers=found.servers, secrets=found.secrets)
        for tenant, found in base.settings.tenant_backends.items()
    }
    for found in backends.values():
        allowed_addresses((), tuple(found.servers.values()))
    sources = BackendsOfTenants(backends, PostgresBackends(base.engine, base.keys))
    caller = await stack.enter_async_context(
        open_http_tools(sources, listed=base.settings.outbound_allowed)
    )
    return ToolActivities(
        base.bots,
        base.faults.around(caller, call=Step.CALL_TOOL),
        CallingTickets(PostgresTickets(base.engine), base.temporal),
        base.faults.around(PostgresToolLog(base.engine), record=Step.RECORD_TOOL_CALL),
        PostgresOwnershipProofs(base.engine),
    )
