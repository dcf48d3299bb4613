"""Deadlines at which a quiet conversation acts by itself."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from domain.conversations import Owner
from workflows.conversation_state import ConversationInput


class Deadline(NamedTuple):
    """`kind` is nudge, close, remind, expire, attempt, give_up, input or moment; `ref` names it."""

    at: datetime
    kind: str
    ref: str = ""


def deadlines(state: ConversationInput, in_flight: frozenset[str]) -> Iterator[Deadline]:
    """Everything that will fall due if nothing else happens."""
    for call_id, deferred in state.deferred.items():
        if call_id not in in_flight:
            yield Deadline(deferred.give_up_at, "give_up", call_id)
            yield Deadline(deferred.next_at, "attempt", call_id)
    for approval_id, approval in state.approvals.items():
        if approval.remind_at is not None:
            yield Deadline(approval.remind_at, "remind", approval_id)
        yield Deadline(approval.expires_at, "expire", approval_id)
    for wait_id, moment in state.waits.items():
        yield Deadline(moment, "moment", wait_id)
    for call_id, asked in state.inputs.items():
        if asked.until is not None:
            yield Deadline(asked.until, "input", call_id)
    if state.quiet_since is not None and _may_end(state):
        policy = state.policy
        if policy.nudge_after is not None and not state.nudged:
            yield Deadline(state.quiet_since + policy.nudge_after, "nudge")
        yield Deadline(state.quiet_since + policy.close_after, "close")


def next_deadline(state: ConversationInput, in_flight: frozenset[str]) -> datetime | None:
    """The earliest of them; None where nothing will ever be due."""
    return min((deadline.at for deadline in deadlines(state, in_flight)), default=None)


def _may_end(state: ConversationInput) -> bool:
    """A session never ends while an approval, a call or a handoff is open.

    Nor while a flow waits for a moment: but then what is half done and forgotten is ended in it,
    and the brain, which knows, does not close.
    """
    return (
        state.owner is Owner.BOT
        and state.handoff is None
        and not state.approvals
        and not state.deferred
        and not state.inputs
    )
