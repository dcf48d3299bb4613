"""A conversation's events as server-sent events, resumable by their numbers."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Literal

import structlog
from fastapi import APIRouter, Header, Query
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.access import OwnConversation
from api.dependencies import Gateway, TheGateway
from api.limits import take_stream
from api.problems import RequestRefused
from api.refusals import refusals
from channels.web.rendering import ShownEvent, show_event
from channels.web.signature import VisitorSession
from domain.conversations import ConversationEvent
from domain.errors import DependencyUnavailable

router = APIRouter(prefix="/v1/tenants/{tenant}/conversations/{conversation}", tags=["messages"])
_log = structlog.get_logger(__name__)
_LONGEST_NUMBER = 15
_SEND_TIMEOUT = 30.0

LastEventHeader = Annotated[
    str | None,
    Header(alias="Last-Event-ID", description="The last event you have; what follows is sent."),
]
LastEventInAddress = Annotated[
    str | None,
    Query(alias="last_event_id", description="The same, for clients that cannot set the header."),
]
Beginning = Annotated[
    Literal["start", "now"], Query(alias="from", description="Where to begin without a number.")
]


@router.get(
    "/events",
    summary="Follow the conversation",
    response_class=EventSourceResponse,
    responses={
        200: {
            "description": "Events, each with its number as `id` and its kind as `event`.",
            "content": {"text/event-stream": {"schema": ShownEvent.model_json_schema()}},
        },
        **refusals(400, 401, 404, 422, 429, 503),
    },
)
async def follow_events(
    gateway: TheGateway,
    session: OwnConversation,
    last_event_id: LastEventHeader = None,
    last_event_in_address: LastEventInAddress = None,
    begin: Beginning = "now",
) -> EventSourceResponse:
    """Stream what happens, from the event after the one you name; without one, from now on."""
    here = (session.tenant_id, session.conversation_id)
    latest = await gateway.ports.events.latest(*here)
    given = last_event_id if last_event_id is not None else last_event_in_address
    unnumbered = 0 if begin == "start" else latest
    take_stream(gateway, session)
    return EventSourceResponse(
        stream_events(gateway, session, unnumbered if given is None else _number(given, latest)),
        ping=gateway.settings.ping_every.total_seconds(),
        send_timeout=_SEND_TIMEOUT,
        sep="\n",
    )


def _number(given: str, latest: int) -> int:
    is_number = given.isascii() and given.isdigit() and len(given) <= _LONGEST_NUMBER
    if not is_number or int(given) > latest:
        raise RequestRefused(
            400,
            "no-such-event",
            f"Last-Event-ID must be a number from 0 to {latest}, the latest event of this "
            "conversation.",
        )
    return int(given)


async def stream_events(
    gateway: Gateway, session: VisitorSession, seq: int
) -> AsyncGenerator[ServerSentEvent, None]:
    """End when the session does, or the events cannot be read: the client asks again."""
    events = gateway.ports.events.follow(session.tenant_id, session.conversation_id, seq)
    with gateway.streams.opened(session.tenant_id, session.visitor_id):
        try:
            while event := await _next(events, session):
                yield _as_sent(show_event(event))
        except DependencyUnavailable as error:
            _log.warning("event_stream_broken", error_type=type(error).__name__, exc_info=error)
        finally:
            if isinstance(events, AsyncGenerator):
                await events.aclose()


async def _next(
    events: AsyncIterator[ConversationEvent], session: VisitorSession
) -> ConversationEvent | None:
    """Wait for the next event, but no longer than the session lasts."""
    left = (session.expires_at - datetime.now(UTC)).total_seconds()
    if left <= 0:
        return None
    try:
        async with asyncio.timeout(left):
            return await anext(events, None)
    except TimeoutError:
        return None


def _as_sent(event: ShownEvent) -> ServerSentEvent:
    return ServerSentEvent(
        id=str(event.seq), event=event.kind.value, data=event.model_dump_json(), sep="\n"
    )
