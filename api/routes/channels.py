"""Calls of channels' providers: verified, admitted, kept, and only then answered."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final

import structlog
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import ValidationError
from starlette.requests import ClientDisconnect

from api.authentication import Tenant
from api.bodies import BodyRules, read_body
from api.channel_intake import keep
from api.dependencies import Gateway, TheGateway
from api.limits import take_unverified
from api.problem_responses import refusals
from api.routes_on_demand import RouteOnDemand
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection, ParsedWebhook, WebhookRequest
from domain.errors import InvalidInput, NotFound, UnverifiedRequest
from domain.ports import ChannelReceiver
from domain.tenant_settings import TenantConfig

router = APIRouter(
    prefix="/v1/tenants/{tenant}/channels", tags=["channels"], route_class=RouteOnDemand
)
_log = structlog.get_logger(__name__)

_CLIENT_LEFT: Final = 499
_LONGEST_FIELD: Final = 200
_UNVERIFIED: Final = (
    "The call is not signed by an account of this tenant, or its timestamp is too far from now."
)
_ANY_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "As the channel's provider sends it, and signed as it signs.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}
_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Everything that the call brought is kept. What the provider wants to hear.",
        "content": {"application/json": {"schema": {}}},
    }
}


@router.post(
    "/{channel}/{path:path}",
    summary="Take a provider's call",
    openapi_extra=_ANY_BODY,
    response_class=Response,
    responses={**_ANSWER, **refusals(401, 404, 422, 429, 503)},
)
async def receive_webhook(
    request: Request,
    gateway: TheGateway,
    tenant: Tenant,
    channel: Annotated[str, Path(description="The channel's name.", examples=["webhook"])],
    path: Annotated[str, Path(description="The channel's own.", examples=["support/messages"])],
) -> Response:
    """Keep every message, edit and deletion that the call brings, in order; replies follow on the
    channel. What is over a limit waits. After a 503 or no answer the same call may be sent again:
    ids make that safe; 429 is for calls that are not verified."""
    name, receiver = _receiver(gateway, tenant, channel)
    try:
        call = await _read(request, receiver, path, gateway.settings.public_url)
    except ClientDisconnect:
        return Response(status_code=_CLIENT_LEFT)
    connection = await _verified(gateway, tenant, name, call, request)
    brought = await _parsed(gateway, tenant, receiver, call, connection)
    kept = await keep(gateway, tenant, connection, brought)
    if kept.account is not None:
        gateway.follow_ups.start(tenant.tenant, kept.account, brought.follow_ups)
    said = kept.response
    return Response(said.body, said.status, media_type=said.content_type)


def _receiver(
    gateway: Gateway, tenant: TenantConfig, channel: str
) -> tuple[Channel, ChannelReceiver]:
    named = [each for each in gateway.ports.receivers.items() if each[0] == channel]
    found = [each for each in named if tenant.channels.is_open(each[0])]
    if not found:
        raise NotFound(f"{tenant.tenant} is not called on such a channel.")
    return found[0]


async def _read(
    request: Request, receiver: ChannelReceiver, path: str, public_url: str | None
) -> WebhookRequest:
    rules = BodyRules(receiver.largest_body, receiver.content_types, is_text=False)
    body = await read_body(request.scope, request.receive, rules)
    return WebhookRequest(
        path=path,
        url=_as_called(request, public_url),
        headers=dict(request.headers),
        body=body,
        received_at=datetime.now(UTC),
    )


async def _parsed(
    gateway: Gateway,
    tenant: TenantConfig,
    receiver: ChannelReceiver,
    call: WebhookRequest,
    connection: ChannelConnection,
) -> ParsedWebhook:
    """Raise InvalidInput, also for what fits no model of ours and no receiver has thought of."""
    try:
        return await receiver.parse(
            call, connection, tenant_id=tenant.tenant, key=gateway.ports.address_key
        )
    except ValidationError as error:
        [wrong, *_] = error.errors(include_url=False, include_input=False, include_context=False)
        field = ".".join(str(part) for part in wrong["loc"])[:_LONGEST_FIELD]
        raise InvalidInput(field or "body", wrong["msg"].removeprefix("Value error, ")) from None


def _as_called(request: Request, public_url: str | None) -> str:
    """The address as the provider knows it: the one here is a proxy's business."""
    if public_url is None:
        return str(request.url)
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{public_url.rstrip('/')}{request.url.path}{query}"


async def _verified(
    gateway: Gateway,
    tenant: TenantConfig,
    channel: Channel,
    call: WebhookRequest,
    request: Request,
) -> ChannelConnection:
    """Raise UnverifiedRequest, in the same words and after the same work whether there is no such
    account or its secret did not sign this."""
    receiver = gateway.ports.receivers[channel]
    account = receiver.account_of(call)
    try:
        connection = await gateway.ports.connections.get(tenant.tenant, channel, account)
    except NotFound:
        connection = ChannelConnection(channel=channel, account=account)
    try:
        receiver.verify(call, connection)
    except UnverifiedRequest as refused:
        _log.warning(
            "webhook_unverified",
            channel=channel,
            account=account,
            connected=bool(connection.secrets),
            reason=str(refused),
        )
        take_unverified(gateway, tenant, channel, request)
        raise UnverifiedRequest(_UNVERIFIED) from refused
    return connection
