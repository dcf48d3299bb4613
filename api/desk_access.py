"""Access of agents to conversations: those of their own queues."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Annotated, Protocol

import structlog
from fastapi import Depends

from api.authentication import HumanAgent
from api.caller_check import once
from api.dependencies import Gateway, TheGateway
from api.handoff_access import served_queues
from api.identifiers import RecordId
from domain.errors import DependencyUnavailable, NotFound
from domain.staff import StaffMember, StaffRole

_log = structlog.get_logger(__name__)

_NOT_YOURS = "There is no such conversation in your queues."


class Reader(Protocol):
    """Whoever reads: of the tenant's staff, or a server, which has no role."""

    @property
    def tenant_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> StaffRole | None: ...


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


async def require_readable(gateway: Gateway, reader: Reader, conversation_id: str) -> None:
    """Raise NotFound for an agent who serves other queues: each path to what was said asks this."""
    agent = (reader.tenant_id, reader.name)
    if not await served_queues(gateway, *agent, reader.role):
        return
    if not await gateway.ports.desk_tools.access.may_see(*agent, conversation_id):
        raise NotFound(_NOT_YOURS)


async def readable_among(
    gateway: Gateway, reader: Reader, conversation_ids: Iterable[str]
) -> tuple[str, ...]:
    """Those of them that the reader may read, in their order."""
    found = []
    for each in dict.fromkeys(conversation_ids):
        with suppress(NotFound):
            await require_readable(gateway, reader, each)
            found.append(each)
    return tuple(found)


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
