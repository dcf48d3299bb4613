"""The desk's lists, and who sits before it."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.authentication import AnyStaff, Tenant
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.desk_access import TheDesk, Viewer, may, ui_url_of
from api.limits import take_read
from api.problem_responses import refusals
from api.staff_cookie import CsrfToken
from domain.desk.lists import DeskView, HandoffFilter, HandoffPage
from domain.desk.settings import AssignmentPolicy, Disposition
from domain.staff import StaffRole

router = APIRouter(prefix="/v1/tenants/{tenant}/desk", tags=["desk"], route_class=GuardedRoute)

_Name = Annotated[str | None, Query(max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")]


class DeskTenant(BaseModel):
    """How the tenant looks, and by which clock it works."""

    name: str
    color: str
    locales: tuple[str, ...]
    zone: str = Field(description="A name of the time zone database.", examples=["Europe/Berlin"])


class DeskMe(BaseModel):
    """All that a desk needs to know before it draws its first list."""

    name: str
    role: StaffRole
    queues: tuple[str, ...]
    """Whose handoffs are shown; none at all: every queue."""
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    capacity: int
    presence: str | None = None
    assignment: AssignmentPolicy
    may: tuple[str, ...]
    """Names of what the role allows."""
    tenant: DeskTenant
    known_queues: tuple[str, ...]
    dispositions: dict[str, Disposition]
    disposition_required: bool
    ui_url: str | None
    csrf: str | None = None


@router.get("/me", summary="Get the desk's own settings", responses=refusals(401, 404, 503))
async def get_me(
    gateway: TheGateway, tenant: Tenant, desk: TheDesk, member: AnyStaff, csrf: CsrfToken
) -> DeskMe:
    """Show who sits before the desk, and what they may do."""
    bot = await gateway.ports.bots.current(tenant.tenant)
    agent = await desk.reads.agent(tenant.tenant, member.name)
    queues = {rule.queue for rule in bot.handoffs.values()} | set(tenant.queues)
    branding, settings = tenant.branding, tenant.desk
    return DeskMe(
        name=member.name,
        role=member.role,
        queues=agent.queues if member.role is StaffRole.AGENT else (),
        skills=agent.skills,
        languages=agent.languages,
        capacity=settings.capacity if agent.capacity is None else agent.capacity,
        presence=agent.presence,
        assignment=settings.assignment,
        may=may(member),
        tenant=DeskTenant(
            name=branding.name,
            color=branding.color,
            locales=branding.locales,
            zone=tenant.business_hours.tz,
        ),
        known_queues=tuple(sorted(queues)),
        dispositions=settings.dispositions,
        disposition_required=settings.disposition_required,
        ui_url=ui_url_of(gateway, member),
        csrf=csrf,
    )


@router.get(
    "/handoffs", summary="List handoffs by view", responses=refusals(401, 404, 422, 429, 503)
)
async def list_by_view(  # noqa: PLR0913 - each is a filter of its own
    gateway: TheGateway,
    desk: TheDesk,
    member: AnyStaff,
    viewer: Viewer,
    *,
    view: DeskView = DeskView.WAITING,
    queue: _Name = None,
    agent: _Name = None,
    channel: _Name = None,
    cursor: Annotated[
        str | None, Query(max_length=500, description="`next` of the page before.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> HandoffPage:
    """List a view's handoffs that you may see, and count those of every view.

    `seq` is the number of the last event of `desk/events` that the list includes.
    """
    take_read(gateway, member.tenant_id, member.staff_id)
    wanted = HandoffFilter(view=view, queue=queue, agent=agent, channel=channel)
    return await desk.reads.handoffs(member.tenant_id, viewer, wanted, cursor=cursor, limit=limit)
