"""Passing a conversation on, holding it and putting it off."""

from typing import Final

from fastapi import APIRouter, status
from pydantic import AwareDatetime, BaseModel, ConfigDict

from api.audit import audited
from api.authentication import HumanAgent
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.handoff_actions import Transfer, hold_one, keep_one, snooze_one, transfer_one
from api.idempotency import Idempotent
from api.identifiers import RecordId
from api.problem_responses import refusals
from api.seen_events import IfMatch, Seen

router = APIRouter(
    prefix="/v1/tenants/{tenant}/handoffs/{handoff}", tags=["handoffs"], route_class=GuardedRoute
)
_REFUSALS: Final = refusals(401, 403, 404, 409, 422, 503)


class Hold(BaseModel):
    """On, or off again."""

    model_config = ConfigDict(extra="forbid")

    on: bool


class SnoozeWanted(Seen):
    """Until a moment of the next 90 days; null brings it back."""

    until: AwareDatetime | None


@router.post(
    "/transfer",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Transfer a conversation",
    responses=_REFUSALS,
    dependencies=[audited("handoff_transferred", "handoff"), Idempotent],
)
async def transfer(
    gateway: TheGateway, member: HumanAgent, handoff: RecordId, wanted: Transfer
) -> None:
    """Pass the customer on: to a queue or a person, who is asked first, or back to the bot."""
    await transfer_one(gateway, member, handoff, wanted)


@router.delete(
    "/transfer",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Keep a conversation that you pass on",
    responses=refusals(401, 403, 404, 409, 503),
    dependencies=[audited("transfer_withdrawn", "handoff")],
)
async def keep(gateway: TheGateway, member: HumanAgent, handoff: RecordId) -> None:
    """Nobody is asked to take it any more; for a warm transfer that nobody has taken yet."""
    await keep_one(gateway, member, handoff)


@router.post(
    "/hold",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Put the customer on hold",
    responses=_REFUSALS,
    dependencies=[audited("customer_held", "handoff"), Idempotent],
)
async def hold(gateway: TheGateway, member: HumanAgent, handoff: RecordId, wanted: Hold) -> None:
    """The customer is told once. By when the next reply is due stays as it is."""
    await hold_one(gateway, member, handoff, is_on=wanted.on)


@router.post(
    "/snooze",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Snooze a conversation",
    responses=_REFUSALS,
    dependencies=[audited("handoff_snoozed", "handoff"), Idempotent],
)
async def snooze(
    gateway: TheGateway,
    member: HumanAgent,
    handoff: RecordId,
    wanted: SnoozeWanted,
    if_match: IfMatch = None,
) -> None:
    """Out of your list until then, or until the customer writes."""
    seen = wanted.up_to(if_match)
    await snooze_one(gateway, member, handoff, wanted.until, seen=seen)
