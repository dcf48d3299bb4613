"""Staff sign in for the codec endpoint, which a browser calls without a header of theirs."""

import structlog
from fastapi import APIRouter, Request, Response, status
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.authentication import LONGEST_STAFF_TOKEN, AnyStaff, Tenant, find_staff
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.limits import take_login
from api.problem_responses import refusals
from api.staff_cookie import CsrfToken, csrf_token, forget, keep_signed_in, signed_in_cookie
from domain.staff import StaffMember

router = APIRouter(
    prefix="/v1/tenants/{tenant}/staff",
    tags=["staff"],
    route_class=GuardedRoute,
)
_log = structlog.get_logger(__name__)


class StaffLogin(BaseModel):
    """The token that `duralogue staff add` printed."""

    model_config = ConfigDict(extra="forbid")

    token: SecretStr = Field(min_length=1, max_length=LONGEST_STAFF_TOKEN)


class SignedIn(StaffMember):
    """Who it is, and what a signed-in browser must send along."""

    csrf: str | None = Field(
        description="Of this browser's session: sent as `X-CSRF-Token` with everything but reads. "
        "Null under a token, which needs none."
    )


@router.post("/login", summary="Sign in", responses=refusals(401, 404, 422, 429, 503))
async def login(
    request: Request, response: Response, gateway: TheGateway, tenant: Tenant, shown: StaffLogin
) -> SignedIn:
    """Set a cookie that stands for the token in this browser, also for the Temporal UI's codec."""
    await take_login(gateway, tenant, request)
    member = await find_staff(gateway, tenant.tenant, shown.token.get_secret_value())
    session = await gateway.ports.staff.begin_session(member)
    keep_signed_in(request, response, member.tenant_id, session)
    _log.info("staff_logged_in", staff_id=member.staff_id)
    return SignedIn(**member.model_dump(), csrf=csrf_token(session))


@router.post(
    "/logout",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Sign out",
    responses=refusals(403, 404, 503),
)
async def logout(request: Request, response: Response, gateway: TheGateway, tenant: Tenant) -> None:
    """End the browser's session, here and in every copy of its cookie."""
    tenant_id, session = signed_in_cookie(request)
    if tenant_id == tenant.tenant and session:
        await gateway.ports.staff.end_session(tenant_id, session)
    forget(request, response, tenant.tenant)


@router.get("/me", summary="Get the token's owner", responses=refusals(401, 404, 503))
async def me(member: AnyStaff, csrf: CsrfToken) -> SignedIn:
    """Show the name and role to which the token or the session belongs."""
    return SignedIn(**member.model_dump(), csrf=csrf)
