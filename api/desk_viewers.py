"""Viewers of the desk, and what of it is theirs to see."""

from typing import Annotated, Final

from fastapi import Depends

from api.authentication import AnyStaff
from api.dependencies import Gateway, TheGateway
from api.desk_ports import DeskPorts
from domain.desk.lists import DeskViewer
from domain.errors import NotFound
from domain.staff import PERMISSIONS, Permission, StaffMember, StaffRole

_SEES_UI: Final = frozenset({Permission.SUPERVISE, Permission.REPAIR})


async def _the_desk(gateway: TheGateway) -> DeskPorts:
    if gateway.ports.desk is None:
        raise NotFound("There is no desk here.")
    return gateway.ports.desk


TheDesk = Annotated[DeskPorts, Depends(_the_desk)]


async def viewer_of(desk: DeskPorts, member: StaffMember) -> DeskViewer:
    """Queues bound agents only: all others see what every team does."""
    if member.role is not StaffRole.AGENT:
        return DeskViewer(name=member.name)
    queues = await desk.reads.queues_of(member.tenant_id, member.name)
    return DeskViewer(name=member.name, queues=queues)


async def _viewer(desk: TheDesk, member: AnyStaff) -> DeskViewer:
    return await viewer_of(desk, member)


Viewer = Annotated[DeskViewer, Depends(_viewer)]


def may(member: StaffMember) -> tuple[str, ...]:
    """Names of what this role allows, for a page that shows no button in vain."""
    return tuple(sorted(PERMISSIONS[member.role]))


def ui_url_of(gateway: Gateway, member: StaffMember) -> str | None:
    """Where the Temporal UI shows workflows, for those who may look there."""
    return gateway.settings.ui_url if PERMISSIONS[member.role] & _SEES_UI else None
