"""The audit log, for auditors and administrators."""

from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, Field

from api.audit import audited
from api.authentication import Auditor
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.problem_responses import refusals
from domain.audit import AuditEntry
from domain.tables import as_csv

router = APIRouter(
    prefix="/v1/tenants/{tenant}/desk/audit", tags=["audit"], route_class=GuardedRoute
)
_MOST: Final = 500
_MOST_OF_A_FILE: Final = 10_000
_COLUMNS: Final = ("number", "at", "actor", "role", "action", "subject", "detail", "hash")
Before = Annotated[int | None, Query(ge=1, le=2**53, description="The `next` of a later page.")]
Name = Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]


class AuditLine(BaseModel):
    """Somebody did something."""

    number: int
    at: AwareDatetime
    actor: str
    role: str
    action: str
    subject: str = Field(description="The id of what it was done to.")
    detail: str = Field(description="JSON.")
    hash: str = Field(description="Of this entry and, through it, of all before; hexadecimal.")

    @classmethod
    def of(cls, entry: AuditEntry) -> "AuditLine":
        """With the hash as hexadecimal digits."""
        return cls(**entry.model_dump(exclude={"hash"}), hash=entry.hash.hex())


class AuditPage(BaseModel):
    """The latest first."""

    entries: tuple[AuditLine, ...]
    next: int | None = Field(description="Pass it as `before` to get the page before.")


@router.get("", summary="Read the audit log", responses=refusals(401, 403, 404, 422, 503))
async def read_audit_log(
    gateway: TheGateway,
    member: Auditor,
    *,
    before: Before = None,
    actor: Name = None,
    action: Name = None,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 100,
) -> AuditPage:
    """Show what was done by whom."""
    found = await gateway.ports.audit.listed(
        member.tenant_id, before=before, actor=actor, action=action, limit=limit
    )
    lines = tuple(AuditLine.of(entry) for entry in found)
    return AuditPage(entries=lines, next=lines[-1].number if len(lines) == limit else None)


@router.get(
    "/export",
    summary="Export the audit log",
    response_class=Response,
    responses={
        200: {
            "description": "CSV, the latest first.",
            "content": {"text/csv": {"schema": {"type": "string"}}},
        },
        **refusals(401, 403, 404, 422, 503),
    },
    dependencies=[audited("audit_exported")],
)
async def export_audit_log(gateway: TheGateway, member: Auditor, before: Before = None) -> Response:
    """Write at most ten thousand entries into a table; the export is an entry itself."""
    found = await gateway.ports.audit.listed(member.tenant_id, before=before, limit=_MOST_OF_A_FILE)
    lines = (AuditLine.of(entry).model_dump(mode="json") for entry in found)
    table = as_csv(_COLUMNS, ([line[name] for name in _COLUMNS] for line in lines))
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return Response(table, headers=headers, media_type="text/csv")
