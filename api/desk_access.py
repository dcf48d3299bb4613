"""Access of agents to conversations: those of their own queues."""

from typing import Annotated

import structlog
from fastapi import Depends

from api.authentication import HumanAgent
from api.caller_check import once
from api.dependencies import Gateway, TheGateway
from api.identifiers import RecordId
from domain.errors import DependencyUnavailable, NotFound
from domain.staff import StaffMember, StaffRole

_log = structlog.get_logger(__name__)

_NOT_YOURS = "There is no such conversation in your queues."


def limited_to(member: StaffMember) -> str | None:
    """The agent by whose queues is seen; None of those who see every queue."""
    return member.name if member.role is StaffRole.AGENT else None


async def require_sight(gateway: Gateway, member: StaffMember, conversation_id: str) -> None:
    """Raise NotFound for no conversation, and for one of a queue that is not theirs."""
    may_see = await gateway.ports.desk_tools.access.may_see(
        member.tenant_id, member.name, conversation_id
    )
    if not may_see and limited_to(member) is not None:
        raise NotFound(_NOT_YOURS)


@once
async def _seen_conversation(
    gateway: TheGateway, member: HumanAgent, conversation: RecordId
) -> str:
    await require_sight(gateway, member, conversation)
    return conversation


SeenConversation = Annotated[str, Depends(_seen_conversation)]
"""The id in the address, of a conversation that the agent who asks may see."""


async def forget_draft(gateway: Gateway, member: StaffMember, conversation_id: str) -> None:
    """What was sent is no draft any more. It has been sent: that this could not be noted must not
    make it look like a failure."""
    try:
        await gateway.ports.desk_tools.drafts.sent(member.tenant_id, member.name, conversation_id)
    except DependencyUnavailable:
        _log.warning("draft_not_deleted", conversation_id=conversation_id)
