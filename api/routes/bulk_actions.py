"""The same for many handoffs at once, each decided by its own conversation."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.audit import AuditDetail, audited, detail_apart, record, say_in_audit
from api.authentication import HumanAgent
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.desk_access import find_handoff
from api.handoff_actions import (
    GiveBack,
    Transfer,
    claim_one,
    end_one,
    snooze_one,
    transfer_one,
)
from api.idempotency import Idempotent
from api.identifiers import RecordId
from api.problem_responses import refusals
from api.refusal_reasons import refusal_of
from domain.audit import AuditNote
from domain.errors import DuralogueError, InvalidInput, NewerMessages
from domain.refusals import RefusalCode
from domain.staff import Permission, StaffMember

router = APIRouter(prefix="/v1/tenants/{tenant}/desk", tags=["handoffs"], route_class=GuardedRoute)
_MOST: Final = 100
_AT_ONCE: Final = 8
"""Each waits for its conversation's worker."""


class BulkAction(StrEnum):
    """What is done with each."""

    CLAIM = "claim"
    TRANSFER = "transfer"
    RESOLVE = "resolve"
    SNOOZE = "snooze"


_RECORDED: Final = {
    BulkAction.CLAIM: "handoff_claimed",
    BulkAction.TRANSFER: "handoff_transferred",
    BulkAction.RESOLVE: "conversation_resolved",
    BulkAction.SNOOZE: "handoff_snoozed",
}
"""As the routes for one name it: whoever looks for what became of a handoff finds it."""


_NEWER: Final = "Somebody has written since: read it first."
_UNWELL: Final = "It does not answer at the moment."


class Bulk(BaseModel):
    """Of the rest only what the action needs: as of the routes for one."""

    model_config = ConfigDict(extra="forbid")

    action: BulkAction
    handoff_ids: Annotated[tuple[RecordId, ...], Field(min_length=1, max_length=_MOST)]
    transfer: Transfer | None = None
    resolve: GiveBack | None = None
    until: AwareDatetime | None = Field(default=None, description="Of `snooze`.")
    seen: dict[RecordId, AwareDatetime | None] = Field(
        default={},
        max_length=_MOST,
        description="Handoff → its `last_message_at` as you see it. One whose customer or agent "
        "has written since is left as it is.",
    )


class BulkOutcome(BaseModel):
    """Done, or why not."""

    handoff_id: str
    done: bool
    detail: str = Field(default="", description="The reason in a sentence, in English.")
    code: RefusalCode = Field(default="", description="The reason, for programs.")
    agent: str = Field(default="", description="Of `taken` and `offered`: who has it.")


class BulkOutcomes(BaseModel):
    """In the order in which they were named, each once."""

    outcomes: tuple[BulkOutcome, ...]


@router.post(
    "/bulk",
    summary="Act on many handoffs",
    responses=refusals(401, 403, 404, 422, 503),
    dependencies=[audited("acted_in_bulk"), Idempotent],
)
async def act_on_many(gateway: TheGateway, member: HumanAgent, bulk: Bulk) -> BulkOutcomes:
    """Claim, transfer, resolve or snooze up to a hundred. One that is refused stops no other."""
    act = _action(gateway, member, bulk)
    places = asyncio.Semaphore(_AT_ONCE)

    async def outcome(handoff: str) -> BulkOutcome:
        async with places:
            detail = detail_apart()
            try:
                await _require_seen(gateway, member, bulk, handoff)
                await act(handoff)
            except InvalidInput:  # of the request itself: the same for every one of them
                raise
            except DuralogueError as error:
                return await _refused(gateway, member, bulk.action, handoff, error)
            note = _note_of(member, bulk.action, handoff, detail)
            await record(gateway, member.tenant_id, note)
            return BulkOutcome(handoff_id=handoff, done=True)

    named = dict.fromkeys(bulk.handoff_ids)
    outcomes = tuple(await asyncio.gather(*map(outcome, named)))
    done = sum(each.done for each in outcomes)
    say_in_audit(action=bulk.action.value, done=done, refused=len(outcomes) - done)
    return BulkOutcomes(outcomes=outcomes)


async def _require_seen(gateway: Gateway, member: StaffMember, bulk: Bulk, handoff: str) -> None:
    """Raise NewerMessages, and NotFound for one that is not theirs to see: that something was
    written there is not theirs to know. Whoever acts from a list has not read what came into it
    meanwhile."""
    if handoff not in bulk.seen:
        return
    found = await find_handoff(gateway, member, handoff)
    if found.last_message_at != bulk.seen[handoff]:
        raise NewerMessages


async def _refused(
    gateway: Gateway, member: StaffMember, action: BulkAction, handoff: str, error: DuralogueError
) -> BulkOutcome:
    may_act = action is not BulkAction.CLAIM and member.may(Permission.SUPERVISE)
    code, agent = await refusal_of(
        gateway, member.tenant_id, member.name, handoff, error, may_act=may_act
    )
    detail = {"newer-messages": _NEWER, "unavailable": _UNWELL}.get(code, str(error))
    return BulkOutcome(handoff_id=handoff, done=False, detail=detail, code=code, agent=agent)


def _note_of(
    member: StaffMember, action: BulkAction, handoff: str, detail: AuditDetail
) -> AuditNote:
    return AuditNote(
        actor=member.name,
        role=member.role.value,
        action=_RECORDED[action],
        subject=handoff,
        detail={**detail, "in_bulk": True},
    )


def _action(
    gateway: Gateway, member: StaffMember, bulk: Bulk
) -> Callable[[str], Awaitable[object]]:
    match bulk.action:
        case BulkAction.CLAIM:
            return lambda handoff: claim_one(gateway, member, handoff)
        case BulkAction.RESOLVE:
            given = bulk.resolve or GiveBack()
            return lambda handoff: end_one(gateway, member, handoff, given, is_resolved=True)
        case BulkAction.SNOOZE:
            return lambda handoff: snooze_one(gateway, member, handoff, bulk.until)
        case BulkAction.TRANSFER:
            if (wanted := bulk.transfer) is None:
                raise InvalidInput("transfer", "exactly one of to_agent, to_queue and to_bot")
            return lambda handoff: transfer_one(gateway, member, handoff, wanted)
