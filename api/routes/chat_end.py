"""The customer's end of a chat."""

from uuid import uuid4

import structlog
from fastapi import APIRouter, status

from api.authentication import OwnConversation, require_holding
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.limits import take_read
from api.problem_responses import refusals
from domain.conversations import EndChat
from domain.errors import NotFound

router = APIRouter(
    prefix="/v1/tenants/{tenant}/conversations/{conversation}",
    tags=["sessions"],
    route_class=GuardedRoute,
)
_log = structlog.get_logger(__name__)


@router.post(
    "/end",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="End the chat",
    responses=refusals(401, 404, 409, 429, 503),
)
async def end_chat(
    gateway: TheGateway,
    session: OwnConversation,
) -> None:
    """Close the conversation. A human agent who has it, or would have taken it, is told.

    409 while an approval or a backend call is under way: it continues, and the conversation ends by
    itself. A reminder that is still to come is kept, and the conversation ends after it. Ending a
    chat that is already over is not an error. The next message opens a new session.
    """
    take_read(gateway, session.tenant_id, session.visitor_id)
    await require_holding(gateway, session)
    conversation = (session.tenant_id, session.conversation_id)
    request = EndChat(request_id=uuid4().hex)
    try:
        await gateway.ports.conversations.end_chat(*conversation, request)
    except NotFound:
        return
    _log.info("chat_ended_by_customer", conversation_id=session.conversation_id)
