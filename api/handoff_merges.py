"""Merging two conversations of one customer: the same agent has both, and one goes with the other.

First the other conversation is taken, then the link is written: each may be repeated, and whatever
is killed in between leaves an agent with two conversations, not a customer with none.
"""

from datetime import UTC, datetime

from api.audit import say_in_audit
from api.dependencies import Gateway
from api.desk_access import find_handoff, require_sight
from api.wrap_up import require_open
from domain.channel_addresses import Channel
from domain.desk.merges import Merged, MergeSide, merge_refusal
from domain.desk.requests import TakeOver
from domain.errors import NotAllowed
from domain.handoffs import Agent, Handoff
from domain.staff import Permission, StaffMember


async def merge_one(
    gateway: Gateway, member: StaffMember, handoff: str, conversation: str
) -> Merged:
    """Raise NotFound for what is not theirs to see, Conflict with the reason where the two cannot
    be one, NotAllowed for what somebody else has."""
    found = await _own_one(gateway, member, handoff)
    await require_sight(gateway, member, conversation)
    agent = found.assigned_agent or member.name
    merges = gateway.ports.desk_tools.merges
    into, other = await merges.sides(member.tenant_id, handoff, conversation)
    if (refused := merge_refusal(into, other, agent)) is not None:
        raise refused
    say_in_audit(conversation=found.conversation_id, merged=conversation)
    if other.merged_into != handoff:
        await _take(gateway, member.tenant_id, other, agent, found.queue)
    merged = await merges.merge(
        member.tenant_id,
        handoff,
        conversation,
        agent=agent,
        by=member.name,
        at=datetime.now(UTC),
    )
    # The desk's next round looks whether both are still with the same agent.
    await gateway.desk_bell.ring(member.tenant_id)
    return merged


async def separate_one(gateway: Gateway, member: StaffMember, handoff: str) -> None:
    """It is a conversation of its own again, of the agent who has both."""
    found = await _own_one(gateway, member, handoff)
    say_in_audit(conversation=found.conversation_id)
    await gateway.ports.desk_tools.merges.separate(member.tenant_id, handoff)


async def head_of(gateway: Gateway, handoff: Handoff) -> Handoff:
    """With which it goes, if it is merged: whoever has that one has both, and would get this one
    back."""
    if handoff.merged_into is None:
        return handoff
    head = await gateway.ports.handoffs.get(handoff.tenant_id, handoff.merged_into)
    return handoff if head.ended_at else head


async def _take(gateway: Gateway, tenant_id: str, other: MergeSide, agent: str, queue: str) -> None:
    """From the queue or from the bot. One winner: Conflict, with the name, for everybody else."""
    request = TakeOver(agent=Agent(name=agent), queue=queue)
    await gateway.ports.conversations.take_over(
        tenant_id, other.conversation_id, Channel(other.channel), request
    )


async def _own_one(gateway: Gateway, member: StaffMember, handoff: str) -> Handoff:
    found = await find_handoff(gateway, member, handoff)
    require_open(found, member.name)
    if found.assigned_agent not in (None, member.name) and not member.may(Permission.SUPERVISE):
        refused = NotAllowed(f"this conversation is with {found.assigned_agent}")
        raise refused.because("taken", found.assigned_agent)
    return found
