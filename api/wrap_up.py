"""The end of a talk with a person: whether it may be, and what has to be said of it."""

from domain.desk.callbacks import NOT_REACHED
from domain.desk.settings import DeskSettings
from domain.errors import Conflict, InvalidInput
from domain.handoffs import Handoff, HandoffKind, HandoffStatus


def check_wrap_up(desk: DeskSettings, disposition: str, note: str) -> None:
    """Raise InvalidInput for a disposition that is none of the tenant's, or for what is missing."""
    known = desk.dispositions
    listed = f"one of: {', '.join(known)}"
    if not disposition:
        if desk.disposition_required:
            raise InvalidInput("disposition", listed if known else "must not be empty")
        return
    if known and disposition not in known:
        raise InvalidInput("disposition", listed)
    if known and known[disposition].note_required and not note.strip():
        raise InvalidInput("note", f"must not be empty for {disposition}")


def require_open(handoff: Handoff, name: str) -> None:
    """Raise Conflict for a handoff that is over, saying how it ended."""
    who = "You have" if handoff.assigned_agent == name else f"{handoff.assigned_agent} has"
    if handoff.status is HandoffStatus.RETURNED:
        raise Conflict(
            f"{who} given this conversation back to the bot; "
            "whoever claims its next handoff may write again."
        )
    if handoff.status is HandoffStatus.RESOLVED:
        raise Conflict(f"{who} resolved this conversation; take it over to open it anew.")
    if handoff.status is HandoffStatus.CANCELLED:
        raise Conflict("This handoff is over: the customer no longer waits for a person.")


def require_chat(handoff: Handoff) -> None:
    """Raise Conflict for a call-back, of which there is only to claim it and to return it."""
    if handoff.kind is HandoffKind.CALL_BACK:
        raise Conflict(
            f"This is a call-back: call {handoff.contact or 'the customer'}, then return it. "
            f"With the disposition {NOT_REACHED} it is tried again."
        )
