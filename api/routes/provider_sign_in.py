"""Signing in by the tenant's identity provider: there, back, and out."""

import secrets
from typing import Annotated, Final
from urllib.parse import parse_qs

import structlog
from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from api.audit import record
from api.authentication import Tenant
from api.bodies import BodyRules, read_body
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.desk_pages import Page, first_page_of
from api.identity_provider import Identity, ProviderClients, new_pending
from api.limits import take_login
from api.routes.sign_in_pages import sign_in_shown
from api.sign_in import begin_session
from api.staff_cookie import keep_signed_in
from domain.audit import AuditNote
from domain.errors import (
    ConfigurationError,
    Conflict,
    DependencyError,
    DependencyUnavailable,
    InvalidInput,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    RateLimited,
)
from domain.staff import SignInMethod, StaffMember, staff_name
from domain.staff_sign_in import SIGN_IN_LIFE_SECONDS, StaffSignIn
from domain.tenant_settings import TenantConfig

router = APIRouter(
    prefix="/desk/{tenant}/sign-in",
    tags=["pages"],
    route_class=GuardedRoute,
    include_in_schema=False,
)
logout_router = APIRouter(
    prefix="/v1/tenants/{tenant}/staff",
    tags=["staff"],
    route_class=GuardedRoute,
    include_in_schema=False,
)
_log = structlog.get_logger(__name__)
_NO_NAME: Final = "The identity provider gave no usable name."
_COOKIE: Final = "duralogue_sign_in"
_FORM: Final = BodyRules(content_types=frozenset({"application/x-www-form-urlencoded"}))
_Text = Annotated[str, Query(max_length=4_000, pattern=r"^[^\x00-\x1f\x7f]*$")]


