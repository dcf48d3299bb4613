"""A tenant's public documents as pages, for those that have no address of their own."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse, Response

from api.authentication import Tenant
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.plain_pages import plain_page
from api.problem_responses import refusals

router = APIRouter(tags=["pages"], route_class=GuardedRoute)


@router.get(
    "/help/{tenant}/{document:path}",
    summary="Read a public document",
    response_class=HTMLResponse,
    responses=refusals(404, 422, 503),
)
async def help_page(
    gateway: TheGateway,
    tenant: Tenant,
    document: Annotated[str, Path(max_length=200, pattern=r"^[^\x00-\x1f]+$")],
) -> Response:
    """As indexed, with its headings as anchors. Only public documents, and only while valid."""
    found = await gateway.ports.documents.page(
        tenant.tenant, document, today=datetime.now(UTC).date()
    )
    return plain_page(found.title, "", sections=found.sections)
