"""Files of conversations: sending one, and fetching it by a signed link."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final

import structlog
from fastapi import APIRouter, Depends, Query, Request, status
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, Field
from starlette.requests import ClientDisconnect

from api.attachments import takes_files
from api.audit import READING, audited
from api.authentication import Tenant
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.file_response import file_response, nothing_there, wanted_range
from api.identifiers import RecordId
from api.limits import address_of, take_read, take_upload
from api.participants import AnyParticipant
from api.problem_responses import refusals
from api.uploads import take_file
from domain.attachment_settings import AttachmentSettings
from domain.errors import NotAllowed, NotFound
from domain.files import FileState, StoredFile
from domain.tenant_settings import TenantConfig

router = APIRouter(prefix="/v1/tenants/{tenant}", tags=["files"], route_class=GuardedRoute)
_log = structlog.get_logger(__name__)
_CLIENT_LEFT: Final = 499
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "The file's bytes, as they are.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_CONTENT: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The file. Pictures and recordings are shown in place, all else is saved.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
    206: {"description": "The part that `Range` asks for."},
}


class FileView(BaseModel):
    """A file that is kept. A message names it by `file_id`, within an hour."""

    file_id: str
    name: str
    media_type: str = Field(description="Told by its content.")
    size: int = Field(description="In bytes.")
    state: FileState = Field(description="`unchecked` where no virus scanner is set up.")
    link: str = Field(description="Where to fetch it, from the gateway's root on; it expires.")
    expires_at: AwareDatetime = Field(description="When the file itself is deleted.")


@router.post(
    "/conversations/{conversation}/files",  # noqa: FAST003 - of the participant
    status_code=status.HTTP_201_CREATED,
    summary="Send a file",
    openapi_extra=_BODY,
    response_model=FileView,
    responses=refusals(401, 403, 404, 409, 422, 429, 503),
    dependencies=[audited("file_sent", "conversation")],
)
async def upload_file(
    request: Request,
    gateway: TheGateway,
    tenant: Tenant,
    participant: AnyParticipant,
    name: Annotated[str, Query(min_length=1, max_length=255, description="The file's name.")],
) -> FileView | Response:
    """Take in a file, for a message that will name it. Its type is told by its content; a web page,
    an SVG, a name that says another type and what is infected are refused."""
    participant.require_writer()
    rules = _require_open(gateway, tenant)
    address = address_of(request) if participant.session else None
    await take_upload(gateway, tenant, participant.key, address)
    try:
        file = await take_file(gateway, rules, participant, request, name)
    except ClientDisconnect:
        return Response(status_code=_CLIENT_LEFT)
    _log.info("file_kept", media_type=file.media_type, size=file.size, state=file.state)
    return _view(gateway, tenant.tenant, file)


@router.get(
    "/conversations/{conversation}/files/{file}",  # noqa: FAST003 - of the participant
    summary="Get a link to a file",
    responses=refusals(401, 404, 429, 503),
    dependencies=[READING],
)
async def get_file(
    gateway: TheGateway, tenant: Tenant, participant: AnyParticipant, file: RecordId
) -> FileView:
    """Show what is known of a file, with a new link to it. Which member of staff asks is logged."""
    take_read(gateway, tenant.tenant, participant.key)
    found = await gateway.ports.files.get(tenant.tenant, file, at=datetime.now(UTC))
    if found.conversation_id != participant.conversation_id:
        raise NotFound("There is no such file in this conversation, or no longer.")
    if participant.member is not None:
        _log.info("file_linked", staff_id=participant.member.staff_id, file_id=file)
    return _view(gateway, tenant.tenant, found)


async def _linked_file(
    gateway: TheGateway,
    tenant: Tenant,
    file: RecordId,
    until: Annotated[int, Query(ge=0, le=2**40, description="As the link says.")],
    signature: Annotated[str, Query(max_length=64, description="As the link says.")],
) -> str:
    """Raise NotFound or RequestRefused for a link that is none, or has expired."""
    gateway.file_links.check(tenant.tenant, file, until, signature)
    return file


LinkedFile = Annotated[str, Depends(_linked_file)]


@router.get(
    "/files/{file}",
    summary="Fetch a file",
    response_class=Response,
    responses={**_CONTENT, **refusals(404, 410, 416, 422, 429, 503)},
)
async def fetch_file(
    request: Request, gateway: TheGateway, tenant: Tenant, file: LinkedFile
) -> Response:
    """Give out a file to whoever has its link, until that expires. It is never shown as a page."""
    found = await gateway.ports.files.get(tenant.tenant, file, at=datetime.now(UTC))
    wanted = wanted_range(request.headers.get("range", ""), found.size)
    if wanted is None:
        return nothing_there(found)
    start, length = wanted
    content = await gateway.ports.files.read(tenant.tenant, found, start=start, length=length)
    return file_response(found, content, wanted)


def _require_open(gateway: Gateway, tenant: TenantConfig) -> AttachmentSettings:
    if not takes_files(gateway, tenant):
        raise NotAllowed("Files cannot be sent here.")
    return tenant.channels.web.attachments


def _view(gateway: Gateway, tenant_id: str, file: StoredFile) -> FileView:
    return FileView(
        file_id=file.file_id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        state=file.state,
        link=gateway.file_links.path(tenant_id, file.file_id),
        expires_at=file.expires_at,
    )
