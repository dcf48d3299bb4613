"""The tenant's own server: it posts its customers' messages with an API key."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, status
from pydantic import BaseModel, Field

from api.authentication import Tenant
from api.caller_check import GuardedRoute
from api.callers import MessagesKey
from api.dependencies import TheGateway
from api.idempotency import IdempotentById
from api.inbound_messages import keep_servers_message, keep_signed_change
from api.problem_responses import refusals
from channels.webhook.connection import ACCOUNT
from channels.webhook.receiver import PostedEvent, inbound
from domain.channel_addresses import Channel, conversation_id_of
from domain.errors import NotFound

router = APIRouter(prefix="/v1/tenants/{tenant}/server", tags=["server"], route_class=GuardedRoute)


class ServerMessage(PostedEvent):
    """What a customer said, changed or took back, in a chat of the tenant's own. `account` is a
    connected account of the channel `webhook`: replies are posted to its URL, signed."""

    account: Annotated[str, Field(pattern=f"^{ACCOUNT}$", max_length=60, examples=["support"])]


class ServerMessageAccepted(BaseModel):
    """It is stored and will be answered by webhook, under this conversation."""

    conversation_id: str
    message_id: str


@router.post(
    "/messages",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Post a customer's message",
    responses=refusals(401, 403, 404, 422, 429, 503),
    dependencies=[IdempotentById],
)
async def post_server_message(
    gateway: TheGateway, tenant: Tenant, key: MessagesKey, posted: ServerMessage
) -> ServerMessageAccepted:
    """Accept a message, an edit or a deletion; sending it again with its `id` is safe.

    An address (account, sender, thread) is one conversation, the same as where the account's
    signed webhook is used.
    """
    if not tenant.channels.is_open(Channel.WEBHOOK):
        raise NotFound(f"{tenant.tenant} is not called on such a channel.")
    await gateway.ports.connections.get(tenant.tenant, Channel.WEBHOOK, posted.account)
    brought = inbound(
        posted,
        posted.account,
        tenant_id=tenant.tenant,
        key=gateway.ports.address_key,
        at=datetime.now(UTC),
    )
    for message in brought.messages:
        await keep_servers_message(gateway, tenant, message, key)
    for change in brought.changes:
        await keep_signed_change(gateway, tenant, change)
    address = posted.address(posted.account)
    return ServerMessageAccepted(
        conversation_id=conversation_id_of(tenant.tenant, address, gateway.ports.address_key),
        message_id=posted.id,
    )
