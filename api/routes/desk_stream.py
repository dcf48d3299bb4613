"""The desk's live stream: numbered events, and signals of the moment between them."""

from collections.abc import AsyncGenerator
from functools import partial
from typing import Final

from fastapi import APIRouter
from sse_starlette import EventSourceResponse

from api.authentication import AnyStaff, StaffAgain
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.desk_access import TheDesk, readable_among, viewer_of
from api.desk_files import event_with_links
from api.desk_following import DeskStream, Sight, Start, start_of
from api.limits import take_desk_stream, take_read
from api.problem_responses import refusals
from api.routes.events import LastEventHeader
from domain.desk.events import DeskEvent
from domain.staff import StaffMember

router = APIRouter(prefix="/v1/tenants/{tenant}/desk", tags=["desk"], route_class=GuardedRoute)
_SEND_TIMEOUT: Final = 30.0


@router.get(
    "/events",
    summary="Follow the desk",
    response_class=EventSourceResponse,
    responses={
        200: {
            "description": "Events, each with its number as `id` and its kind as `event`.",
            "content": {"text/event-stream": {"schema": DeskEvent.model_json_schema()}},
        },
        **refusals(401, 404, 429, 503),
    },
)
async def follow_desk(
    gateway: TheGateway,
    desk: TheDesk,
    member: AnyStaff,
    again: StaffAgain,
    last_event_id: LastEventHeader = None,
) -> EventSourceResponse:
    """Stream what changes for you. Without a number it begins now, and an unnumbered `hello` says
    where that is; a number that is no longer kept, or never was, is answered by `reset`: load the
    lists anew. It ends within 20 seconds when you are signed out."""
    take_read(gateway, member.tenant_id, member.staff_id)
    take_desk_stream(gateway, member)
    start = await start_of(desk, member.tenant_id, last_event_id)
    shown = partial(event_with_links, gateway, member.tenant_id)
    stream = DeskStream(
        desk,
        member,
        again,
        Sight(partial(viewer_of, gateway), partial(readable_among, gateway)),
        encoded=gateway.desk_events,
        drafts=gateway.drafts,
        shown=shown,
    )
    return EventSourceResponse(
        _counted(gateway, member, stream, start),
        ping=gateway.settings.ping_every.total_seconds(),
        send_timeout=_SEND_TIMEOUT,
        sep="\n",
    )


async def _counted(
    gateway: Gateway, member: StaffMember, stream: DeskStream, start: Start
) -> AsyncGenerator[bytes]:
    with gateway.streams.opened(member.tenant_id, f"staff/{member.staff_id}"):
        async for sent in stream.sent(start):
            yield sent
