"""Check of claims: whom a handoff is offered to, and how much its claimant has already."""

from datetime import UTC, datetime

from api.dependencies import Gateway
from domain.desk.claims import claim_refusal
from domain.errors import Conflict
from domain.handoffs import Handoff
from domain.staff import Permission, StaffMember
from domain.tenant_settings import TenantConfig


async def require_claimable(
    gateway: Gateway, tenant: TenantConfig, member: StaffMember, handoff: Handoff
) -> None:
    """Raise Conflict, saying to whom it is offered or how much they have. Supervisors may."""
    if member.may(Permission.SUPERVISE):
        return
    profile = await gateway.ports.roster.profile(member.tenant_id, member.name)
    load = await load_of(gateway, tenant, member.name)
    refused = claim_refusal(handoff, profile, tenant.desk, load)
    if refused is not None:
        raise Conflict(refused)


async def load_of(gateway: Gateway, tenant: TenantConfig, agent: str) -> int:
    """The points of the conversations that they have."""
    loads = await gateway.ports.offers.workloads(tenant.tenant, at=datetime.now(UTC))
    return tenant.desk.load(loads.get(agent, {}))
