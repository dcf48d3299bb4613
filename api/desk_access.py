"""Access to the desk: agents see what is in the queues of their profile, all others every queue.

There is one rule, `DeskViewer`, for handoffs, conversations, lists, search and the stream.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Annotated, Final

import structlog
from fastapi import Depends

from api.authentication import AnyStaff, HumanAgent
from api.caller_check import once
from api.callers import Caller
from api.dependencies import Gateway, TheGateway
from api.desk_ports import DeskPorts
from api.identifiers import RecordId
from domain.desk.lists import DeskViewer
from domain.errors import DependencyUnavailable, NotFound
from domain.handoffs import Handoff
from domain.staff import PERMISSIONS, Permission, StaffMember, StaffRole

_log = structlog.get_logger(__name__)

_NOT_YOURS: Final = "There is no such conversation in your queues."
_SEES_UI: Final = frozenset({Permission.SUPERVISE, Permission.REPAIR})


async def _the_desk(gateway: TheGateway) -> DeskPorts:
    if gateway.ports.desk is None:
        raise NotFound("There is no desk here.")
    return gateway.ports.desk


TheDesk = Annotated[DeskPorts, Depends(_the_desk)]


async def viewer_of(gateway: Gateway, who: StaffMember | Caller) -> DeskViewer:
    """Queues bind agents only: all others, servers too, see what every team does."""
    if who.role is not StaffRole.AGENT:
        return DeskViewer(name=who.name)
    profile = await gateway.ports.roster.profile(who.tenant_id, who.name)
    return DeskViewer(name=who.name, queues=profile.queues)


async def _viewer(gateway: TheGateway, member: AnyStaff) -> DeskViewer:
    return await viewer_of(gateway, member)


Viewer = Annotated[DeskViewer, Depends(_viewer)]


async def require_sight(gateway: Gateway, member: StaffMember, conversation_id: str) -> None:
    """Raise NotFound for no conversation, and for one that is not theirs to see."""
    viewer = await viewer_of(gateway, member)
    access = gateway.ports.desk_tools.access
    if not await access.may_see(member.tenant_id, viewer, conversation_id):
        raise NotFound(_NOT_YOURS)


async def require_readable(
    gateway: Gateway, reader: StaffMember | Caller, conversation_id: str
) -> None:
    """Raise NotFound for an agent who serves other queues: every path to what was said asks this.
    Of those who see every queue nothing is asked."""
    viewer = await viewer_of(gateway, reader)
    access = gateway.ports.desk_tools.access
    if viewer.queues and not await access.may_see(reader.tenant_id, viewer, conversation_id):
        raise NotFound(_NOT_YOURS)


async def readable_among(
    gateway: Gateway, reader: StaffMember, conversation_ids: Iterable[str]
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


async def find_handoff(gateway: Gateway, who: StaffMember | Caller, handoff_id: str) -> Handoff:
    """Raise NotFound, in the same words, also for one that is not theirs to see: it is not there
    for them."""
    with suppress(NotFound):
        found = await gateway.ports.handoffs.get(who.tenant_id, handoff_id)
        if (await viewer_of(gateway, who)).may_see_handoff(found):
            return found
    raise NotFound(f"there is no handoff {handoff_id} in your queues")


def may(member: StaffMember) -> tuple[str, ...]:
    """Names of what this role allows, for a page that shows no button in vain."""
    return tuple(sorted(PERMISSIONS[member.role]))


def ui_url_of(gateway: Gateway, member: StaffMember) -> str | None:
    """Where the Temporal UI shows workflows, for those who may look there."""
    return gateway.settings.ui_url if PERMISSIONS[member.role] & _SEES_UI else None


async def forget_draft(gateway: Gateway, member: StaffMember, conversation_id: str) -> None:
    """What was sent is no draft any more. It has been sent: that this could not be noted must not
    make it look like a failure."""
    try:
        await gateway.ports.desk_tools.drafts.sent(member.tenant_id, member.name, conversation_id)
    except DependencyUnavailable:
        _log.warning("draft_not_deleted", conversation_id=conversation_id)
