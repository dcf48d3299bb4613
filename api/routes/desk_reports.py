"""The wall of supervisors, and a day's numbers."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.audit import audited
from api.authentication import ReportReader, Supervisor, Tenant
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.desk_access import TheDesk
from api.desk_ports import DeskPorts
from api.limits import take_read
from api.problem_responses import refusals
from domain.business_hours import zone_of
from domain.desk.reports import DayReport, Wall
from domain.errors import InvalidInput
from domain.tenant_settings import TenantConfig

router = APIRouter(prefix="/v1/tenants/{tenant}/desk", tags=["desk"], route_class=GuardedRoute)
_FIRST: Final = date(2000, 1, 1)
_CSV: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "A table with a header.",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}
Day = Annotated[
    date | None,
    Query(alias="date", description="In the tenant's own zone; today, unless said."),
]


@router.get("/wall", summary="See the whole desk", responses=refusals(401, 403, 404, 429, 503))
async def get_wall(gateway: TheGateway, tenant: Tenant, desk: TheDesk, member: Supervisor) -> Wall:
    """Show who is there, how the queues stand, and which conversations people have."""
    take_read(gateway, tenant.tenant, member.staff_id)
    start, _ = bounds_of(tenant, None)
    found = await desk.reports.wall(tenant.tenant, since=start)
    usual = tenant.desk.capacity
    agents = (
        one if one.capacity is not None else one.model_copy(update={"capacity": usual})
        for one in found.agents
    )
    return found.model_copy(update={"agents": tuple(agents)})


@router.get(
    "/reports/day",
    summary="Get a day's numbers",
    responses=refusals(401, 403, 404, 422, 429, 503),
)
async def get_day(
    gateway: TheGateway,
    tenant: Tenant,
    desk: TheDesk,
    member: ReportReader,
    day: Day = None,
) -> DayReport:
    """Count the handoffs that were opened on a day: replies, resolutions, breaches, abandoned."""
    take_read(gateway, tenant.tenant, member.staff_id)
    return await day_report(desk, tenant, day)


@router.get(
    "/reports/day.csv",
    summary="Download a day's numbers",
    response_class=Response,
    responses={**_CSV, **refusals(401, 403, 404, 422, 429, 503)},
    dependencies=[audited("report_downloaded")],
)
async def download_day(
    gateway: TheGateway,
    tenant: Tenant,
    desk: TheDesk,
    member: ReportReader,
    day: Day = None,
) -> Response:
    """The same as a table, for a spreadsheet."""
    take_read(gateway, tenant.tenant, member.staff_id)
    report = await day_report(desk, tenant, day)
    name = f"{tenant.tenant}-{report.day.isoformat()}.csv"
    return Response(
        report.as_table(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def day_report(desk: DeskPorts, tenant: TenantConfig, day: date | None) -> DayReport:
    """Of one day in the tenant's zone. Raise InvalidInput for one that cannot be."""
    start, end = bounds_of(tenant, day)
    return await desk.reports.day(tenant.tenant, start=start, end=end)


def bounds_of(tenant: TenantConfig, day: date | None) -> tuple[datetime, datetime]:
    """When the day begins and ends there. Raise InvalidInput for the future and long ago."""
    zone = zone_of(tenant.business_hours)
    today = datetime.now(UTC).astimezone(zone).date()
    wanted = day or today
    if not _FIRST <= wanted <= today:
        raise InvalidInput("date", f"a day from {_FIRST} to {today}, as in {today}")
    start = datetime.combine(wanted, time(), zone)
    return start, datetime.combine(wanted + timedelta(days=1), time(), zone)
