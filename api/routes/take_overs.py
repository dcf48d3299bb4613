"""Taking a conversation from the bot."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.audit import audited, say_in_audit
from api.authentication import HumanAgent
from api.caller_check import GuardedRoute
from api.claim_check import require_claimable, require_room
from api.dependencies import Gateway, TheGateway
from api.desk_access import SeenConversation, viewer_of
from api.handoff_merges import head_of
from api.idempotency import Idempotent
from api.problem_responses import refusals
from domain.bot.defaults import GENERAL
from domain.bot.queue_hours import queues_of
from domain.conversations import ConversationStatus
from domain.desk.requests import TakeOver
from domain.errors import Conflict, InvalidInput, NotAllowed, NotFound
from domain.handoffs import Agent, Claimed, Handoff
from domain.staff import Permission, StaffMember

router = APIRouter(
    prefix="/v1/tenants/{tenant}/desk/conversations/{conversation}",
    tags=["handoffs"],
    route_class=GuardedRoute,
)
_OPENED_ANEW_WITHIN: Final = timedelta(days=1)
_SUPPORT: Final = "support"
"""Where a bot names no queue for everybody."""
_Queue = Annotated[str, Field(max_length=80, pattern=r"^[\x20-\x7e]+$")]


class TakeOverWanted(BaseModel):
    """Nothing at all takes it from the bot into the tenant's general queue."""

    model_config = ConfigDict(extra="forbid")

    queue: _Queue | None = Field(
        default=None, description="To which the handoff belongs that is opened."
    )
    from_person: bool = Field(
        default=False, description="A supervisor takes it from whoever has it."
    )


@router.post(
    "/take-over",
    summary="Take over a conversation",
    responses=refusals(401, 403, 404, 409, 422, 503),
    dependencies=[audited("conversation_taken_over", "conversation"), Idempotent],
)
async def take_over(
    gateway: TheGateway,
    member: HumanAgent,
    conversation: SeenConversation,
    wanted: TakeOverWanted | None = None,
) -> Claimed:
    """Take a conversation that the bot has, whether it waits for a person or not. Once this
    returns, the bot says nothing more. One that ended less than a day ago is opened anew."""
    wanted = wanted or TakeOverWanted()
    if wanted.from_person and not member.may(Permission.SUPERVISE):
        refused = NotAllowed("Only a supervisor may take a conversation from another person.")
        raise refused.because("supervisors-only")
    handoff = await gateway.ports.handoffs.open_of(member.tenant_id, conversation)
    if handoff is not None:  # one that is merged is taken with all that are served together
        handoff = await head_of(gateway, handoff)
        conversation = handoff.conversation_id
    standing = await gateway.ports.transcripts.standing(member.tenant_id, conversation)
    is_over = standing.status is ConversationStatus.CLOSED
    if is_over and standing.updated_at < datetime.now(UTC) - _OPENED_ANEW_WITHIN:
        raise Conflict(
            "This conversation ended more than a day ago. It begins anew when the customer writes."
        ).because("long-over")
    if handoff is None:
        tenant = await gateway.tenants.get(member.tenant_id)
        await require_room(gateway, tenant, member, conversation, standing.channel)
    else:
        await _require_allowed(gateway, member, handoff)
    request = TakeOver(
        agent=Agent(name=member.name),
        queue=await _queue_of(gateway, member.tenant_id, wanted.queue),
        from_person=wanted.from_person,
    )
    claimed = await gateway.ports.conversations.take_over(
        member.tenant_id, conversation, standing.channel, request
    )
    say_in_audit(handoff=claimed.handoff_id, from_person=wanted.from_person)
    return claimed


async def _require_allowed(gateway: Gateway, member: StaffMember, handoff: Handoff) -> None:
    """No way around a claim: where somebody is waited for, its rules hold. Raise Conflict, and
    NotFound for a queue that is not theirs."""
    tenant = await gateway.tenants.get(member.tenant_id)
    if not (await viewer_of(gateway, member)).may_see_handoff(handoff):
        raise NotFound("There is no such conversation in your queues.")
    await require_claimable(gateway, tenant, member, handoff)


async def _queue_of(gateway: Gateway, tenant_id: str, wanted: str | None) -> str:
    bot = await gateway.ports.bots.current(tenant_id)
    general = bot.handoffs.get(GENERAL)
    usual = general.queue if general else _SUPPORT
    if wanted is None:
        return usual
    known = queues_of(bot) | {usual}
    if wanted not in known:
        raise InvalidInput("queue", f"one of: {', '.join(sorted(known))}")
    return wanted
