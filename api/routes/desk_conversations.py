"""One conversation as the desk opens it, and what is heard of its customer's typing."""

from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Query, status
from pydantic import BaseModel, ConfigDict

from api.authentication import AnyStaff, OwnConversation
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.desk_viewers import TheDesk, Viewer
from api.identifiers import RecordId
from api.limits import take_read
from api.problem_responses import refusals
from domain.desk.lists import OpenedConversation
from domain.desk.signals import CustomerTypes

router = APIRouter(
    prefix="/v1/tenants/{tenant}/desk/conversations/{conversation}",
    tags=["desk"],
    route_class=GuardedRoute,
)
typing_router = APIRouter(
    prefix="/v1/tenants/{tenant}/conversations/{conversation}",
    tags=["messages"],
    route_class=GuardedRoute,
)
_log = structlog.get_logger(__name__)


class ShownConversation(OpenedConversation):
    """A conversation, as the desk opens it."""

    notes: tuple[dict[str, Any], ...] = ()
    context: dict[str, Any] | None = None
    draft: dict[str, Any] | None = None


class Typing(BaseModel):
    """Whether the customer is writing."""

    model_config = ConfigDict(extra="forbid")

    typing: bool


@router.get("", summary="Open a conversation", responses=refusals(401, 404, 422, 429, 503))
async def open_on_desk(
    gateway: TheGateway,
    desk: TheDesk,
    member: AnyStaff,
    viewer: Viewer,
    *,
    conversation: RecordId,
    messages: Annotated[int, Query(ge=1, le=200)] = 100,
) -> ShownConversation:
    """Show the conversation, its latest messages and who else looks at it. What is said in it from
    then on comes by `desk/events`, after the event numbered `seq`. Who opens it is logged."""
    take_read(gateway, member.tenant_id, member.staff_id)
    found = await desk.reads.conversation(member.tenant_id, conversation, viewer, messages=messages)
    _log.info("desk_conversation_opened", by=member.name, conversation_id=conversation)
    return ShownConversation(**dict(found))


@typing_router.post(
    "/typing",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Say that the customer is writing",
    responses=refusals(401, 404, 422, 429, 503),
)
async def tell_typing(
    gateway: TheGateway, desk: TheDesk, session: OwnConversation, said: Typing
) -> None:
    """Tell the desks that look at this conversation; nothing is stored."""
    take_read(gateway, session.tenant_id, f"{session.visitor_id}/typing")
    signal = CustomerTypes(conversation_id=session.conversation_id, typing=said.typing)
    await desk.signals.tell(session.tenant_id, signal)
