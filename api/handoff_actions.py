"""Actions of agents on a handoff: the same rules for the API, in bulk and from a messenger."""

from datetime import UTC, datetime, timedelta
from typing import Final, TypedDict

from pydantic import BaseModel, ConfigDict, Field

from api.audit import audit_as, say_in_audit
from api.claim_check import require_claimable
from api.dependencies import Gateway
from api.desk_access import find_handoff
from api.handoff_merges import head_of
from api.team import takers
from api.wrap_up import check_wrap_up, require_chat, require_open
from domain.bot.queue_hours import queues_of
from domain.desk.callbacks import NOT_REACHED
from domain.desk.requests import EndTransfer, HoldHandoff, SnoozeHandoff, TransferHandoff
from domain.errors import Conflict, InvalidInput
from domain.handoffs import Agent, Claimed, ClaimHandoff, Handoff, HandoffKind, ReturnToBot
from domain.staff import Permission, StaffMember

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


class GiveBack(BaseModel):
    """Nothing at all gives the customer back without a word on how it ended."""

    model_config = ConfigDict(extra="forbid")

    disposition: str = Field(
        default="",
        max_length=200,
        description="How the talk ended: one of the tenant's dispositions, where it has any.",
    )
    note: str = Field(default="", max_length=1_000, description="For whoever reads it next.")


async def claim_one(gateway: Gateway, member: StaffMember, handoff: str) -> Claimed:
    """Raise Conflict, naming who has it, where somebody else was first."""
    found = await find_handoff(gateway, member, handoff)
    tenant = await gateway.tenants.get(member.tenant_id)
    await require_claimable(gateway, tenant, member, found)
    say_in_audit(conversation=found.conversation_id)
    claim = ClaimHandoff(handoff_id=handoff, agent=Agent(name=member.name))
    return await gateway.ports.conversations.claim_handoff(
        member.tenant_id, found.conversation_id, claim
    )


async def end_one(
    gateway: Gateway,
    member: StaffMember,
    handoff: str,
    given: GiveBack,
    *,
    is_resolved: bool = False,
    seen: int | None = None,
) -> None:
    """Raise InvalidInput for a wrap-up that is not as the tenant asks, NewerMessages where there
    is more than the agent has seen."""
    found = await _open_one(gateway, member, handoff)
    tenant = await gateway.tenants.get(member.tenant_id)
    if is_resolved:
        require_chat(found)
    if found.kind is HandoffKind.CHAT or given.disposition != NOT_REACHED:
        check_wrap_up(tenant.desk, given.disposition, given.note)
    say_in_audit(disposition=given.disposition)
    request = ReturnToBot(
        disposition=given.disposition,
        note=given.note,
        is_resolved=is_resolved,
        seen=seen if found.kind is HandoffKind.CHAT else None,
        **_acting(member, handoff),
    )
    await gateway.ports.conversations.return_to_bot(
        member.tenant_id, found.conversation_id, request
    )


async def transfer_one(
    gateway: Gateway, member: StaffMember, handoff: str, wanted: Transfer
) -> None:
    """Raise InvalidInput for a target that is none, Conflict or NotAllowed for who may not."""
    found = await head_of(gateway, await _open_one(gateway, member, handoff))
    require_chat(found)
    await _check_target(gateway, found, wanted)
    place = (member.tenant_id, found.conversation_id)
    acting = _acting(member, found.handoff_id)
    said = {"to_agent": wanted.to_agent, "to_queue": wanted.to_queue, "to_bot": wanted.to_bot}
    say_in_audit(**{name: to for name, to in said.items() if to}, warm=wanted.warm)
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


async def decline_one(gateway: Gateway, member: StaffMember, handoff: str) -> None:
    """What is offered, or passed on warm. Raise Conflict where it is neither."""
    found = await head_of(gateway, await find_handoff(gateway, member, handoff))
    if not _is_asked(member, found):
        now = datetime.now(UTC)
        await gateway.ports.offers.decline(member.tenant_id, found.handoff_id, member.name, at=now)
        return
    await _decline_transfer(gateway, member, found)


