"""Reasons for which one of many was refused, as codes that a desk says in its agent's language."""

from typing import Literal

from api.dependencies import Gateway
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
from domain.staff import StaffMember

RefusalCode = Literal[
    "",
    "newer-messages",
    "over",
    "taken",
    "offered",
    "call-back",
    "no-room",
    "not-found",
    "not-allowed",
    "unavailable",
    "conflict",
]
_OF_ERRORS: tuple[tuple[type[DuralogueError], RefusalCode], ...] = (
    (NewerMessages, "newer-messages"),
    (NoRoom, "no-room"),
    (NotFound, "not-found"),
    (DependencyError, "unavailable"),
)


async def refusal_of(
    gateway: Gateway, member: StaffMember, handoff_id: str, error: DuralogueError
) -> tuple[RefusalCode, str]:
    """The code, and who has the handoff or is offered it, where that is the reason.

    A conflict is told apart by what the handoff is now: its sentence is for people, and comes from
    wherever it was refused."""
    for kind, code in _OF_ERRORS:
        if isinstance(error, kind):
            return code, ""
    try:
        found = await gateway.ports.handoffs.get(member.tenant_id, handoff_id)
    except DuralogueError:
        return "conflict", ""
    return _told_by(found, member, error)


def _told_by(found: Handoff, member: StaffMember, error: DuralogueError) -> tuple[RefusalCode, str]:
    if found.ended_at is not None:
        return "over", ""
    if found.kind is HandoffKind.CALL_BACK and isinstance(error, Conflict):
        return "call-back", ""
    if found.assigned_agent not in {None, member.name}:
        return "taken", found.assigned_agent or ""
    if found.offered_to not in {None, member.name}:
        return "offered", found.offered_to or ""
    return ("not-allowed" if isinstance(error, NotAllowed) else "conflict"), ""
