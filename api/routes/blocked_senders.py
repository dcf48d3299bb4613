"""Blocking abusive senders: nothing that they write is taken, for a while."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import structlog
from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict, Field

from api.authentication import HumanAgent
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.desk_access import SeenConversation
from api.idempotency import Idempotent
from api.problem_responses import refusals
from domain.desk.blocking import LONGEST_BLOCK, LONGEST_REASON, BlockedSender
from domain.values import Printable

router = APIRouter(prefix="/v1/tenants/{tenant}/desk", tags=["desk"], route_class=GuardedRoute)
_log = structlog.get_logger(__name__)


class BlockPost(BaseModel):
    """Why, and for how long."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[Printable, Field(min_length=1, max_length=LONGEST_REASON)]
    days: int = Field(default=30, ge=1, le=LONGEST_BLOCK.days)


class BlockedSenderList(BaseModel):
    """Those who are blocked now, the latest first."""

    blocked: tuple[BlockedSender, ...]


@router.get(
    "/blocked-senders", summary="List blocked senders", responses=refusals(401, 403, 404, 503)
)
async def list_blocked_senders(gateway: TheGateway, member: HumanAgent) -> BlockedSenderList:
    """List of whom nothing is taken, why, until when, and how much was refused since."""
    found = await gateway.ports.desk_tools.blocked.listed(member.tenant_id, at=datetime.now(UTC))
    return BlockedSenderList(blocked=tuple(found))


@router.post(
    "/conversations/{conversation}/block",
    status_code=status.HTTP_201_CREATED,
    summary="Block a sender",
    responses=refusals(401, 403, 404, 409, 422, 503),
    dependencies=[Idempotent],
)
async def block_sender(
    gateway: TheGateway, member: HumanAgent, conversation: SeenConversation, posted: BlockPost
) -> BlockedSenderList:
    """Block whoever wrote last in the conversation, on every channel that knows them."""
    now = datetime.now(UTC)
    store = gateway.ports.desk_tools.blocked
    blocked = [
        BlockedSender(
            kind=kind,
            subject=subject,
            conversation_id=conversation,
            reason=posted.reason,
            blocked_by=member.name,
            blocked_at=now,
            until=now + timedelta(days=posted.days),
        )
        for kind, subject in await store.subjects_of(member.tenant_id, conversation)
    ]
    for each in blocked:
        await store.block(member.tenant_id, each)
    gateway.blocked.forget(member.tenant_id)
    _log.info("sender_blocked", conversation_id=conversation, by=member.name)
    return BlockedSenderList(blocked=tuple(blocked))


@router.delete(
    "/conversations/{conversation}/block",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Lift a block",
    responses=refusals(401, 403, 404, 503),
)
async def lift_block(
    gateway: TheGateway, member: HumanAgent, conversation: SeenConversation
) -> None:
    """Take messages of the conversation's sender again. Lifting what is not blocked is harmless."""
    store = gateway.ports.desk_tools.blocked
    known = await store.listed(member.tenant_id, at=datetime.now(UTC))
    subjects = set(await store.subjects_of(member.tenant_id, conversation))
    subjects |= {
        (each.kind, each.subject) for each in known if each.conversation_id == conversation
    }
    await store.lift(member.tenant_id, subjects)
    gateway.blocked.forget(member.tenant_id)
    _log.info("sender_unblocked", conversation_id=conversation, by=member.name)
