"""Reasons of refusals, as codes that a desk says in its agent's language."""

from typing import Final

from fastapi import Request

from api.audit import member_of
from api.dependencies import Gateway, gateway_of
from api.desk_access import viewer_of
from api.problems import Reason
from domain.errors import (
    Conflict,
    DependencyError,
    DuralogueError,
    NewerMessages,
    NoRoom,
    NotAllowed,
    NotFound,
)
from domain.handoffs import Handoff, HandoffKind
from domain.refusals import RefusalCode
from domain.staff import Permission, StaffMember

_NONE: Final[Reason] = ("", "")
_TAKING: Final = ("/claim", "/take-over")
"""By these a supervisor, too, comes second to whoever has it."""
_OF_ERRORS: tuple[tuple[type[DuralogueError], RefusalCode], ...] = (
    (NewerMessages, "newer-messages"),
    (NoRoom, "no-room"),
    (NotFound, "not-found"),
    (DependencyError, "unavailable"),
)


async def refusal_of(
    gateway: Gateway,
    tenant_id: str,
    agent: str,
    handoff_id: str,
    error: DuralogueError,
    *,
    may_act: bool = False,
) -> Reason:
    """Of one of many. Where the error has no code, a conflict is told apart by what the handoff is
    now; "conflict" and "not-allowed" where that is not why. `may_act`: on what others have, too,
    so that who has it is no reason."""
    if error.why:
        return error.why, error.held_by
    for kind, code in _OF_ERRORS:
        if isinstance(error, kind):
            return code, ""
    try:
        found = await gateway.ports.handoffs.get(tenant_id, handoff_id)
    except DuralogueError:
        found = None
    said = _told_by(found, agent, error, may_act=may_act) if found else _NONE
    return said if said[0] else ("not-allowed" if isinstance(error, NotAllowed) else "conflict", "")


async def reason_of(request: Request, error: DuralogueError) -> Reason:
    """Of a request of the staff's about a handoff or a conversation; nothing for everybody else."""
    if error.why:
        return error.why, error.held_by
    member = member_of(request)
    if member is None or type(error) not in {Conflict, NotAllowed}:
        return _NONE
    try:
        found = await _found_at(request, member)
    except DuralogueError:
        return _NONE  # the refusal itself is answered all the same
    is_taking = request.url.path.endswith(_TAKING)
    may_act = member.may(Permission.SUPERVISE) and not is_taking
    return _told_by(found, member.name, error, may_act=may_act) if found else _NONE


async def _found_at(request: Request, member: StaffMember) -> Handoff | None:
    """The handoff that the address is about, if it is theirs to see."""
    gateway, named = gateway_of(request.scope), request.path_params
    found: Handoff | None = None
    if handoff_id := named.get("handoff"):
        found = await gateway.ports.handoffs.get(member.tenant_id, handoff_id)
    elif conversation := named.get("conversation"):
        found = await gateway.ports.handoffs.open_of(member.tenant_id, conversation)
    is_theirs = found and (await viewer_of(gateway, member)).may_see_handoff(found)
    return found if is_theirs else None


def _told_by(found: Handoff, agent: str, error: DuralogueError, *, may_act: bool) -> Reason:
    if found.ended_at is not None:
        return "over", ""
    if found.kind is HandoffKind.CALL_BACK and isinstance(error, Conflict):
        return "call-back", ""
    if may_act:
        return _NONE
    if found.assigned_agent not in {None, agent}:
        return "taken", found.assigned_agent or ""
    if found.offered_to not in {None, agent}:
        return "offered", found.offered_to or ""
    return _NONE
