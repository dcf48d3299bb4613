"""Calls of tenants' backends, for whichever worker makes them."""

from contextlib import AsyncExitStack

from temporalio import activity

from activities.tools import ToolActivities
from duralogue.chaos.points import Step
from duralogue.wiring.backends import BackendsOfTenants
from duralogue.wiring.foundation import Foundation
from infra.http.backends import TenantBackends
from infra.http.circuit_breakers import CircuitBreakers
from infra.http.mcp.tools import McpTools
from infra.http.mcp.visits import ConnectedVisits
from infra.http.tools import allowed_addresses, open_http_tools
from infra.postgres.backends import PostgresBackends
from infra.postgres.mcp_sign_ins import PostgresMcpSignIns
from infra.postgres.proofs_of_ownership import PostgresOwnershipProofs
from infra.postgres.tickets import PostgresTickets
from infra.postgres.tool_log import PostgresToolLog
from infra.postgres.tool_pins import PostgresToolPins
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
    circuits = CircuitBreakers()
    caller = await stack.enter_async_context(
        open_http_tools(sources, circuits, listed=base.settings.outbound_allowed)
    )
    visits = ConnectedVisits(
        caller.client,
        sources,
        PostgresMcpSignIns(base.engine, base.keys),
        listed=base.settings.outbound_allowed,
    )
    mcp = McpTools(visits, PostgresToolPins(base.engine), circuits, refused=_count_refused)
    return ToolActivities(
        base.bots,
        base.faults.around(caller, call=Step.CALL_TOOL),
        CallingTickets(PostgresTickets(base.engine), base.temporal),
        base.faults.around(PostgresToolLog(base.engine), record=Step.RECORD_TOOL_CALL),
        PostgresOwnershipProofs(base.engine),
        mcp=base.faults.around(mcp, call=Step.CALL_TOOL),
    )


def _count_refused(tenant_id: str, tool: str, reason: str) -> None:
    """A tool whose definition is not the approved one was wanted, and not called."""
    if not activity.in_activity():
        return
    counter = activity.metric_meter().create_counter(
        "duralogue_mcp_calls_refused",
        "Calls of MCP tools not made, as their definition is not the approved one.",
    )
    counter.add(1, {"tenant": tenant_id, "tool": tool, "reason": reason})