async def keep_one(gateway: Gateway, member: StaffMember, handoff: str) -> None:
    """By whoever is asked, it is declined. Raise Conflict where it is passed on to nobody, unless
    it is the member's own: the answer to an earlier request may have been lost."""
    found = await head_of(gateway, await _open_one(gateway, member, handoff))
    if _is_asked(member, found):
        audit_as("offer_declined")
        await _decline_transfer(gateway, member, found)
        return
    say_in_audit(conversation=found.conversation_id, to_agent=found.passed_to or "")
    try:
        await _end_transfer(gateway, member, found)
    except Conflict as error:
        if error.why != "not-passed-on" or found.assigned_agent != member.name:
            raise
        audit_as("")


def _is_asked(member: StaffMember, found: Handoff) -> bool:
    return found.is_passed_on and found.passed_to == member.name


async def _decline_transfer(gateway: Gateway, member: StaffMember, found: Handoff) -> None:
    say_in_audit(conversation=found.conversation_id, passed_on_by=found.assigned_agent or "")
    await _end_transfer(gateway, member, found)


async def _end_transfer(gateway: Gateway, member: StaffMember, found: Handoff) -> None:
    request = EndTransfer(**_acting(member, found.handoff_id))
    await gateway.ports.conversations.end_transfer(member.tenant_id, found.conversation_id, request)


async def hold_one(gateway: Gateway, member: StaffMember, handoff: str, *, is_on: bool) -> None:
    """Raise Conflict or NotAllowed for who may not."""
    found = await _open_one(gateway, member, handoff)
    require_chat(found)
    say_in_audit(on=is_on)
    request = HoldHandoff(on=is_on, **_acting(member, handoff))
    await gateway.ports.conversations.hold_handoff(member.tenant_id, found.conversation_id, request)


async def snooze_one(
    gateway: Gateway,
    member: StaffMember,
    handoff: str,
    until: datetime | None,
    *,
    seen: int | None = None,
) -> None:
    """Raise InvalidInput for a moment that is past, or too far away; NewerMessages where there is
    more than the agent has seen."""
    now = datetime.now(UTC)
    if until is not None and not now < until <= now + _LONGEST_SNOOZE:
        raise InvalidInput("until", "a moment within the next 90 days")
    found = await _open_one(gateway, member, handoff)
    require_chat(found)
    say_in_audit(until=until.isoformat() if until else None)
    merges = gateway.ports.desk_tools.merges
    # The merged ones first: of each the customer's next words end it, and wake this one.
    merged = await merges.merged_into(member.tenant_id, handoff) if until is not None else []
    for each in (*(one for one in merged if one.ended_at is None), found):
        acting = _acting(member, each.handoff_id)
        request = SnoozeHandoff(until=until, seen=seen if each is found else None, **acting)
        await gateway.ports.conversations.snooze_handoff(
            member.tenant_id, each.conversation_id, request
        )


async def _check_target(gateway: Gateway, handoff: Handoff, wanted: Transfer) -> None:
    if [wanted.to_agent is not None, wanted.to_queue is not None, wanted.to_bot].count(True) != 1:
        raise InvalidInput("to_agent", "exactly one of to_agent, to_queue and to_bot")
    if wanted.warm and wanted.to_agent is None:
        raise InvalidInput("warm", "only with to_agent: a queue has nobody to hand over to")
    if wanted.to_queue is not None:
        known = queues_of(await gateway.ports.bots.current(handoff.tenant_id)) | {handoff.queue}
        if wanted.to_queue not in known:
            raise InvalidInput("to_queue", f"one of: {', '.join(sorted(known))}")
    if wanted.to_agent is not None:
        names = sorted(each.name for each in await takers(gateway, handoff.tenant_id))
        if wanted.to_agent not in names:
            raise InvalidInput("to_agent", f"one of: {', '.join(names)}"[:2_000])


async def _open_one(gateway: Gateway, member: StaffMember, handoff: str) -> Handoff:
    found = await find_handoff(gateway, member, handoff)
    require_open(found, member.name)
    say_in_audit(conversation=found.conversation_id)
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
