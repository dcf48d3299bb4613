"""A tenant's public documents as pages, for those that have no address of their own."""

from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse, Response

from api.access import Tenant
from api.dependencies import TheGateway
from api.guard import GuardedRoute
from api.plain_pages import plain_page
from api.refusals import refusals
from domain.errors import NotFound
from domain.knowledge import KnowledgeDocument

router = APIRouter(tags=["pages"], route_class=GuardedRoute)

_PUBLIC: Final = "public"


@router.get(
    "/help/{tenant}/{document:path}",
    summary="A document of the tenant's",
    response_class=HTMLResponse,
    responses=refusals(404, 422, 503),
)
async def help_page(
    gateway: TheGateway,
    tenant: Tenant,
    document: Annotated[str, Path(max_length=200, pattern=r"^[^\x00-\x1f]+$")],
) -> Response:
    """As synced, with its headings as anchors; only what anybody may read, and only while it
    holds."""
    found = await gateway.ports.documents.get(tenant.tenant, document)
    if not _is_shown(found):
        raise NotFound("There is no such document.")
    sections = gateway.ports.sections.sections(found.body)
    return plain_page(found.title, "", sections=sections)


def _is_shown(document: KnowledgeDocument) -> bool:
    until = document.valid_until
    return document.audience == _PUBLIC and (until is None or until >= datetime.now(UTC).date())
