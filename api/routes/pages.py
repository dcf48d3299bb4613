"""The chat page and the widget: files of the web build, with headers that suit the tenant."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response

from api.authentication import Tenant
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.disclosure import SeesDetails, require_details
from api.plain_pages import plain_page, prefers_html
from api.problem_responses import refusals
from api.reference import reference_policy, render_reference
from domain.errors import DependencyUnavailable
from domain.tenant_settings import TenantConfig

router = APIRouter(
    tags=["pages"],
    route_class=GuardedRoute,
)

_POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' https:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "require-trusted-types-for": "'script'",
}
"""What the page loads is our own, but for pictures of the tenant's; no text becomes markup."""


@router.get(
    "/chat/{tenant}",
    summary="The chat page",
    response_class=HTMLResponse,
    responses=refusals(404, 503),
)
async def chat_page(gateway: TheGateway, tenant: Tenant) -> Response:
    """Embeddable by pages of the tenant's `channels.web.allowed_origins`, and by our own."""
    page = gateway.settings.web_dist / "chat.html"
    if not page.is_file():
        raise DependencyUnavailable("The web build is missing; build it with `make install`.")
    return FileResponse(
        page,
        media_type="text/html",
        headers={
            "Content-Security-Policy": _policy(tenant),
            "Cache-Control": "no-cache",
        },
    )


def _policy(tenant: TenantConfig) -> str:
    ancestors = " ".join(("'self'", *tenant.channels.web.allowed_origins))
    rules = {**_POLICY, "frame-ancestors": ancestors}
    return "; ".join(f"{name} {allowed}" for name, allowed in rules.items())


@router.get("/", include_in_schema=False)
async def front_page(request: Request) -> Response:
    """For who opens the bare address, whatever brought them there."""
    if not prefers_html(request.headers):
        return JSONResponse({"name": "Duralogue", "docs": "/docs"}, headers={"Vary": "Accept"})
    return plain_page(
        "Duralogue",
        "A chat platform runs here. Chats have addresses of their own, which a shop or a site "
        "gives its customers.",
        links=(("/docs", "The API, for developers"), ("/health", "Whether it runs")),
    )


@router.get("/docs", include_in_schema=False)
async def api_reference(request: Request, may_see: SeesDetails) -> HTMLResponse:
    """Show the API as a page, for developers."""
    require_details(may_see=may_see)
    page = render_reference(request.app.openapi())
    return HTMLResponse(page, headers={"Content-Security-Policy": reference_policy()})


@router.get("/openapi.json", include_in_schema=False)
async def openapi_document(request: Request, may_see: SeesDetails) -> JSONResponse:
    """Show the API as an OpenAPI document, for tools."""
    require_details(may_see=may_see)
    return JSONResponse(request.app.openapi())
