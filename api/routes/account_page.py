"""A page on which people see to their own password and second factor."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from api.audit import record
from api.authentication import Tenant
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.desk_pages import Page, opened, sent
from api.factor_secrets import secret_fields
from api.limits import address_of
from api.sign_in import begin_session, member_by_password
from api.staff_cookie import keep_signed_in
from domain.audit import AuditNote
from domain.errors import InvalidInput, NotAuthenticated, RateLimited
from domain.passwords import LONGEST, require_good_password
from domain.staff import SignInMethod, StaffMember

router = APIRouter(
    prefix="/desk/{tenant}/account",
    tags=["pages"],
    route_class=GuardedRoute,
    include_in_schema=False,
)


@router.get("")
async def account_page(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Show the password, the second factor and where one is signed in."""
    return await _shown(await opened(request, gateway, tenant))


@router.post("/password")
async def change_password(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """The present password is asked for where there is one: a browser left open is no leave."""
    page = await opened(request, gateway, tenant)
    form = await sent(page)
    member = _member(page)
    new = form.get("new", "")
    if new != form.get("again"):
        return await _shown(page, wrong=page.words["not_the_same"])
    try:
        password = require_good_password(new, name=member.name, tenant_id=member.tenant_id)
        await _require_present(page, form.get("old", ""))
    except InvalidInput as error:
        return await _shown(page, wrong=f"{page.words['new_password']}: {page.why(error)}")
    except NotAuthenticated:
        return await _shown(page, wrong=page.words["wrong"], status=403)
    except RateLimited as error:
        seconds = round(error.retry_after.total_seconds())
        return await _shown(page, wrong=page.words["wait"].format(seconds=seconds), status=429)
    await gateway.ports.credentials.set_password(member.tenant_id, member.staff_id, password)
    await _note(page, "password_set")
    # That ended the sessions begun with the old one, which may be this one.
    session = await begin_session(gateway, member, SignInMethod.PASSWORD)
    answer = await _shown(page._replace(session=session), said=page.words["saved"])
    keep_signed_in(request, answer, member.tenant_id, session)
    return answer


@router.post("/second-factor")
async def begin_second_factor(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Show a new secret; it counts once a code of it was typed in."""
    page = await opened(request, gateway, tenant)
    await sent(page)
    member = _member(page)
    secret = await gateway.ports.credentials.begin_second_factor(member.tenant_id, member.staff_id)
    return await _shown(page, **secret_fields(page, secret))


@router.post("/second-factor/confirm")
async def confirm_second_factor(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Count the new secret from now on, and show the recovery codes once."""
    page = await opened(request, gateway, tenant)
    form = await sent(page)
    member = _member(page)
    codes = await gateway.ports.credentials.confirm_second_factor(
        member.tenant_id, member.staff_id, form.get("code", "").strip()[:40], at=datetime.now(UTC)
    )
    if not codes:
        return await _once_more(page)
    await gateway.ports.staff.factor_shown(member.tenant_id, page.session)
    await _note(page, "second_factor_set")
    return await _shown(page, recovery=codes)


async def _once_more(page: Page) -> Response:
    """The same secret again: the app that a code was mistyped from has it already."""
    member = _member(page)
    credentials = page.gateway.ports.credentials
    secret = await credentials.begun_second_factor(member.tenant_id, member.staff_id)
    fields = secret_fields(page, secret) if secret else {}
    return await _shown(page, wrong=page.words["wrong_code"], status=403, **fields)


async def _shown(
    page: Page, *, wrong: str = "", said: str = "", status: int = 200, **more: object
) -> Response:
    member = _member(page)
    credentials = page.gateway.ports.credentials
    return page.shown(
        "account",
        page.words["account"],
        status=status,
        wrong=wrong,
        said=said,
        has_factor=await credentials.has_second_factor(member.tenant_id, member.staff_id),
        has_password=await credentials.has_password(member.tenant_id, member.staff_id),
        **more,
    )


async def _require_present(page: Page, old: str) -> None:
    member = _member(page)
    if not await page.gateway.ports.credentials.has_password(member.tenant_id, member.staff_id):
        return
    if len(old) > LONGEST:
        raise NotAuthenticated("too long")
    address = address_of(page.request)
    await member_by_password(page.gateway, member.tenant_id, address, member.name, old)


async def _note(page: Page, action: str) -> None:
    member = _member(page)
    note = AuditNote(actor=member.name, role=member.role, action=action, subject=member.staff_id)
    await record(page.gateway, member.tenant_id, note)


def _member(page: Page) -> StaffMember:
    if page.member is None:
        raise NotAuthenticated("Sign in first.")
    return page.member
