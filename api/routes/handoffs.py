"""The human side: who waits, who takes them, what is said to them."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, status
from pydantic import BaseModel, Field

from api.attachments import named_files
from api.audit import audited, say_in_audit
from api.authentication import HumanAgent
from api.caller_check import GuardedRoute
from api.callers import HandoffsReader
from api.dependencies import TheGateway
from api.desk_access import find_handoff, forget_draft, viewer_of
from api.fields import FileIds, OwnMessageId, Words, not_beginning_with
from api.handoff_actions import GiveBack, claim_one, decline_one, end_one
from api.idempotency import Idempotent, IdempotentById
from api.identifiers import RecordId
from api.problem_responses import refusals
from api.seen_events import IfMatch, Seen
from api.sent_suggestions import note_sent
from api.wrap_up import require_chat, require_open
from domain.desk.messenger import MESSAGE_PREFIX
from domain.handoffs import Agent, AgentMessage, Claimed, Handoff, HandoffStatus

router = APIRouter(
    prefix="/v1/tenants/{tenant}/handoffs", tags=["handoffs"], route_class=GuardedRoute
)


class HandoffList(BaseModel):
    """Escalated first, then by priority, then longest waiting."""

    handoffs: tuple[Handoff, ...]


class AgentPost(Seen):
    """A message to the customer; by its id, the client's own, a repeat is recognised."""

    message_id: Annotated[OwnMessageId, not_beginning_with(MESSAGE_PREFIX)]
    """What is written in a messenger has that, and is not shown there again."""
    attachments: FileIds = ()
    text: Words = ""
    suggestion_id: Annotated[str | None, Field(max_length=64)] = Field(
        default=None, description="The suggested reply of which the message was made."
    )


class Ending(GiveBack, Seen):
    """Nothing at all gives the customer back without a word on how it ended."""


class AgentPosted(BaseModel):
    """It is kept, and will be sent once."""

    message_id: str


@router.get("", summary="List handoffs", responses=refusals(401, 403, 404, 422, 503))
async def list_handoffs(
    gateway: TheGateway,
    member: HandoffsReader,
    wanted: Annotated[HandoffStatus | None, Query(alias="status")] = None,
    queue: Annotated[str | None, Query(max_length=80, pattern=r"^[\x20-\x7e]+$")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> HandoffList:
    """List handoffs of one status and queue, or of all; an agent sees those of their queues."""
    viewer = await viewer_of(gateway, member)
    found = await gateway.ports.handoffs.listed(
        member.tenant_id, status=wanted, queue=queue, limit=limit, viewer=viewer
    )
    return HandoffList(handoffs=tuple(found))


@router.get("/{handoff}", summary="Get a handoff", responses=refusals(401, 403, 404, 503))
async def get_handoff(gateway: TheGateway, member: HandoffsReader, handoff: RecordId) -> Handoff:
    """Show one handoff: its queue, its status, and who has it."""
    return await find_handoff(gateway, member, handoff)


@router.post(
    "/{handoff}/claim",
    summary="Claim a handoff",
    responses=refusals(401, 403, 404, 409, 503),
    dependencies=[audited("handoff_claimed", "handoff"), Idempotent],
)
async def claim_handoff(gateway: TheGateway, member: HumanAgent, handoff: RecordId) -> Claimed:
    """Take over the conversation. Once this returns, the bot sends nothing more.

    An agent is refused what is offered to somebody else, and more than they can take."""
    return await claim_one(gateway, member, handoff)


@router.post(
    "/{handoff}/decline",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Decline an offer",
    responses=refusals(401, 403, 404, 409, 503),
    dependencies=[audited("offer_declined", "handoff"), Idempotent],
)
async def decline_offer(gateway: TheGateway, member: HumanAgent, handoff: RecordId) -> None:
    """Let a handoff that is offered to you go on to the next agent. One that is passed on to you
    stays with whoever has it, who is told in a note."""
    await decline_one(gateway, member, handoff)
    await gateway.desk_bell.ring(member.tenant_id)


@router.post(
    "/{handoff}/messages",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Write to the customer",
    responses=refusals(401, 403, 404, 409, 422, 503),
    dependencies=[audited("customer_written_to", "handoff"), IdempotentById],
)
async def send_agent_message(
    gateway: TheGateway,
    member: HumanAgent,
    handoff: RecordId,
    posted: AgentPost,
    if_match: IfMatch = None,
) -> AgentPosted:
    """Send a message as the one who has claimed the handoff. Repeating it with its id is safe. One
    that says what its writer has seen is held back where somebody has written since."""
    found = await find_handoff(gateway, member, handoff)
    require_open(found, member.name)
    require_chat(found)
    say_in_audit(conversation=found.conversation_id, message=posted.message_id)
    message = AgentMessage(
        message_id=posted.message_id,
        handoff_id=handoff,
        agent=Agent(name=member.name),
        text=posted.text,
        sent_at=datetime.now(UTC),
        seen=posted.up_to(if_match),
        attachments=await named_files(
            gateway,
            await gateway.tenants.get(member.tenant_id),
            found.conversation_id,
            posted.attachments,
            with_addresses=True,
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
    dependencies=[audited("returned_to_bot", "handoff"), Idempotent],
)
async def return_to_bot(
    gateway: TheGateway,
    member: HumanAgent,
    handoff: RecordId,
    given: Ending | None = None,
    if_match: IfMatch = None,
) -> None:
    """End the handoff: the bot goes on with the customer."""
    ending = given or Ending()
    await end_one(gateway, member, handoff, ending, seen=ending.up_to(if_match))


@router.post(
    "/{handoff}/resolve",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Resolve the conversation",
    responses=refusals(401, 403, 404, 409, 422, 503),
    dependencies=[audited("conversation_resolved", "handoff"), Idempotent],
)
async def resolve(
    gateway: TheGateway,
    member: HumanAgent,
    handoff: RecordId,
    given: Ending | None = None,
    if_match: IfMatch = None,
) -> None:
    """End the handoff and the session. The customer is asked how it was, where the rule says so;
    what they write next begins anew, with the bot."""
    ending = given or Ending()
    seen = ending.up_to(if_match)
    await end_one(gateway, member, handoff, ending, is_resolved=True, seen=seen)
