"""Pages for signing in to the desk: by password and code, or by token."""

from fastapi import APIRouter, Request, Response

from api.authentication import Tenant, find_signed_in, find_staff
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.desk_pages import Page, SecondFactorFirst, first_page_of, form_of, opened, sent
from api.limits import address_of, take_login
from api.second_step import member_at_step, step_of
from api.sign_in import begin_session, member_by_password, require_code, sign_out
from api.staff_cookie import forget, keep_signed_in, signed_in_cookie
from domain.errors import NotAuthenticated, RateLimited, SecondFactorDemanded
from domain.passwords import LONGEST
from domain.staff import SignInMethod, StaffMember
from domain.tenant_settings import TenantConfig

router = APIRouter(
    prefix="/desk/{tenant}", tags=["pages"], route_class=GuardedRoute, include_in_schema=False
)


@router.get("/sign-in")
async def sign_in_page(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Show the ways to sign in that the tenant has; whoever is signed in already and has only to
    show a second factor is led there."""
    named, session = signed_in_cookie(request)
    if named == tenant.tenant:
        try:
            await find_signed_in(gateway, tenant.tenant, session)
        except SecondFactorDemanded:
            raise SecondFactorFirst(tenant.tenant) from None
        except NotAuthenticated:
            pass
    return sign_in_shown(Page(request, gateway, tenant))


@router.post("/sign-in")
async def sign_in(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """With a name and a password, or with a token."""
    page = Page(request, gateway, tenant)
    form = await form_of(request)
    try:
        await take_login(gateway, tenant, request)
        member = await _member(page, form)
    except RateLimited as error:
        return _to_wait(page, error, form)
    except NotAuthenticated:
        wrong = page.words["wrong_token" if form.get("token") else "wrong"]
        return sign_in_shown(page, wrong=wrong, status=401, form=form)
    credentials = gateway.ports.credentials
    if form.get("token"):
        return await _let_in(page, member, SignInMethod.TOKEN)
    if await credentials.has_second_factor(member.tenant_id, member.staff_id):
        return _code_shown(page, step_of(gateway, member))
    return await _let_in(page, member, SignInMethod.PASSWORD)


@router.post("/sign-in/code")
async def sign_in_with_code(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """The second step: the code of an authenticator app, or a recovery code."""
    page = Page(request, gateway, tenant)
    form = await form_of(request)
    try:
        member = member_at_step(gateway, tenant.tenant, form.get("step", ""))
    except NotAuthenticated:
        return sign_in_shown(page, wrong=page.words["again"], status=401)
    try:
        await require_code(gateway, member, form.get("code", "")[:40])
    except RateLimited as error:
        return _to_wait(page, error, {})
    except NotAuthenticated:
        wrong = page.words["wrong_code"]
        return _code_shown(page, form["step"], wrong=wrong, status=401)
    return await _let_in(page, member, SignInMethod.PASSWORD, has_factor=True)


@router.post("/sign-out")
async def sign_out_page(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """End the browser's session, here and in every copy of its cookie."""
    page = await opened(request, gateway, tenant, waives_factor=True)
    await sent(page)
    await sign_out(gateway, tenant.tenant, page.session)
    answer = page.gone_to("/sign-in")
    forget(request, answer, tenant.tenant)
    return answer


def sign_in_shown(
    page: Page, *, wrong: str = "", status: int = 200, form: dict[str, str] | None = None
) -> Response:
    """The form, with what was wrong with the last try; never what was typed as a secret."""
    words, given = page.words, form or {}
    return page.shown(
        "sign_in",
        words["sign_in"],
        status=status,
        heading=words["sign_in_at"].format(name=page.tenant.branding.name),
        wrong=wrong,
        name=given.get("name", "")[:100],
        by_token=bool(given.get("token")),
        provider=provider_label(page.tenant, page.gateway),
    )


def provider_label(tenant: TenantConfig, gateway: Gateway) -> str:
    """Empty where nobody signs in by a provider."""
    settings = tenant.staff_sign_in
    if settings is None or gateway.providers is None:
        return ""
    return settings.label or settings.issuer.partition("//")[2].partition("/")[0]


async def _member(page: Page, form: dict[str, str]) -> StaffMember:
    tenant_id = page.tenant.tenant
    if token := form.get("token"):
        return await find_staff(page.gateway, tenant_id, token.strip())
    name, password = form.get("name", ""), form.get("password", "")
    if len(password) > LONGEST:
        raise NotAuthenticated("too long")
    address = address_of(page.request)
    return await member_by_password(page.gateway, tenant_id, address, name, password)


async def _let_in(
    page: Page, member: StaffMember, method: SignInMethod, *, has_factor: bool = False
) -> Response:
    session = await begin_session(page.gateway, member, method, has_factor=has_factor)
    answer = page.gone_to(first_page_of(member.role))
    keep_signed_in(page.request, answer, member.tenant_id, session)
    return answer


def _code_shown(page: Page, step: str, *, wrong: str = "", status: int = 200) -> Response:
    return page.shown("code", page.words["code"], status=status, step=step, wrong=wrong)


def _to_wait(page: Page, error: RateLimited, form: dict[str, str]) -> Response:
    seconds = max(1, round(error.retry_after.total_seconds()))
    words = page.words["wait"].format(seconds=seconds)
    answer = sign_in_shown(page, wrong=words, status=429, form=form)
    answer.headers["Retry-After"] = str(seconds)
    return answer
