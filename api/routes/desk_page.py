"""The desk of human agents: the web build's page, under a policy of its own."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response

from api.authentication import Tenant
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.problem_responses import refusals
from domain.errors import DependencyUnavailable

router = APIRouter(tags=["pages"], route_class=GuardedRoute)

_POLICY: Final = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' https:; "
    "connect-src 'self'; "
    "base-uri 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; "
    "trusted-types lit-html"
)
"""Nothing of other hosts runs, and no page may frame it: agents' clicks are worth stealing."""


@router.get(
    "/desk/{tenant}",
    summary="The desk of human agents",
    response_class=HTMLResponse,
    responses=refusals(404, 503),
)
async def desk_page(
    gateway: TheGateway,
    tenant: Tenant,  # noqa: ARG001 - unknown ones are refused
) -> Response:
    """The page holds nothing of the tenant's; whoever is not signed in is led to the sign-in."""
    page = gateway.settings.web_dist / "desk.html"
    if not page.is_file():
        raise DependencyUnavailable("The web build is missing; build it with `make install`.")
    return FileResponse(
        page,
        media_type="text/html",
        headers={
            "Content-Security-Policy": _POLICY,
            "Cache-Control": "no-cache",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
        },
    )
