"""Staff sign in for the codec endpoint, which a browser calls without a header of theirs."""

from typing import Final

from fastapi import APIRouter, Request, Response, status
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.access import AnyStaff, Tenant, find_staff
from api.dependencies import TheGateway
from api.guard import GuardedRoute
from api.limits import take_login
from api.refusals import refusals
from domain.staff import StaffMember

router = APIRouter(
    prefix="/v1/tenants/{tenant}/staff",
    tags=["staff"],
    route_class=GuardedRoute,
)

COOKIE: Final = "duralogue_staff"
_COOKIE_PATH: Final = "/codec"
_TWELVE_HOURS: Final = 12 * 3600


class StaffLogin(BaseModel):
    model_config = ConfigDict(extra="forbid")

    token: SecretStr = Field(min_length=1, max_length=256)


@router.post("/login", summary="Sign in", responses=refusals(401, 404, 422, 429, 503))
async def login(
    request: Request, response: Response, gateway: TheGateway, tenant: Tenant, shown: StaffLogin
) -> StaffMember:
    """Set a cookie that lets this browser read this tenant's payloads in the Temporal UI."""
    await take_login(gateway, tenant, request)
    token = shown.token.get_secret_value()
    member = await find_staff(gateway, tenant.tenant, token)
    response.set_cookie(
        COOKIE,
        f"{tenant.tenant}.{token}",
        max_age=_TWELVE_HOURS,
        path=_COOKIE_PATH,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return member


@router.post(
    "/logout", status_code=status.HTTP_204_NO_CONTENT, summary="Sign out", responses=refusals(404)
)
async def logout(response: Response, _: Tenant) -> None:
    response.delete_cookie(COOKIE, path=_COOKIE_PATH, httponly=True, samesite="strict")


@router.get("/me", summary="Whose token this is", responses=refusals(401, 404, 503))
async def me(member: AnyStaff) -> StaffMember:
    return member
