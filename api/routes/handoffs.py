"""The human side: who waits, who takes them, what is said to them."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, status
from pydantic import BaseModel, ConfigDict, Field

from api.attachments import named_files
from api.authentication import HumanAgent, Tenant
from api.caller_check import GuardedRoute
from api.callers import HandoffsReader
from api.dependencies import TheGateway
from api.desk_access import forget_draft
from api.fields import FileIds, OwnMessageId, Words
from api.idempotency import Idempotent, IdempotentById
from api.identifiers import RecordId
from api.problem_responses import refusals
from api.sent_suggestions import note_sent
from domain.errors import Conflict
from domain.handoffs import (
    Agent,
    AgentMessage,
    Claimed,
    ClaimHandoff,
    Handoff,
    HandoffStatus,
    ReturnToBot,
)

router = APIRouter(
    prefix="/v1/tenants/{tenant}/handoffs", tags=["handoffs"], route_class=GuardedRoute
)


class HandoffList(BaseModel):
    """Escalated first, then by priority, then longest waiting."""

    handoffs: tuple[Handoff, ...]


class AgentPost(BaseModel):
    """A message to the customer; by its id, the client's own, a repeat is recognised."""

    model_config = ConfigDict(extra="forbid")

    message_id: OwnMessageId
    attachments: FileIds = ()
    text: Words = ""
    suggestion_id: Annotated[str | None, Field(max_length=64)] = Field(
        default=None, description="The suggested reply of which the message was made."
    )


class AgentPosted(BaseModel):
    """It is kept, and will be sent once."""

    message_id: str


class GiveBack(BaseModel):
    """Nothing at all gives the customer back without a word on how it ended."""

    model_config = ConfigDict(extra="forbid")

    disposition: str = Field(
        default="", max_length=200, description="How the talk ended, for reports."
    )


@router.get("", summary="List handoffs", responses=refusals(401, 403, 404, 422, 503))
async def list_handoffs(
    gateway: TheGateway,
    member: HandoffsReader,
    wanted: Annotated[HandoffStatus | None, Query(alias="status")] = None,
    queue: Annotated[str | None, Query(max_length=80, pattern=r"^[\x20-\x7e]+$")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> HandoffList:
    """List handoffs of one status and queue, or of all."""
    found = await gateway.ports.handoffs.listed(
        member.tenant_id, status=wanted, queue=queue, limit=limit
    )
    return HandoffList(handoffs=tuple(found))


@router.get("/{handoff}", summary="Get a handoff", responses=refusals(401, 403, 404, 503))
async def get_handoff(gateway: TheGateway, member: HandoffsReader, handoff: RecordId) -> Handoff:
    """Show one handoff: its queue, its status, and who has it."""
    return await gateway.ports.handoffs.get(member.tenant_id, handoff)


@router.post(
    "/{handoff}/claim",
    summary="Claim a handoff",
    responses=refusals(401, 403, 404, 409, 503),
    dependencies=[Idempotent],
)
async def claim_handoff(gateway: TheGateway, member: HumanAgent, handoff: RecordId) -> Claimed:
    """Take over the conversation. Once this returns, the bot sends nothing more."""
    found = await gateway.ports.handoffs.get(member.tenant_id, handoff)
    claim = ClaimHandoff(handoff_id=handoff, agent=Agent(name=member.name))
    return await gateway.ports.conversations.claim_handoff(
        member.tenant_id, found.conversation_id, claim
    )


@router.post(
    "/{handoff}/messages",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Write to the customer",
    responses=refusals(401, 403, 404, 409, 422, 503),
    dependencies=[IdempotentById],
)
async def send_agent_message(
    gateway: TheGateway, tenant: Tenant, member: HumanAgent, handoff: RecordId, posted: AgentPost
) -> AgentPosted:
    """Send a message as the one who has claimed the handoff. Repeating it with its id is safe."""
    found = await gateway.ports.handoffs.get(member.tenant_id, handoff)
    _require_open(found, member.name)
    message = AgentMessage(
        message_id=posted.message_id,
        handoff_id=handoff,
        agent=Agent(name=member.name),
        text=posted.text,
        sent_at=datetime.now(UTC),
        attachments=await named_files(
            gateway, tenant, found.conversation_id, posted.attachments, with_addresses=True
        ),
    )
    await gateway.ports.conversations.send_agent_message(
        member.tenant_id, found.conversation_id, message
    )
    await forget_draft(gateway, member, found.conversation_id)
    if gateway.ports.desk and posted.suggestion_id:
        await note_sent(gateway.ports.desk, found, message, posted.suggestion_id)
    return AgentPosted(message_id=message.message_id)


@router.post(
    "/{handoff}/return",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Return the conversation to the bot",
    responses=refusals(401, 403, 404, 409, 422, 503),
    dependencies=[Idempotent],
)
async def return_to_bot(
    gateway: TheGateway, member: HumanAgent, handoff: RecordId, given: GiveBack | None = None
) -> None:
    """End the handoff: the bot goes on with the customer."""
    found = await gateway.ports.handoffs.get(member.tenant_id, handoff)
    _require_open(found, member.name)
    request = ReturnToBot(
        handoff_id=handoff,
        agent=Agent(name=member.name),
        disposition=given.disposition if given else "",
    )
    await gateway.ports.conversations.return_to_bot(
        member.tenant_id, found.conversation_id, request
    )


def _require_open(handoff: Handoff, name: str) -> None:
    """Raise Conflict for a handoff that is over, saying how it ended."""
    if handoff.status is HandoffStatus.RETURNED:
        who = "You have" if handoff.assigned_agent == name else f"{handoff.assigned_agent} has"
        raise Conflict(
            f"{who} given this conversation back to the bot; "
            "whoever claims its next handoff may write again."
        )
    if handoff.status is HandoffStatus.CANCELLED:
        raise Conflict("This handoff is over: the customer no longer waits for a person.")
