"""Pages of a demanded second factor: on the way to the desk, and for who demands it."""

from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter, Request, Response

from api.audit import record
from api.authentication import Tenant
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.desk_pages import Page, first_page_of, opened, sent
from api.factor_secrets import secret_fields
from api.sign_in import require_code
from domain.audit import AuditNote
from domain.errors import (
    Conflict,
    InvalidInput,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    RateLimited,
)
from domain.staff import Permission, StaffMember

router = APIRouter(
    prefix="/desk/{tenant}", tags=["pages"], route_class=GuardedRoute, include_in_schema=False
)
_LONGEST_CODE: Final = 40
_LONGEST_ID: Final = 64


@router.get("/second-factor")
async def second_factor_page(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Ask for a code, or lead whoever has none set up to do so."""
    page = await _on_the_way(request, gateway, tenant)
    return await _shown(page)


@router.post("/second-factor/begin")
async def begin(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Show a new secret; it counts once a code of it was typed in."""
    page = await _on_the_way(request, gateway, tenant)
    await sent(page)
    member = _member(page)
    try:
        secret = await gateway.ports.credentials.begin_second_factor(
            member.tenant_id, member.staff_id
        )
    except Conflict:  # set up meanwhile, in another window
        return await _shown(page)
    return await _shown(page, **secret_fields(page, secret))


@router.post("/second-factor/confirm")
async def confirm(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Count the new secret from now on, show the recovery codes once, and open the desk."""
    page = await _on_the_way(request, gateway, tenant)
    form = await sent(page)
    member = _member(page)
    codes = await gateway.ports.credentials.confirm_second_factor(
        member.tenant_id,
        member.staff_id,
        form.get("code", "").strip()[:_LONGEST_CODE],
        at=datetime.now(UTC),
    )
    if not codes:
        return await _once_more(page)
    await gateway.ports.staff.factor_shown(member.tenant_id, page.session)
    await _note(page, "second_factor_set", member.staff_id)
    return await _shown(page, recovery=codes, leads_on=page.home + first_page_of(member.role))


@router.post("/second-factor/code")
async def show_code(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """The code of an authenticator app, or a recovery code: then the desk is open."""
    page = await _on_the_way(request, gateway, tenant)
    form = await sent(page)
    member = _member(page)
    try:
        await require_code(gateway, member, form.get("code", "")[:_LONGEST_CODE])
    except RateLimited as error:
        seconds = max(1, round(error.retry_after.total_seconds()))
        answer = await _shown(page, wrong=page.words["wait"].format(seconds=seconds), status=429)
        answer.headers["Retry-After"] = str(seconds)
        return answer
    except NotAuthenticated:
        return await _shown(page, wrong=page.words["wrong_code"], status=401)
    await gateway.ports.staff.factor_shown(member.tenant_id, page.session)
    await _note(page, "second_factor_shown", member.staff_id)
    return page.gone_to(first_page_of(member.role))


@router.post("/settings/second-factor")
async def demand(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Demand a second factor of everybody, or no longer."""
    page = await opened(request, gateway, tenant, Permission.MANAGE_STAFF)
    demanded = (await sent(page)).get("demanded", "")
    if demanded not in {"0", "1"}:  # what says nothing must not lift it
        raise InvalidInput("demanded", "0 or 1")
    is_demanded = demanded == "1"
    is_new = await gateway.ports.credentials.demand_second_factor(
        tenant.tenant, _member(page).name, is_demanded=is_demanded
    )
    if is_new:
        done = "second_factor_demanded" if is_demanded else "second_factor_no_longer_demanded"
        await _note(page, done, "")
    return page.gone_to("/settings#second-factor")


@router.post("/settings/second-factor/remove")
async def remove(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """For somebody else who has lost their phone and their recovery codes. Nobody removes their
    own: whoever finds a browser open would put theirs in its place."""
    page = await opened(request, gateway, tenant, Permission.MANAGE_STAFF)
    form = await sent(page)
    staff_id = form.get("staff_id", "")[:_LONGEST_ID]
    if staff_id not in {each.staff_id for each in await gateway.ports.staff.listed(tenant.tenant)}:
        raise NotFound("There is nobody with this id.")
    if staff_id == _member(page).staff_id:
        raise NotAllowed("Another administrator removes yours, or an operator does.")
    await gateway.ports.credentials.remove_second_factor(tenant.tenant, staff_id)
    await _note(page, "second_factor_removed", staff_id)
    return page.gone_to("/settings#second-factor")


async def _on_the_way(request: Request, gateway: TheGateway, tenant: Tenant) -> Page:
    """Of whoever is signed in, whatever they have shown; nothing else opens for them yet."""
    page = await opened(request, gateway, tenant, waives_factor=True)
    return page._replace(is_on_the_way=True)


async def _once_more(page: Page) -> Response:
    """The same secret again: the app that a code was mistyped from has it already."""
    member = _member(page)
    credentials = page.gateway.ports.credentials
    secret = await credentials.begun_second_factor(member.tenant_id, member.staff_id)
    fields = secret_fields(page, secret) if secret else {}
    return await _shown(page, wrong=page.words["wrong_code"], status=403, **fields)


async def _shown(
    page: Page, *, wrong: str = "", status: int = 200, leads_on: str = "", **more: object
) -> Response:
    member = _member(page)
    has_factor = await page.gateway.ports.credentials.has_second_factor(
        member.tenant_id, member.staff_id
    )
    return page.shown(
        "second_factor",
        page.words["second_factor"],
        status=status,
        wrong=wrong,
        has_factor=has_factor,
        leads_on=leads_on,
        **more,
    )


async def _note(page: Page, action: str, subject: str) -> None:
    member = _member(page)
    note = AuditNote(actor=member.name, role=member.role, action=action, subject=subject)
    await record(page.gateway, member.tenant_id, note)


def _member(page: Page) -> StaffMember:
    if page.member is None:
        raise NotAuthenticated("Sign in first.")
    return page.member
