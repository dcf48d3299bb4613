"""Passing a conversation on, holding it and putting it off."""

from datetime import UTC, datetime, timedelta
from typing import Final, TypedDict

from fastapi import APIRouter, status
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.authentication import HumanAgent
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.handoff_access import find_handoff
from api.idempotency import Idempotent
from api.identifiers import RecordId
from api.problem_responses import refusals
from api.routes.agents import takers
from api.wrap_up import require_open
from domain.bot.queue_hours import queues_of
from domain.desk.requests import HoldHandoff, SnoozeHandoff, TransferHandoff
from domain.errors import InvalidInput
from domain.handoffs import Agent, Handoff, ReturnToBot
from domain.staff import Permission, StaffMember

router = APIRouter(
    prefix="/v1/tenants/{tenant}/handoffs/{handoff}", tags=["handoffs"], route_class=GuardedRoute
)
_REFUSALS: Final = refusals(401, 403, 404, 409, 422, 503)
_LONGEST_SNOOZE: Final = timedelta(days=90)


class Transfer(BaseModel):
    """Exactly one of `to_agent`, `to_queue` and `to_bot`."""

    model_config = ConfigDict(extra="forbid")

    to_agent: str | None = Field(
        default=None, min_length=1, max_length=128, description="Somebody else of the staff."
    )
    to_queue: str | None = Field(default=None, min_length=1, max_length=80)
    to_bot: bool = False
    note: str = Field(default="", max_length=1_000, description="For whoever has it next.")
    warm: bool = Field(
        default=False, description="It stays with you until the other person claims it."
    )


class Hold(BaseModel):
    """On, or off again."""

    model_config = ConfigDict(extra="forbid")

    on: bool


class SnoozeWanted(BaseModel):
    """Until a moment of the next 90 days; null brings it back."""

    model_config = ConfigDict(extra="forbid")

    until: AwareDatetime | None


@router.post(
    "/transfer",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Transfer a conversation",
    responses=_REFUSALS,
    dependencies=[Idempotent],
)
async def transfer(
    gateway: TheGateway, member: HumanAgent, handoff: RecordId, wanted: Transfer
) -> None:
    """Pass the customer on: to a queue or a person, who is asked first, or back to the bot."""
    await transfer_one(gateway, member, handoff, wanted)


@router.post(
    "/hold",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Put the customer on hold",
    responses=_REFUSALS,
    dependencies=[Idempotent],
)
async def hold(gateway: TheGateway, member: HumanAgent, handoff: RecordId, wanted: Hold) -> None:
    """The customer is told once. By when the next reply is due stays as it is."""
    found = await _open_one(gateway, member, handoff)
    request = HoldHandoff(on=wanted.on, **_acting(member, handoff))
    await gateway.ports.conversations.hold_handoff(member.tenant_id, found.conversation_id, request)


@router.post(
    "/snooze",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Snooze a conversation",
    responses=_REFUSALS,
    dependencies=[Idempotent],
)
async def snooze(
    gateway: TheGateway, member: HumanAgent, handoff: RecordId, wanted: SnoozeWanted
) -> None:
    """Out of your list until then, or until the customer writes."""
    await snooze_one(gateway, member, handoff, wanted.until)


async def transfer_one(
    gateway: Gateway, member: StaffMember, handoff: str, wanted: Transfer
) -> None:
    """Raise InvalidInput for a target that is none, Conflict or NotAllowed for who may not."""
    await _check_target(gateway, member, wanted)
    found = await _open_one(gateway, member, handoff)
    place = (member.tenant_id, found.conversation_id)
    acting = _acting(member, handoff)
    if wanted.to_bot:
        back = ReturnToBot(note=wanted.note, **acting)
        await gateway.ports.conversations.return_to_bot(*place, back)
        return
    request = TransferHandoff(
        to_queue=wanted.to_queue,
        to_agent=wanted.to_agent,
        warm=wanted.warm,
        note=wanted.note,
        **acting,
    )
    await gateway.ports.conversations.transfer_handoff(*place, request)


async def snooze_one(
    gateway: Gateway, member: StaffMember, handoff: str, until: datetime | None
) -> None:
    """Raise InvalidInput for a moment that is past, or too far away."""
    now = datetime.now(UTC)
    if until is not None and not now < until <= now + _LONGEST_SNOOZE:
        raise InvalidInput("until", "a moment within the next 90 days")
    found = await _open_one(gateway, member, handoff)
    request = SnoozeHandoff(until=until, **_acting(member, handoff))
    await gateway.ports.conversations.snooze_handoff(
        member.tenant_id, found.conversation_id, request
    )


async def _check_target(gateway: Gateway, member: StaffMember, wanted: Transfer) -> None:
    if [wanted.to_agent is not None, wanted.to_queue is not None, wanted.to_bot].count(True) != 1:
        raise InvalidInput("to_agent", "exactly one of to_agent, to_queue and to_bot")
    if wanted.warm and wanted.to_agent is None:
        raise InvalidInput("warm", "only with to_agent: a queue has nobody to hand over to")
    if wanted.to_queue is not None:
        known = queues_of(await gateway.ports.bots.current(member.tenant_id))
        if wanted.to_queue not in known:
            raise InvalidInput("to_queue", f"one of: {', '.join(sorted(known))}")
    if wanted.to_agent is not None:
        names = sorted(each.name for each in await takers(gateway, member.tenant_id))
        if wanted.to_agent not in names:
            raise InvalidInput("to_agent", f"one of: {', '.join(names)}"[:2_000])


async def _open_one(gateway: Gateway, member: StaffMember, handoff: str) -> Handoff:
    found = await find_handoff(gateway, member, handoff)
    require_open(found, member.name)
    return found


class _Acting(TypedDict):
    handoff_id: str
    agent: Agent
    by_supervisor: bool


def _acting(member: StaffMember, handoff: str) -> _Acting:
    return {
        "handoff_id": handoff,
        "agent": Agent(name=member.name),
        "by_supervisor": member.may(Permission.SUPERVISE),
    }