@router.get("/provider")
async def to_provider(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Send the browser to the provider; only it can finish what begins here."""
    page = Page(request, gateway, tenant)
    settings, clients = _configured(gateway, tenant)
    state, browser, pending = secrets.token_urlsafe(32), secrets.token_urlsafe(32), new_pending()
    try:
        await take_login(gateway, tenant, request)
        back = _back(request, gateway, tenant)
        address = await clients.address(tenant.tenant, settings, pending, state, back)
    except RateLimited:
        raise
    except (DependencyError, ConfigurationError) as error:
        return _down(page, error)
    await gateway.ports.provider_sign_ins.begin(tenant.tenant, state, browser, pending)
    answer = RedirectResponse(address, 303)
    # Lax: the provider's page sends the browser back here.
    answer.set_cookie(
        _cookie(request),
        browser,
        max_age=SIGN_IN_LIFE_SECONDS,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return answer


@router.get("/callback")
async def from_provider(
    request: Request,
    gateway: TheGateway,
    tenant: Tenant,
    *,
    state: _Text = "",
    code: _Text = "",
    iss: _Text = "",
) -> Response:
    """Let in whom the provider vouches for, with the role that their groups give them."""
    page = Page(request, gateway, tenant)
    settings, clients = _configured(gateway, tenant)
    browser = request.cookies.get(_cookie(request), "")
    pending = await gateway.ports.provider_sign_ins.take(tenant.tenant, state, browser)
    if pending is None or not code or (iss and iss != settings.issuer):
        return sign_in_shown(page, wrong=page.words["again"], status=401)
    back = _back(request, gateway, tenant)
    try:
        identity = await clients.identity(tenant.tenant, settings, pending, code, back)
        member = await _admitted(gateway, tenant.tenant, settings, identity)
    except NotAuthenticated:
        return sign_in_shown(page, wrong=page.words["again"], status=401)
    except (NotAllowed, Conflict) as error:
        _log.warning("provider_sign_in_refused", tenant_id=tenant.tenant, reason=str(error))
        wrong = page.words["no_role"] if isinstance(error, _NoRole) else page.why(error)
        return sign_in_shown(page, wrong=wrong, status=403)
    except (DependencyError, ConfigurationError) as error:
        return _down(page, error)
    session = await begin_session(
        gateway, member, SignInMethod.PROVIDER, provider_session=identity.session
    )
    # A page of ours that leads on, not a redirect: the browser has come from another site, and
    # would not send a SameSite=Strict cookie where that site's redirect ends.
    answer = page.shown(
        "signed_in", page.words["signed_in"], leads_to=page.home + first_page_of(member.role)
    )
    answer.delete_cookie(_cookie(request), path="/", secure=request.url.scheme == "https")
    keep_signed_in(request, answer, member.tenant_id, session)
    return answer


@logout_router.post("/provider-logout")
async def provider_logout(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """End the sessions of somebody who has signed out at the provider (OpenID Back-Channel
    Logout). The provider's signature is what lets it in."""
    settings, clients = _configured(gateway, tenant)
    await take_login(gateway, tenant, request)
    body = await read_body(request.scope, request.receive, _FORM)
    try:
        form = parse_qs(body.decode(), max_num_fields=10)
        token = form["logout_token"][0]
    except (ValueError, KeyError):
        raise InvalidInput("logout_token", "a signed token of the provider's") from None
    try:
        token_id, subject, session = await clients.logout(tenant.tenant, settings, token)
    except ConfigurationError as error:
        raise DependencyUnavailable(str(error)) from error
    except NotAuthenticated as error:
        raise InvalidInput("logout_token", "a signed token of the provider's") from error
    sign_ins = gateway.ports.provider_sign_ins
    if await sign_ins.is_first(tenant.tenant, f"{settings.issuer} {token_id}"):
        ended = await sign_ins.end_sessions(
            tenant.tenant, settings.issuer, subject=subject, provider_session=session
        )
        note = AuditNote(
            actor="identity provider",
            role="server",
            action="sessions_ended",
            subject=subject or "",
            detail={"ended": ended},
        )
        await record(gateway, tenant.tenant, note)
    return Response(status_code=200)


class _NoRole(NotAllowed):
    """Known to the provider, and in no group that counts here."""


async def _admitted(
    gateway: Gateway, tenant_id: str, settings: StaffSignIn, identity: Identity
) -> StaffMember:
    sign_ins = gateway.ports.provider_sign_ins
    role = settings.role_of(identity.groups)
    if role is None:
        await sign_ins.end_sessions(
            tenant_id, settings.issuer, subject=identity.subject, provider_session=None
        )
        raise _NoRole("none of the groups has a role")
    refused: Conflict | None = None
    for name in _names(identity):
        try:
            return await sign_ins.admit(
                tenant_id, settings.issuer, identity.subject, name=name, role=role
            )
        except Conflict as error:
            refused = refused or error
    raise refused or NotAllowed(_NO_NAME).because("no-name")


def _names(identity: Identity) -> list[str]:
    """Those that customers can read."""
    found: list[str] = []
    for name in identity.names:
        try:
            found.append(staff_name(name))
        except InvalidInput:
            continue
    return found


def _configured(gateway: Gateway, tenant: TenantConfig) -> tuple[StaffSignIn, ProviderClients]:
    if tenant.staff_sign_in is None or gateway.providers is None:
        raise NotFound("Nobody signs in by an identity provider here.")
    return tenant.staff_sign_in, gateway.providers


def _back(request: Request, gateway: Gateway, tenant: TenantConfig) -> str:
    home = (gateway.settings.public_url or str(request.base_url)).rstrip("/")
    return f"{home}/desk/{tenant.tenant}/sign-in/callback"


def _cookie(request: Request) -> str:
    return f"__Host-{_COOKIE}" if request.url.scheme == "https" else _COOKIE


def _down(page: Page, error: Exception) -> Response:
    _log.error("provider_unavailable", tenant_id=page.tenant.tenant, reason=str(error))
    return sign_in_shown(page, wrong=page.words["provider_down"], status=503)
