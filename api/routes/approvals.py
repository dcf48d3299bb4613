"""Approvals: what waits for a supervisor, and their decision."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Query, status
from pydantic import BaseModel, ConfigDict, Field

from api.audit import audited, say_in_audit
from api.authentication import AnyStaff
from api.caller_check import GuardedRoute
from api.callers import ApprovalsReader
from api.dependencies import TheGateway
from api.desk_access import viewer_of
from api.idempotency import Idempotent
from api.identifiers import RecordId
from api.problem_responses import refusals
from domain.approval_rules import require_decider
from domain.handoffs import Approval, ApprovalStatus, DecideApproval

router = APIRouter(
    prefix="/v1/tenants/{tenant}/approvals", tags=["approvals"], route_class=GuardedRoute
)
_log = structlog.get_logger(__name__)


class ApprovalList(BaseModel):
    """The escalated first, then the longest waiting."""

    approvals: tuple[Approval, ...]


class Decision(BaseModel):
    """`digest` is that of the approval you saw: if anything has changed since, it is refused."""

    model_config = ConfigDict(extra="forbid")

    approve: bool
    digest: str = Field(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")
    note: str = Field(default="", max_length=500)


@router.get("", summary="List approvals", responses=refusals(401, 403, 404, 422, 503))
async def list_approvals(
    gateway: TheGateway,
    member: ApprovalsReader,
    wanted: Annotated[ApprovalStatus | None, Query(alias="status")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> ApprovalList:
    """List approvals of one status, or of every status; an agent sees those of their queues, and
    of conversations that were never handed off."""
    viewer = await viewer_of(gateway, member)
    found = await gateway.ports.approvals.listed(
        member.tenant_id, status=wanted, limit=limit, viewer=viewer
    )
    return ApprovalList(approvals=tuple(found))


@router.get("/{approval}", summary="Get an approval", responses=refusals(401, 403, 404, 503))
async def get_approval(
    gateway: TheGateway, member: ApprovalsReader, approval: RecordId
) -> Approval:
    """Show what is to be decided, with the digest that the decision names."""
    viewer = await viewer_of(gateway, member)
    return await gateway.ports.approvals.get(member.tenant_id, approval, viewer=viewer)


@router.post(
    "/{approval}/decision",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Approve or reject",
    responses=refusals(401, 403, 404, 409, 422, 503),
    dependencies=[audited("approval_decided", "approval"), Idempotent],
)
async def decide_approval(
    gateway: TheGateway, member: AnyStaff, approval: RecordId, decided: Decision
) -> None:
    """Only the role that the flow names may decide (a supervisor by default), or whom it was
    escalated to; never an agent who had the conversation when it was asked for."""
    viewer = await viewer_of(gateway, member)
    found = await gateway.ports.approvals.get(member.tenant_id, approval, viewer=viewer)
    require_decider(member, found)
    say_in_audit(approve=decided.approve, conversation=found.conversation_id)
    decision = DecideApproval(
        approval_id=approval,
        approve=decided.approve,
        digest=decided.digest,
        by=member.name,
        note=decided.note,
    )
    await gateway.ports.conversations.decide_approval(
        member.tenant_id, found.conversation_id, decision
    )
    _log.info(
        "approval_decided",
        conversation_id=found.conversation_id,
        approval_id=approval,
        approved=decided.approve,
        by=member.name,
    )
