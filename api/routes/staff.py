"""Staff sign in for the codec endpoint, which a browser calls without a header of theirs."""

from fastapi import APIRouter, Request, Response, status
from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from api.authentication import LONGEST_STAFF_TOKEN, AnyStaff, Tenant, find_staff
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.limits import address_of, take_login
from api.problem_responses import refusals
from api.sign_in import begin_session, member_by_password, require_code, sign_out
from api.staff_cookie import CsrfToken, csrf_token, forget, keep_signed_in, signed_in_cookie
from domain.errors import SecondFactorNeeded
from domain.passwords import LONGEST
from domain.staff import SignInMethod, StaffMember

router = APIRouter(
    prefix="/v1/tenants/{tenant}/staff",
    tags=["staff"],
    route_class=GuardedRoute,
)


class StaffLogin(BaseModel):
    """The token that `duralogue staff add` printed; or a name and a password, with a code where
    the account has a second factor."""

    model_config = ConfigDict(extra="forbid")

    token: SecretStr | None = Field(default=None, min_length=1, max_length=LONGEST_STAFF_TOKEN)
    name: str | None = Field(default=None, min_length=1, max_length=100)
    password: SecretStr | None = Field(default=None, min_length=1, max_length=LONGEST)
    code: str | None = Field(default=None, min_length=1, max_length=40)

    @model_validator(mode="after")
    def _is_one_way(self) -> "StaffLogin":
        by_password = self.name is not None and self.password is not None
        by_any_part = self.name is not None or self.password is not None or self.code is not None
        if (self.token is not None) == by_password or (self.token is not None and by_any_part):
            raise ValueError("send token alone, or name and password")
        return self


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
    if shown.token is not None:
        has_factor = False
        method, token = SignInMethod.TOKEN, shown.token.get_secret_value()
        member = await find_staff(gateway, tenant.tenant, token)
    else:
        method = SignInMethod.PASSWORD
        member, has_factor = await _by_password(request, gateway, tenant.tenant, shown)
    session = await begin_session(gateway, member, method, has_factor=has_factor)
    keep_signed_in(request, response, member.tenant_id, session)
    return SignedIn(**member.model_dump(), csrf=csrf_token(session))


async def _by_password(
    request: Request, gateway: Gateway, tenant_id: str, shown: StaffLogin
) -> tuple[StaffMember, bool]:
    """Who it is, and whether they have shown a second factor."""
    password = shown.password.get_secret_value() if shown.password else ""
    address = address_of(request)
    member = await member_by_password(gateway, tenant_id, address, shown.name or "", password)
    if not await gateway.ports.credentials.has_second_factor(tenant_id, member.staff_id):
        return member, False
    if shown.code is None:
        raise SecondFactorNeeded
    await require_code(gateway, member, shown.code)
    return member, True


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
        await sign_out(gateway, tenant_id, session)
    forget(request, response, tenant.tenant)


@router.get("/me", summary="Get the token's owner", responses=refusals(401, 404, 503))
async def me(member: AnyStaff, csrf: CsrfToken) -> SignedIn:
    """Show the name and role to which the token or the session belongs."""
    return SignedIn(**member.model_dump(), csrf=csrf)
