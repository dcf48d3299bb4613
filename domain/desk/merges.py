"""Two conversations of one customer, served as one: who may merge them, and what follows."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime

from domain.handoffs import HandoffKind, HandoffStatus
from domain.values import Frozen

NOTE_PREFIX: Final = "merged-into-"
"""How ids begin of the notes that say where a conversation is continued."""

_UNSEEN: Final = timedelta(seconds=5)
"""What was written so shortly before the end was perhaps not seen any more."""


class MergeSide(Frozen):
    """One of the two conversations, as the records have it."""

    conversation_id: str
    channel: str
    is_closed: bool = False
    customer_ref: str | None = None
    """Whose it is, as far as they have proven it."""
    handoff_id: str | None = None
    """The open one; None where the bot serves the customer."""
    kind: HandoffKind = HandoffKind.CHAT
    assigned_agent: str | None = None
    merged_into: str | None = None
    """The handoff with which this one goes."""


class Merged(Frozen):
    """A conversation that goes with another one."""

    conversation_id: str
    handoff_id: str
    into: str
    """The handoff with which it goes from now on."""


def merge_refusal(into: MergeSide, other: MergeSide, agent: str) -> str | None:
    """Why the agent who has `into` cannot merge the other one into it; None where they can."""
    if into.conversation_id == other.conversation_id:
        return "A conversation cannot be merged into itself."
    return _person_refusal(into, other) or _owner_refusal(into, other, agent)


def _person_refusal(into: MergeSide, other: MergeSide) -> str | None:
    if into.customer_ref is None or other.customer_ref is None:
        which = "this" if into.customer_ref is None else "the other"
        return (
            f"It is not proven whose {which} conversation is: the customer has not signed in "
            "there, nor otherwise shown who they are."
        )
    if into.customer_ref != other.customer_ref:
        return "The two conversations are of different customers."
    return None


def _owner_refusal(into: MergeSide, other: MergeSide, agent: str) -> str | None:
    """The first of these that holds."""
    theirs = (other.assigned_agent, other.merged_into)
    reasons = {
        "This conversation is merged into another one: merge into that one.": bool(
            into.merged_into
        ),
        "Nobody has this conversation yet: claim it first.": into.assigned_agent is None,
        f"This conversation is with {into.assigned_agent}.": into.assigned_agent != agent,
        "A call-back cannot be merged: call the customer, then return it.": (
            HandoffKind.CALL_BACK in (into.kind, other.kind)
        ),
        "The other conversation is over.": other.is_closed,
        f"The other conversation is with {theirs[0]}.": theirs[0] not in (None, agent),
        "The other conversation is merged into another one already.": (
            theirs[1] not in (None, into.handoff_id)
        ),
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


class Following(StrEnum):
    """What a merged conversation has still to do after the one with which it goes."""

    JOIN = "join"
    """To whoever has the other one now."""
    END = "end"
    """Given back to the bot, or resolved, as the other one was."""
    PART = "part"
    """Be one of its own again."""
    WAKE = "wake"
    """The customer has written here, while the other one was put off."""


class Straggler(Frozen):
    """A merged handoff that is not where the one is with which it goes."""

    handoff_id: str
    conversation_id: str
    channel: str
    queue: str
    customer_ref: str | None = None
    assigned_agent: str | None = None
    is_awake: bool = True
    merged_at: AwareDatetime
    customer_wrote_at: AwareDatetime | None = None
    """When, where the customer had the last word."""
    into_customer_ref: str | None = None
    into_status: HandoffStatus
    into: str
    into_conversation_id: str
    into_agent: str | None = None
    into_snoozed_until: AwareDatetime | None = None
    into_ended_at: AwareDatetime | None = None

    def following(self) -> Following | None:
        """What is to be done; None where both are as they should be. Nobody is resolved whose
        words the agent can hardly have seen when they resolved the other conversation."""
        if self.customer_ref is None or self.customer_ref != self.into_customer_ref:
            return Following.PART
        if self.into_ended_at is not None:
            return Following.END if self._is_over_too(self.into_ended_at) else Following.PART
        if self.into_agent not in (None, self.assigned_agent):
            return Following.JOIN
        return Following.WAKE if self.is_awake and self.into_snoozed_until else None

    def _is_over_too(self, ended_at: datetime) -> bool:
        is_over = self.into_status in (HandoffStatus.RESOLVED, HandoffStatus.RETURNED)
        latest = max(self.customer_wrote_at or self.merged_at, self.merged_at)
        return is_over and self.assigned_agent is not None and latest + _UNSEEN <= ended_at
