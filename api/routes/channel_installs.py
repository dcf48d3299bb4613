"""Connecting an account on its provider's own page: the way there, and the way back."""

import secrets
from dataclasses import dataclass
from typing import Annotated, Final

import structlog
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field, ValidationError

from api.authentication import Tenant
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.limits import take_install
from api.plain_pages import plain_page
from api.problem_responses import refusals
from api.problems import RequestRefused
from domain.channel_installs import INSTALL_WITHIN, PendingInstall
from domain.channels import ChannelConnection
from domain.errors import (
    ConfigurationError,
    Conflict,
    DependencyRejected,
    NotFound,
)
from domain.ports import ChannelInstaller, ChannelInstalls
from domain.tenant_settings import TenantConfig

router = APIRouter(
    prefix="/v1/tenants/{tenant}/channels", tags=["channels"], route_class=GuardedRoute
)
_log = structlog.get_logger(__name__)

COOKIE: Final = "duralogue_install"
_SECRET_BYTES: Final = 32
_NOT_AGREED: Final = "Nobody agreed on the provider's page."


class FromProvider(BaseModel):
    """What the provider adds to the address to which it sends the browser back."""

    state: str = Field(default="", max_length=2_000)
    code: str = Field(default="", max_length=2_000, repr=False)
    error: str = Field(default="", max_length=2_000)


@dataclass(frozen=True)
class _App:
    """The connected app that is installed, and what it takes to do so."""

    connection: ChannelConnection
    installer: ChannelInstaller
    installs: ChannelInstalls

    def pending(self, state: str, browser: str) -> PendingInstall:
        return PendingInstall(
            channel=self.connection.channel,
            account=self.connection.account,
            state=state,
            browser=browser,
        )


async def _app(
    request: Request,
    gateway: TheGateway,
    tenant: Tenant,
    channel: Annotated[str, Path(description="The channel's name.", examples=["slack"])],
    account: Annotated[
        str,
        Path(
            pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$",
            description="The connected app.",
            examples=["support"],
        ),
    ],
) -> _App:
    ports = gateway.ports
    for name, installer in ports.installers.items():
        if name == channel and tenant.channels.is_open(name) and ports.installs is not None:
            await take_install(gateway, tenant, request)
            app = await ports.connections.get(tenant.tenant, name, account)
            return _App(app, installer, ports.installs)
    raise NotFound(f"{tenant.tenant} has no apps to install on such a channel.")


@router.get(
    "/{channel}/{account}/install",
    summary="Install an app",
    response_class=RedirectResponse,
    status_code=302,
    responses={
        302: {"description": "To the provider's page, on which somebody agrees."},
        **refusals(404, 422, 429, 503),
    },
)
async def install(
    request: Request, gateway: TheGateway, tenant: Tenant, app: Annotated[_App, Depends(_app)]
) -> Response:
    """Send the browser to the provider, and back within ten minutes."""
    pending = app.pending(
        secrets.token_urlsafe(_SECRET_BYTES), secrets.token_urlsafe(_SECRET_BYTES)
    )
    back_to = _back_to(request, gateway)
    try:
        address = app.installer.address(app.connection, state=pending.state, back_to=back_to)
    except ConfigurationError as error:
        raise NotFound(str(error)) from error
    await app.installs.begin(tenant.tenant, pending)
    response = RedirectResponse(address, 302)
    # Lax: the way back is a link on the provider's page.
    response.set_cookie(
        COOKIE,
        pending.browser,
        max_age=int(INSTALL_WITHIN.total_seconds()),
        path=_back_path(request),
        secure=back_to.startswith("https://"),
        httponly=True,
        samesite="lax",
    )
    return response


@router.get(
    "/{channel}/{account}/oauth",
    summary="Come back from a provider's page",
    response_class=HTMLResponse,
    responses={
        **refusals(400, 404, 409, 422, 429, 502, 503),
    },
)
async def come_back(
    request: Request,
    gateway: TheGateway,
    tenant: Tenant,
    app: Annotated[_App, Depends(_app)],
    said: Annotated[FromProvider, Query()],
) -> Response:
    """Connect what was agreed to, and say so on a page."""
    again = f" Begin again at {_base(request)}/install."
    if not await _is_pending(request, tenant, app, said.state):
        raise RequestRefused(400, "install-not-begun", _NOT_PENDING + again)
    if said.error or not said.code:
        raise RequestRefused(400, "install-not-agreed", _NOT_AGREED + again)
    log = _log.bind(channel=app.connection.channel, app=app.connection.account)
    try:
        made = await app.installer.complete(
            app.connection, code=said.code, back_to=_back_to(request, gateway)
        )
    except (DependencyRejected, ConfigurationError) as refused:
        log.warning("install_refused", reason=str(refused))
        detail = f"Not installed: {refused}.{again}"
        raise RequestRefused(502, "install-refused", detail) from refused
    await _connect(gateway, tenant, made)
    log.info("account_installed", account=made.account)
    return _installed(request, made)


_NOT_PENDING: Final = (
    "This link was used already, is older than ten minutes, or was opened in another browser "
    "than the one in which the installation began."
)


async def _is_pending(request: Request, tenant: TenantConfig, app: _App, state: str) -> bool:
    try:
        pending = app.pending(state, request.cookies.get(COOKIE, ""))
    except ValidationError:
        return False
    return await app.installs.take(tenant.tenant, pending)


async def _connect(gateway: Gateway, tenant: TenantConfig, made: ChannelConnection) -> None:
    """Raise Conflict where another app of the tenant's is in that place: its conversations would
    be answered by this one."""
    connections = gateway.ports.connections
    try:
        there = await connections.get(tenant.tenant, made.channel, made.account)
    except NotFound:
        there = None
    if there is not None and there.settings.get("app") != made.settings.get("app"):
        raise Conflict(f"{made.account} is connected to another app already; remove it first")
    await connections.connect(tenant.tenant, made)


def _installed(request: Request, made: ChannelConnection) -> Response:
    place = made.settings.get("team_name") or made.account
    response = plain_page("Installed", f"{place} is connected. You can close this page.")
    response.delete_cookie(COOKIE, path=request.url.path, httponly=True, samesite="lax")
    return response


def _base(request: Request) -> str:
    return request.url.path.rpartition("/")[0]


def _back_path(request: Request) -> str:
    return _base(request) + "/oauth"


def _back_to(request: Request, gateway: Gateway) -> str:
    """The address that the app's settings at the provider have to list."""
    base = gateway.settings.public_url or str(request.base_url)
    return base.rstrip("/") + _back_path(request)
