"""One message as a page, for who got a link to it where it did not fit."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, Response

from api.authentication import Tenant
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.limits import take_unverified
from api.plain_pages import plain_page
from api.problem_responses import refusals
from domain.cards import in_words
from domain.channel_addresses import Channel
from domain.errors import NotFound
from domain.knowledge import Section
from domain.message_links import TOKEN_CHARACTERS, linked_message
from domain.messages import Role, TranscriptMessage

router = APIRouter(tags=["pages"], route_class=GuardedRoute)

_TOKEN = Path(min_length=TOKEN_CHARACTERS, max_length=TOKEN_CHARACTERS, pattern=r"^[A-Za-z0-9_-]+$")
_PRIVATE = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


@router.get(
    "/m/{tenant}/{token}",
    summary="Read a message that was too long to send",
    response_class=HTMLResponse,
    responses=refusals(404, 422, 429, 503),
)
async def linked_message_page(
    request: Request, gateway: TheGateway, tenant: Tenant, token: Annotated[str, _TOKEN]
) -> Response:
    """The whole of one message that was said to a customer, for a week, to whoever has the link.
    Nothing else of the conversation can be read, and nothing written."""
    try:
        conversation_id, seq = linked_message(
            tenant.tenant, token, now=datetime.now(UTC), key=gateway.ports.address_key
        )
    except NotFound:
        take_unverified(gateway, tenant, Channel.SMS, request)
        raise
    found = await gateway.ports.transcripts.history(
        tenant.tenant, conversation_id, before=seq + 1, limit=1
    )
    if not found or found[0].seq != seq or found[0].role is Role.CUSTOMER:
        raise NotFound("This link is not valid any more.")
    return plain_page(tenant.branding.name, "", sections=_sections(found[0]), headers=_PRIVATE)


def _sections(message: TranscriptMessage) -> list[Section]:
    body = in_words(message.text, message.cards)
    lists = [f"{one.title}: {', '.join(item.title for item in one.items)}" for one in message.lists]
    sources = [f"{one.title} {one.url or ''}".rstrip() for one in message.citations]
    paragraphs = [part.strip() for part in (*body.split("\n"), *lists, *sources) if part.strip()]
    return [Section(heading="", paragraphs=tuple(paragraphs))]
