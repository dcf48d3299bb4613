"""A conversation's transcript, for its customer and for staff to take along."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Annotated, Any, Final, Literal

import structlog
from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response

from api.audit import READING
from api.authentication import Tenant
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.gateway_responses import languages_in
from api.limits import take_read
from api.participants import AnyParticipant, Participant
from api.problem_responses import refusals
from api.transcript_file import as_page, as_text, page_policy
from api.transcript_lines import TranscriptReader
from domain.errors import InvalidInput
from domain.messages import TranscriptMessage
from domain.tenant_settings import TenantConfig
from domain.time_zones import zone_named
from domain.understanding.language.registry import LANGUAGES

router = APIRouter(
    prefix="/v1/tenants/{tenant}/conversations/{conversation}",
    tags=["messages"],
    route_class=GuardedRoute,
)
_log = structlog.get_logger(__name__)
_PAGE: Final = 200
_MOST: Final = 2_000
"""Messages of one transcript, the latest."""
_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The transcript, to be saved.",
        "content": {
            "text/plain": {"schema": {"type": "string"}},
            "text/html": {"schema": {"type": "string"}},
        },
    }
}

Zone = Annotated[
    str | None,
    Query(
        max_length=64,
        description="The reader's time zone. Unset, the customer's own where the tenant's site "
        "says it, else the tenant's.",
        examples=["Europe/Berlin"],
    ),
]


@router.get(
    "/transcript/download",
    summary="Download the transcript",
    response_class=Response,
    responses={**_FILE, **refusals(401, 404, 422, 429, 503)},
    dependencies=[READING],
)
async def download_transcript(
    request: Request,
    gateway: TheGateway,
    tenant: Tenant,
    participant: AnyParticipant,
    *,
    written: Annotated[Literal["text", "html"], Query(alias="format")] = "text",
    zone: Zone = None,
    languages: Annotated[str, Header(alias="Accept-Language")] = "",
) -> Response:
    """Write down who said what and when, with links to files: for the customer whose conversation
    it is, and for staff, whose reading is logged."""
    take_read(gateway, tenant.tenant, participant.key)
    reader = TranscriptReader(
        tenant_id=tenant.tenant,
        bot=tenant.branding.name,
        locale=_locale(languages_in(languages), tenant.branding.locales),
        zone=_zone(zone, participant, tenant),
        is_customer=participant.session is not None,
        links=gateway.file_links,
        home=(gateway.settings.public_url or str(request.base_url)).rstrip("/"),
    )
    said, is_shortened = await _said(gateway, participant)
    if participant.member is not None:
        _log.info("transcript_read", staff_id=participant.member.staff_id, messages=len(said))
    lines, name = reader.lines(said), f"{datetime.now(UTC).astimezone(reader.zone):%Y-%m-%d}"
    if written == "html":
        page = as_page(reader, lines, is_shortened=is_shortened)
        headers = _saved_as(f"{name}.html") | {"Content-Security-Policy": page_policy()}
        return Response(page, headers=headers, media_type="text/html")
    text = as_text(reader, lines, is_shortened=is_shortened)
    return Response(text, headers=_saved_as(f"{name}.txt"), media_type="text/plain")


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="conversation-{name}"'}


async def _said(gateway: Gateway, participant: Participant) -> tuple[list[TranscriptMessage], bool]:
    """The latest messages, and whether there are earlier ones."""
    said: list[TranscriptMessage] = []
    before: int | None = None
    key = (participant.tenant_id, participant.conversation_id)
    while len(said) < _MOST:
        page = await gateway.ports.transcripts.history(*key, before=before, limit=_PAGE)
        said = [*page, *said]
        if len(page) < _PAGE:
            return said, False
        before = page[0].seq
    return said, True


def _zone(wanted: str | None, participant: Participant, tenant: TenantConfig) -> tzinfo:
    """Raise InvalidInput for a name that is none."""
    if wanted is not None:
        found = zone_named(wanted)
        if found is None:
            raise InvalidInput("zone", "must be a time zone such as Europe/Berlin")
        return found
    customer = participant.session.customer if participant.session else None
    own = zone_named(customer.zone) if customer else None
    return own or zone_named(tenant.business_hours.tz) or UTC


def _locale(languages: Sequence[str], spoken: Sequence[str]) -> str:
    """The first that the reader asks for and the tenant speaks and we know, else the tenant's."""
    known = {each.partition("-")[0].casefold() for each in spoken} & set(LANGUAGES)
    wanted = (*languages, *spoken)
    return next((one for one in wanted if one.partition("-")[0].casefold() in known), LANGUAGES[0])
