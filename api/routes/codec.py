"""The codec endpoint of the Temporal UI: staff read their own tenant's payloads decrypted."""

import asyncio
import secrets
from collections.abc import Sequence
from typing import Annotated, Any, Final

import structlog
from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel, Field

from api.authentication import Credentials, find_signed_in, find_staff, staff_token
from api.caller_check import DocumentRoute, once
from api.dependencies import Gateway, TheGateway
from api.limits import take_decode
from api.problem_responses import refusals
from api.staff_cookie import keep_signed_in, signed_in_cookie
from domain.errors import NotAuthenticated, NotFound
from domain.staff import StaffMember

router = APIRouter(
    prefix="/codec",
    tags=["codec"],
    route_class=DocumentRoute,
)
_log = structlog.get_logger(__name__)

_MOST_PAYLOADS: Final = 256
"""The UI asks for those of one event at a time."""
_EVERY_TENANT: Final = "platform"
_HOW: Final = (
    "Sign in with POST /v1/tenants/{tenant}/staff/login, or send a staff token with the header "
    "X-Duralogue-Tenant."
)


class Payload(BaseModel):
    """Temporal's JSON form of a payload; bytes are base64."""

    metadata: dict[str, str] = Field(default_factory=dict, max_length=20)
    data: str = ""


class Payloads(BaseModel):
    """Temporal's payloads, in the order in which they were sent."""

    payloads: tuple[Payload, ...] = Field(max_length=_MOST_PAYLOADS)

    def as_dicts(self) -> list[dict[str, Any]]:
        """As the port takes them."""
        return [payload.model_dump() for payload in self.payloads]


@once
async def _codec_staff(
    request: Request,
    response: Response,
    gateway: TheGateway,
    *,
    shown: Annotated[Credentials, Depends(staff_token)],
    tenant: Annotated[str | None, Header(alias="X-Duralogue-Tenant")] = None,
) -> StaffMember:
    """Ask for the header of whoever sends one, else for the cookie of a signed-in browser.

    Without a CSRF token, which the Temporal UI could not send: nothing here changes anything."""
    if shown is not None and tenant is not None:
        return await find_staff(gateway, await _known(gateway, tenant), shown.credentials)
    named, session = signed_in_cookie(request)
    if not named:
        raise NotAuthenticated(_HOW)
    tenant_id = await _known(gateway, named)
    member = await find_signed_in(gateway, tenant_id, session)
    keep_signed_in(request, response, tenant_id, session)
    return member


async def _known(gateway: Gateway, tenant_id: str) -> str:
    try:
        return (await gateway.tenants.get(tenant_id)).tenant
    except NotFound:
        raise NotAuthenticated(_HOW) from None


@once
async def _within_limits(
    gateway: TheGateway, member: Annotated[StaffMember, Depends(_codec_staff)]
) -> StaffMember:
    await take_decode(gateway, member.tenant_id, member.name)
    return member


CodecStaff = Annotated[StaffMember, Depends(_within_limits)]


@once
async def _capability(gateway: TheGateway, capability: str) -> None:
    expected = gateway.settings.codec_capability
    if not expected or not secrets.compare_digest(
        capability.encode(errors="replace"), expected.encode()
    ):
        raise NotFound("There is nothing at this address.")
    await take_decode(gateway, _EVERY_TENANT, "capability")


@router.post(
    "/decode",
    summary="Decrypt payloads",
    response_model=Payloads,
    responses=refusals(401, 403, 422, 429, 503),
)
async def decode(gateway: TheGateway, member: CodecStaff, sealed: Payloads) -> Response:
    """Decrypt payloads of your own tenant, as Temporal's UI asks for them."""
    payloads = await gateway.ports.payloads.open_payloads(member.tenant_id, sealed.as_dicts())
    _log.info(
        "payloads_decoded",
        tenant_id=member.tenant_id,
        staff_id=member.staff_id,
        payloads=len(payloads),
    )
    return await _answer(payloads)


@router.post(
    "/encode",
    summary="Encrypt payloads",
    response_model=Payloads,
    responses=refusals(401, 403, 422, 429, 503),
)
async def encode(gateway: TheGateway, member: CodecStaff, opened: Payloads) -> Response:
    """Encrypt payloads with your tenant's key, as Temporal's UI asks for it."""
    payloads = await gateway.ports.payloads.seal_payloads(member.tenant_id, opened.as_dicts())
    return await _answer(payloads)


@router.post("/{capability}/decode", include_in_schema=False)
async def decode_in_development(
    gateway: TheGateway, _: Annotated[None, Depends(_capability)], sealed: Payloads
) -> Response:
    """Open any tenant's payloads for the UI of a development machine, which sends no credential."""
    return await _answer(await gateway.ports.payloads.open_payloads(None, sealed.as_dicts()))


@router.post("/{capability}/encode", include_in_schema=False)
async def encode_in_development(
    _: Annotated[None, Depends(_capability)], opened: Payloads
) -> Payloads:
    """Leave them plain, which workers read as well: this UI does not say for which tenant."""
    return opened


async def _answer(payloads: Sequence[dict[str, Any]]) -> Response:
    """Megabytes of JSON are written in a thread: everybody else is served meanwhile."""
    written = await asyncio.to_thread(_as_json, payloads)
    return Response(written, media_type="application/json")


def _as_json(payloads: Sequence[dict[str, Any]]) -> str:
    return Payloads.model_construct(
        payloads=tuple(Payload.model_validate(each) for each in payloads)
    ).model_dump_json()
