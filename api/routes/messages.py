"""Messages of a visitor: posting one, and reading what was said."""

from datetime import UTC, datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request, status
from pydantic import BaseModel, Field
from structlog.contextvars import get_contextvars

from api.attachments import named_files, with_links
from api.authentication import OwnConversation, Tenant, require_holding
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.fields import PostedMessage, read_message
from api.gateway_responses import languages_in
from api.idempotency import IdempotentById
from api.lifecycle_events import lifecycle_events_between
from api.limits import Sender, address_of, admit_message, take_read
from api.problem_responses import refusals
from api.views import ShownEvent, ShownMessage, show_message
from api.visitor_sessions import VisitorSession
from domain.channel_addresses import Channel
from domain.errors import SenderBlocked

router = APIRouter(
    prefix="/v1/tenants/{tenant}/conversations/{conversation}/messages",
    tags=["messages"],
    route_class=GuardedRoute,
)
_log = structlog.get_logger(__name__)


class MessageAccepted(BaseModel):
    """The message is stored and will be answered; the reply arrives as an event."""

    message_id: str


class History(BaseModel):
    """A page of the conversation, oldest first."""

    messages: tuple[ShownMessage, ...]
    next_before: int | None = Field(description="Pass it as `before` to get the previous page.")
    happenings: tuple[ShownEvent, ...] = Field(
        default=(),
        description="Events between the messages (`handoff` and `status`), in order.",
    )
    latest_event: int = Field(description="Follow the events from here on to miss nothing.")


@router.post(
    "",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Send a message",
    responses=refusals(401, 403, 404, 422, 429, 503),
    dependencies=[IdempotentById],
)
async def post_message(
    request: Request,
    gateway: TheGateway,
    tenant: Tenant,
    session: OwnConversation,
    posted: PostedMessage,
) -> MessageAccepted:
    """Accept the message; the reply comes as an event. Sending it again with its id is safe."""
    received_at = datetime.now(UTC)  # before the check: whatever ends the session comes after it
    sender = Sender(
        session.conversation_id,
        f"visitor/{session.visitor_id}",
        address=address_of(request),
        proof=session.proof,
    )
    await _require_unblocked(gateway, session)
    admission = await admit_message(gateway, tenant, sender)
    message = read_message(
        posted,
        session,
        received_at=received_at,
        trace_id=get_contextvars().get("trace_id", ""),
        languages=languages_in(request.headers.get("accept-language", "")),
        unchecked=not admission.checked,
        attachments=await named_files(gateway, tenant, session.conversation_id, posted.attachments),
    )
    await gateway.intake.accept(message, spooled=admission.spooled)
    conversation = (message.tenant_id, message.conversation_id)
    gateway.notices.accepted(conversation, message.message_id, tenant.never_silent)
    gateway.metrics.accepted.labels(tenant.tenant).inc()
    _log.info("message_accepted", message_id=message.message_id)
    return MessageAccepted(message_id=message.message_id)


async def _require_unblocked(gateway: Gateway, session: VisitorSession) -> None:
    """Raise SenderBlocked."""
    customer = session.customer.customer_id if session.customer else None
    place = (session.tenant_id, session.conversation_id)
    found = await gateway.blocked.find(place[0], customer=customer, conversation_id=place[1])
    if found is not None:
        gateway.metrics.blocked.labels(session.tenant_id, Channel.WEB).inc()
        await gateway.blocked.count(session.tenant_id, found)
        raise SenderBlocked


@router.get("", summary="Read the messages", responses=refusals(401, 404, 422, 429, 503))
async def get_history(
    gateway: TheGateway,
    session: OwnConversation,
    before: Annotated[
        int | None, Query(ge=1, le=2**53, description="The `next_before` of a later page.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> History:
    """Read a page of the conversation, from its end backwards."""
    take_read(gateway, session.tenant_id, session.visitor_id)
    conversation = (session.tenant_id, session.conversation_id)
    latest = await gateway.ports.events.latest(*conversation)
    said = await gateway.ports.transcripts.history(*conversation, before=before, limit=limit)
    is_whole = len(said) < limit
    first, end = 1 if is_whole or not said else said[0].seq, before or latest + 1
    happened = await lifecycle_events_between(gateway, conversation, first, end) if said else ()
    await require_holding(gateway, session)  # after reading: what was read was theirs to read
    return History(
        messages=tuple(with_links(gateway, session.tenant_id, show_message(one)) for one in said),
        next_before=None if is_whole else said[0].seq,
        happenings=happened,
        latest_event=latest,
    )
