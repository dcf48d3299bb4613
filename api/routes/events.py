"""A conversation's events as server-sent events, resumable by their numbers."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Final, Literal

import structlog
from fastapi import APIRouter, Depends, Header, Query, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.attachments import with_links_in
from api.authentication import OwnConversation, require_holding
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.drafts import ShownWords
from api.gateway_responses import HOLDING, MESSAGE_KEPT, languages_in
from api.limits import address_of, take_read, take_stream
from api.outage_notices import NoticeKind, OutageNotice, Shown
from api.problem_responses import refusals
from api.problems import RequestRefused
from api.streams import interleaved
from api.views import ShownEvent, show_draft, show_event, show_notice
from api.visitor_sessions import VisitorSession
from domain.conversations import ConversationEvent
from domain.errors import DependencyUnavailable, SessionVoid

router = APIRouter(
    prefix="/v1/tenants/{tenant}/conversations/{conversation}",
    tags=["messages"],
    route_class=GuardedRoute,
)
_log = structlog.get_logger(__name__)
_LONGEST_NUMBER = 15
_SEND_TIMEOUT = 30.0
_READ_WITHIN = 2.0
_NO_NUMBER = -1
_SENTENCES: Final = {NoticeKind.HOLDING: HOLDING, NoticeKind.KEPT: MESSAGE_KEPT}

LastEventHeader = Annotated[
    str | None,
    Header(
        alias="Last-Event-ID",
        description="The number of the last event you have; the stream continues after it.",
    ),
]
LastEventInAddress = Annotated[
    str | None,
    Query(alias="last_event_id", description="The same, for clients that cannot set the header."),
]
Beginning = Annotated[
    Literal["start", "now"],
    Query(alias="from", description="Where to begin when no number is given."),
]


Languages = Annotated[
    str, Header(alias="Accept-Language", description="The preferred language of notices.")
]


async def _wanted(
    last_event_id: LastEventHeader = None,
    last_event_in_address: LastEventInAddress = None,
    begin: Beginning = "now",
) -> int | None:
    """After which event to begin; None for the latest."""
    given = last_event_id if last_event_id is not None else last_event_in_address
    if given is None:
        return 0 if begin == "start" else None
    is_number = given.isascii() and given.isdigit() and len(given) <= _LONGEST_NUMBER
    return int(given) if is_number else _NO_NUMBER


Wanted = Annotated[int | None, Depends(_wanted)]


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
    request: Request,
    gateway: TheGateway,
    session: OwnConversation,
    wanted: Wanted,
    languages: Languages = "",
) -> EventSourceResponse:
    """Stream events, beginning after the one you name; without a number, from now on.

    While events cannot be read, a `notice` without an `id` says so, in the tenant's words. While an
    answer is being made, `draft` events without an `id` bring its words; the message that follows
    takes their place.
    """
    take_read(gateway, session.tenant_id, session.visitor_id)
    latest = await _latest(gateway, session)
    if latest is None and wanted is None:
        raise DependencyUnavailable("which event is the latest cannot be read at the moment")
    take_stream(gateway, session, request)
    seq = _checked(latest if wanted is None else wanted, latest)
    sent = stream_events(
        gateway,
        session,
        seq,
        languages_in(languages),
        address=address_of(request),
        is_readable=latest is not None,
    )
    return EventSourceResponse(
        sent,
        ping=gateway.settings.ping_every.total_seconds(),
        send_timeout=_SEND_TIMEOUT,
        sep="\n",
    )


def _checked(wanted: int | None, latest: int | None) -> int:
    """Raise RequestRefused for an event that never was, as far as can be told now."""
    if wanted is None or wanted < 0 or (latest is not None and wanted > latest):
        shown = (
            f"0 to {latest}, the latest event of this conversation." if latest is not None else "0."
        )
        raise RequestRefused(400, "no-such-event", f"Last-Event-ID must be a number from {shown}")
    return wanted


async def _latest(gateway: Gateway, session: VisitorSession) -> int | None:
    """None while it cannot be read."""
    try:
        async with asyncio.timeout(_READ_WITHIN):
            conversation = (session.tenant_id, session.conversation_id)
            latest = await gateway.ports.events.latest(*conversation)
            await require_holding(gateway, session)
            return latest
    except (DependencyUnavailable, TimeoutError):
        return None


async def stream_events(
    gateway: Gateway,
    session: VisitorSession,
    seq: int,
    languages: tuple[str, ...] = (),
    *,
    address: str = "",
    is_readable: bool = True,
) -> AsyncGenerator[ServerSentEvent, None]:
    """End when the session is over or void, or events cannot be read: the client asks again."""
    conversation = (session.tenant_id, session.conversation_id)
    numbered = _numbered(gateway, session, seq, is_readable=is_readable)
    with (
        gateway.streams.opened(session.tenant_id, session.visitor_id, address),
        gateway.notices.followed(conversation) as asides,
        gateway.drafts.followed(conversation, asides, seq) as draft,
    ):
        try:
            async with (
                aclosing(numbered),
                aclosing(interleaved(numbered, asides, until=session.expires_at)) as happening,
            ):
                async for event in happening:
                    if isinstance(event, OutageNotice):
                        yield _as_notice(gateway, session.tenant_id, event, languages)
                    elif isinstance(event, ConversationEvent):
                        gateway.notices.saw(conversation, event)
                        draft.saw(event)
                        yield _as_sent(with_links_in(gateway, session.tenant_id, show_event(event)))
                    elif (words := event.words()) is not None:
                        yield _as_draft(words)
        except SessionVoid:
            _log.info("event_stream_ended", reason="the session is void")
        except DependencyUnavailable as error:
            _log.warning("event_stream_broken", error_type=type(error).__name__, exc_info=error)


async def _numbered(
    gateway: Gateway, session: VisitorSession, seq: int, *, is_readable: bool
) -> AsyncGenerator[Shown, None]:
    """The conversation's events; where they cannot be read yet, that is said and waited for."""
    conversation = (session.tenant_id, session.conversation_id)
    if not is_readable:
        yield OutageNotice.now(NoticeKind.INTERRUPTED)
        await gateway.event_store.wait_until_up()
        if seq > await gateway.ports.events.latest(*conversation):
            return  # asked again, it will be refused
        yield OutageNotice.now(NoticeKind.RESUMED)
    events = gateway.ports.events.follow(*conversation, seq, reader=session.proof)
    try:
        async for event in events:
            yield event
    finally:
        if isinstance(events, AsyncGenerator):
            await events.aclose()


def _as_sent(event: ShownEvent) -> ServerSentEvent:
    return ServerSentEvent(
        id=str(event.seq), event=event.kind.value, data=event.model_dump_json(), sep="\n"
    )


def _as_draft(words: ShownWords) -> ServerSentEvent:
    """Without an id, like a notice: nobody can ask for it again."""
    return ServerSentEvent(event="draft", data=show_draft(words).model_dump_json(), sep="\n")


def _as_notice(
    gateway: Gateway, tenant_id: str, notice: OutageNotice, languages: tuple[str, ...]
) -> ServerSentEvent:
    """Without an id: `Last-Event-ID` stays that of the last event that is stored."""
    name = _SENTENCES.get(notice.kind)
    text = gateway.tenants.sentence(tenant_id, name, languages) if name else ""
    shown = show_notice(notice.kind, text, message_id=notice.message_id, at=notice.at)
    return ServerSentEvent(event="notice", data=shown.model_dump_json(), sep="\n")
