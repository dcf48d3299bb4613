"""Access to handoffs: an agent sees those of their queues, others all; and who may claim."""

from datetime import UTC, datetime

from api.dependencies import Gateway
from domain.desk.claims import claim_refusal
from domain.errors import Conflict, NotFound
from domain.handoffs import Handoff
from domain.staff import PERMISSIONS, Permission, StaffMember, StaffRole
from domain.tenant_settings import TenantConfig


async def served_queues(
    gateway: Gateway, tenant_id: str, name: str, role: StaffRole | None
) -> tuple[str, ...]:
    """The queues that this person is held to; none at all: they may see every one."""
    if role is not StaffRole.AGENT:
        return ()
    return (await gateway.ports.roster.profile(tenant_id, name)).queues


async def find_handoff(gateway: Gateway, member: StaffMember, handoff_id: str) -> Handoff:
    """Raise NotFound also for one of a queue that is not theirs: it is not there for them."""
    found = await gateway.ports.handoffs.get(member.tenant_id, handoff_id)
    queues = await served_queues(gateway, member.tenant_id, member.name, member.role)
    require_queue(found, queues)
    return found


def require_queue(handoff: Handoff, queues: tuple[str, ...]) -> None:
    """Raise NotFound for a handoff of another queue."""
    if queues and handoff.queue not in queues:
        raise NotFound(f"there is no handoff {handoff.handoff_id} in your queues")


async def require_claimable(
    gateway: Gateway, tenant: TenantConfig, member: StaffMember, handoff: Handoff
) -> None:
    """Raise Conflict, saying to whom it is offered or how much they have. Supervisors may."""
    if Permission.SUPERVISE in PERMISSIONS[member.role]:
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
