"""Access to handoffs: an agent sees those of their queues, others all; and who may claim."""

from datetime import UTC, datetime

from api.dependencies import Gateway
from domain.desk.claims import claim_refusal, needs_room, room_refusal
from domain.desk.lists import DeskViewer
from domain.errors import Conflict, NotFound
from domain.handoffs import Handoff
from domain.staff import Permission, StaffMember, StaffRole
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
    require_queue(found, queues, member.name)
    return found


def require_queue(handoff: Handoff, queues: tuple[str, ...], name: str) -> None:
    """Raise NotFound for a handoff of another queue, unless they have it or are asked to."""
    persons = (handoff.assigned_agent, handoff.offered_to, handoff.preferred_agent)
    if not DeskViewer(name=name, queues=queues).may_see(handoff.queue, *persons):
        raise NotFound(f"there is no handoff {handoff.handoff_id} in your queues")


async def require_claimable(
    gateway: Gateway, tenant: TenantConfig, member: StaffMember, handoff: Handoff
) -> None:
    """Raise Conflict, saying to whom it is offered or how much they have. Supervisors may."""
    if member.may(Permission.SUPERVISE) or not needs_room(handoff, member.name):
        return
    refused = claim_refusal(handoff, member.name, tenant.desk)
    if refused is not None:
        raise Conflict(refused)
    await require_room(gateway, tenant, member, handoff.conversation_id, handoff.channel)


async def require_room(
    gateway: Gateway,
    tenant: TenantConfig,
    member: StaffMember,
    conversation_id: str,
    channel: str,
) -> None:
    """Raise Conflict where the agent has as much as they can; else the room is theirs for a while,
    so that two claims at once do not both find it. Supervisors take what they want."""
    if member.may(Permission.SUPERVISE):
        return
    profile = await gateway.ports.roster.profile(member.tenant_id, member.name)
    load = await gateway.ports.offers.reserve(
        member.tenant_id,
        profile,
        tenant.desk,
        conversation_id=conversation_id,
        channel=channel,
        at=datetime.now(UTC),
    )
    if load is not None:
        raise Conflict(room_refusal(profile, tenant.desk, channel, load))
