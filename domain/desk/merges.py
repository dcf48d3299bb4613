"""Two conversations of one customer, served as one: who may merge them, and what follows."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime

from domain.errors import Conflict
from domain.handoffs import HandoffKind, HandoffStatus
from domain.values import Frozen

NOTE_PREFIX: Final = "merged-into-"
"""How ids begin of the notes that say where a conversation is continued."""
GIVEN_BACK: Final = "The other conversation was just given back to the bot."
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


def merge_refusal(into: MergeSide, other: MergeSide, agent: str) -> Conflict | None:
    """Why the agent who has `into` cannot merge the other one into it; None where they can."""
    if into.conversation_id == other.conversation_id:
        return Conflict("A conversation cannot be merged into itself.").because("merge-itself")
    own = _person_refusal(into, other) or _own_refusal(into, agent)
    return own or _other_refusal(into, other, agent)


def _person_refusal(into: MergeSide, other: MergeSide) -> Conflict | None:
    if into.customer_ref is None or other.customer_ref is None:
        which = "this" if into.customer_ref is None else "the other"
        return Conflict(
            f"It is not proven whose {which} conversation is: the customer has not signed in "
            "there, nor otherwise shown who they are."
        ).because("merge-not-proven")
    if into.customer_ref != other.customer_ref:
        refused = Conflict("The two conversations are of different customers.")
        return refused.because("merge-other-customer")
    return None


def _own_refusal(into: MergeSide, agent: str) -> Conflict | None:
    """The first of these that holds."""
    if into.merged_into:
        refused = Conflict("This conversation is merged into another one: merge into that one.")
        return refused.because("merged")
    if into.assigned_agent is None:
        return Conflict("Nobody has this conversation yet: claim it first.").because("unclaimed")
    if into.assigned_agent != agent:
        refused = Conflict(f"This conversation is with {into.assigned_agent}.")
        return refused.because("taken", into.assigned_agent)
    return None


def _other_refusal(into: MergeSide, other: MergeSide, agent: str) -> Conflict | None:
    """The first of these that holds."""
    if HandoffKind.CALL_BACK in (into.kind, other.kind):
        refused = Conflict("A call-back cannot be merged: call the customer, then return it.")
        return refused.because("call-back")
    if other.is_closed:
        return Conflict("The other conversation is over.").because("merge-over")
    if other.assigned_agent not in (None, agent):
        refused = Conflict(f"The other conversation is with {other.assigned_agent}.")
        return refused.because("merge-taken", other.assigned_agent)
    if other.merged_into not in (None, into.handoff_id):
        refused = Conflict("The other conversation is merged into another one already.")
        return refused.because("merged")
    return None


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
