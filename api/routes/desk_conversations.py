"""One conversation as the desk opens it, and what is heard of its customer's typing."""

from typing import Annotated
from urllib.parse import quote

import structlog
from fastapi import APIRouter, Query, status
from pydantic import BaseModel, ConfigDict

from api.audit import READING
from api.authentication import AnyStaff, OwnConversation
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.desk_access import TheDesk, Viewer, ui_url_of
from api.desk_context import context_of
from api.desk_files import DeskMessage, message_with_links
from api.identifiers import RecordId
from api.limits import take_read
from api.problem_responses import refusals
from domain.desk.context import HandoffContext
from domain.desk.drafts import Draft
from domain.desk.lists import OpenedConversation
from domain.desk.notes import Note
from domain.desk.signals import CustomerTypes
from domain.desk.timeline import CustomerProfile, TimelineEntry, TimelineKind, in_order
from domain.handoffs import Handoff
from domain.identifiers import conversation_workflow_id

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

    messages: tuple[DeskMessage, ...]
    notes: tuple[Note, ...] = ()
    draft: Draft | None = None
    merged: tuple[Handoff, ...] = ()
    """What goes with its handoff: other conversations of the same customer."""
    context: HandoffContext | None = None


class Timeline(BaseModel):
    """A conversation's course, oldest first."""

    entries: tuple[TimelineEntry, ...]
    ui_url: str | None = None
    """The conversation in the Temporal UI, for those who may look there."""


class Typing(BaseModel):
    """Whether the customer is writing."""

    model_config = ConfigDict(extra="forbid")

    typing: bool


@router.get(
    "",
    summary="Open a conversation",
    responses=refusals(401, 404, 422, 429, 503),
    dependencies=[READING],
)
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
    handoff = found.handoff
    tools, place = gateway.ports.desk_tools, (member.tenant_id, conversation)
    said = [message_with_links(gateway, member.tenant_id, one) for one in found.messages]
    return ShownConversation(
        **{**dict(found), "messages": said},
        notes=tuple(await tools.notes.listed(*place)),
        draft=await tools.drafts.get(member.tenant_id, member.name, conversation),
        merged=await tools.merges.merged_into(member.tenant_id, handoff.handoff_id)
        if handoff
        else (),
        context=await context_of(gateway, desk, viewer, handoff) if handoff else None,
    )


@router.get(
    "/customer",
    summary="Get a conversation's customer",
    responses=refusals(401, 404, 429, 503),
    dependencies=[READING],
)
async def get_customer(
    gateway: TheGateway, desk: TheDesk, member: AnyStaff, viewer: Viewer, conversation: RecordId
) -> CustomerProfile:
    """Show what is known of the customer, and their other conversations on every channel."""
    take_read(gateway, member.tenant_id, member.staff_id)
    await desk.reads.require_visible(member.tenant_id, conversation, viewer)
    return await desk.contexts.customer(member.tenant_id, conversation, viewer)


@router.get(
    "/timeline",
    summary="Get a conversation's course",
    responses=refusals(401, 404, 429, 503),
    dependencies=[READING],
)
async def get_timeline(
    gateway: TheGateway, desk: TheDesk, member: AnyStaff, viewer: Viewer, conversation: RecordId
) -> Timeline:
    """Show turns, tool calls, approvals, handoffs and notes in one order, with how long each
    took."""
    take_read(gateway, member.tenant_id, member.staff_id)
    place = (member.tenant_id, conversation)
    await desk.reads.require_visible(*place, viewer)
    notes = [_as_entry(note) for note in await gateway.ports.desk_tools.notes.listed(*place)]
    ui_url, workflow = ui_url_of(gateway, member), conversation_workflow_id(*place)
    return Timeline(
        entries=in_order(await desk.contexts.timeline(*place), notes),
        ui_url=f"{ui_url}/workflows/{quote(workflow, safe='')}" if ui_url else None,
    )


def _as_entry(note: Note) -> TimelineEntry:
    detail = {"text": note.text, "mentions": list(note.mentions)}
    return TimelineEntry(
        kind=TimelineKind.NOTE, id=note.note_id, title=note.agent, at=note.at, detail=detail
    )


@typing_router.post(
    "/typing",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Say that the customer is writing",
    responses=refusals(401, 404, 422, 429, 503),
)
async def tell_typing(
    gateway: TheGateway, session: OwnConversation, desk: TheDesk, said: Typing
) -> None:
    """Tell the desks that look at this conversation; nothing is stored."""
    take_read(gateway, session.tenant_id, f"{session.visitor_id}/typing")
    signal = CustomerTypes(conversation_id=session.conversation_id, typing=said.typing)
    await desk.signals.tell(session.tenant_id, signal)
