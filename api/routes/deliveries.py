"""Deliveries that were given up: listed with their reasons, and sent again."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Query, status
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.audit import audited, say_in_audit
from api.caller_check import GuardedRoute
from api.callers import DeliveriesReader, DeliveriesReplayer
from api.dependencies import TheGateway
from api.idempotency import Idempotent
from api.problem_responses import refusals
from domain.channel_addresses import Channel
from domain.dead_letters import replays_of
from domain.deliveries import DeadLetter

router = APIRouter(
    prefix="/v1/tenants/{tenant}/deliveries", tags=["deliveries"], route_class=GuardedRoute
)
_log = structlog.get_logger(__name__)
_DeliveryId = Annotated[str, Field(min_length=1, max_length=400, pattern=r"^[\x20-\x7e]+$")]
_MOST = 1_000


class DeadLetters(BaseModel):
    """What was said first first."""

    deliveries: tuple[DeadLetter, ...]


class WantedReplay(BaseModel):
    """Some, by their ids, or all of a channel's that nobody would see twice."""

    model_config = ConfigDict(extra="forbid")

    delivery_ids: Annotated[tuple[_DeliveryId, ...], Field(max_length=100)] = ()
    all: bool = Field(
        default=False,
        description="All that never went out, or whose receiver drops repeats; at most 1000.",
    )
    channel: Channel | None = Field(default=None, description="With `all`: only this channel's.")

    @model_validator(mode="after")
    def _is_one_thing(self) -> "WantedReplay":
        if bool(self.delivery_ids) == self.all:
            raise ValueError("name delivery_ids, or say all")
        return self


class Replayed(BaseModel):
    """They are sent in the background, in order; what fails again is listed again."""

    delivery_ids: tuple[str, ...]


@router.get(
    "/dead", summary="List deliveries that failed", responses=refusals(401, 403, 404, 422, 503)
)
async def list_dead_letters(
    gateway: TheGateway,
    caller: DeliveriesReader,
    channel: Channel | None = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> DeadLetters:
    """List what no provider and no server of the tenant's has taken, with the reason of each."""
    found = await gateway.ports.dead_letters.listed(caller.tenant_id, channel=channel, limit=limit)
    return DeadLetters(deliveries=tuple(found))


@router.post(
    "/replay",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Send failed deliveries again",
    responses=refusals(401, 403, 404, 409, 422, 503),
    dependencies=[audited("deliveries_replayed"), Idempotent],
)
async def replay_dead_letters(
    gateway: TheGateway, caller: DeliveriesReplayer, wanted: WantedReplay
) -> Replayed:
    """Have their conversations send them, oldest first, before what was said later. What has gone
    out meanwhile is not sent again; ids that are none of the dead letters' are passed over."""
    letters = gateway.ports.dead_letters
    if wanted.all:
        found = await letters.listed(caller.tenant_id, channel=wanted.channel, limit=_MOST)
        found = [letter for letter in found if letter.is_safe_to_repeat]
    else:
        found = await letters.found(caller.tenant_id, wanted.delivery_ids)
    for conversation_id, channel, replay in replays_of(found):
        await gateway.ports.conversations.replay_deliveries(
            caller.tenant_id, conversation_id, channel, replay
        )
    say_in_audit(deliveries=len(found))
    _log.info("deliveries_replayed", count=len(found), by=caller.name)
    return Replayed(delivery_ids=tuple(letter.delivery_id for letter in found))
