"""The codec endpoint of the Temporal UI: staff read their own tenant's payloads in plain text."""

import secrets
from collections.abc import Sequence
from typing import Annotated, Any, Final

import structlog
from fastapi import APIRouter, Cookie, Depends, Header, Request, Response
from pydantic import BaseModel, Field

from api.access import Credentials, find_signed_in, find_staff, staff_token
from api.dependencies import Gateway, TheGateway
from api.refusals import refusals
from api.staff_cookie import COOKIE, keep_signed_in, read_cookie
from domain.errors import NotAuthenticated, NotFound
from domain.staff import StaffMember

router = APIRouter(prefix="/codec", tags=["codec"])
_log = structlog.get_logger(__name__)

_HOW: Final = (
    "Sign in with POST /v1/tenants/{tenant}/staff/login, or send a staff token with the header "
    "X-Duralogue-Tenant."
)


class Payload(BaseModel):
    """Temporal's JSON form of a payload; bytes are base64."""

    metadata: dict[str, str] = Field(default_factory=dict, max_length=50)
    data: str = ""


class Payloads(BaseModel):
    payloads: tuple[Payload, ...] = Field(max_length=1_000)

    def as_dicts(self) -> list[dict[str, Any]]:
        return [payload.model_dump() for payload in self.payloads]


async def _codec_staff(
    request: Request,
    response: Response,
    gateway: TheGateway,
    *,
    shown: Annotated[Credentials, Depends(staff_token)],
    tenant: Annotated[str | None, Header(alias="X-Duralogue-Tenant")] = None,
    cookie: Annotated[str | None, Cookie(alias=COOKIE)] = None,
) -> StaffMember:
    """Ask for the header of whoever sends one, else for the cookie of a signed-in browser."""
    if shown is not None and tenant is not None:
        return await find_staff(gateway, await _known(gateway, tenant), shown.credentials)
    if cookie is None:
        raise NotAuthenticated(_HOW)
    named, session = read_cookie(cookie)
    tenant_id = await _known(gateway, named)
    member = await find_signed_in(gateway, tenant_id, session)
    keep_signed_in(request, response, tenant_id, session)
    return member


async def _known(gateway: Gateway, tenant_id: str) -> str:
    try:
        return (await gateway.tenants.get(tenant_id)).tenant
    except NotFound:
        raise NotAuthenticated(_HOW) from None


CodecStaff = Annotated[StaffMember, Depends(_codec_staff)]


@router.post("/decode", summary="Open payloads", responses=refusals(401, 403, 422, 503))
async def decode(gateway: TheGateway, member: CodecStaff, sealed: Payloads) -> Payloads:
    opened = await gateway.ports.payloads.open_payloads(member.tenant_id, sealed.as_dicts())
    _log.info(
        "payloads_decoded",
        tenant_id=member.tenant_id,
        staff_id=member.staff_id,
        payloads=len(opened),
    )
    return _payloads(opened)


@router.post("/encode", summary="Seal payloads", responses=refusals(401, 403, 422, 503))
async def encode(gateway: TheGateway, member: CodecStaff, opened: Payloads) -> Payloads:
    sealed = await gateway.ports.payloads.seal_payloads(member.tenant_id, opened.as_dicts())
    return _payloads(sealed)


@router.post("/{capability}/decode", include_in_schema=False)
async def decode_in_development(gateway: TheGateway, capability: str, sealed: Payloads) -> Payloads:
    """Open any tenant's payloads for the UI of a development machine, which sends no credential."""
    _check_capability(gateway, capability)
    return _payloads(await gateway.ports.payloads.open_payloads(None, sealed.as_dicts()))


@router.post("/{capability}/encode", include_in_schema=False)
async def encode_in_development(gateway: TheGateway, capability: str, opened: Payloads) -> Payloads:
    """Leave them plain, which workers read as well: this UI does not say for which tenant."""
    _check_capability(gateway, capability)
    return opened


def _check_capability(gateway: Gateway, shown: str) -> None:
    expected = gateway.settings.codec_capability
    if not expected or not secrets.compare_digest(
        shown.encode(errors="replace"), expected.encode()
    ):
        raise NotFound("There is nothing at this address.")


def _payloads(found: Sequence[dict[str, Any]]) -> Payloads:
    return Payloads(payloads=tuple(Payload.model_validate(each) for each in found))
