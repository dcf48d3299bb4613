"""Check of claims: whom a handoff is offered to, and how much its claimant has already."""

from datetime import UTC, datetime

from api.dependencies import Gateway
from domain.desk.claims import claim_refusal, needs_room, room_refusal
from domain.errors import NoRoom
from domain.handoffs import Handoff
from domain.staff import Permission, StaffMember
from domain.tenant_settings import TenantConfig


async def require_claimable(
    gateway: Gateway, tenant: TenantConfig, member: StaffMember, handoff: Handoff
) -> None:
    """Raise Conflict, saying to whom it is offered or how much they have. Supervisors may."""
    if member.may(Permission.SUPERVISE) or not needs_room(handoff, member.name):
        return
    refused = claim_refusal(handoff, member.name, tenant.desk)
    if refused is not None:
        raise refused
    await require_room(gateway, tenant, member, handoff.conversation_id, handoff.channel)


async def require_room(
    gateway: Gateway,
    tenant: TenantConfig,
    member: StaffMember,
    conversation_id: str,
    channel: str,
) -> None:
    """Raise NoRoom where the agent has as much as they can; else the room is theirs for a while,
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
        raise NoRoom(room_refusal(profile, tenant.desk, channel, load))
