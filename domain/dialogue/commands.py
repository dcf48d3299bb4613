"""Commands of a decision. The workflow carries them out and feeds each outcome back."""

from datetime import timedelta
from operator import not_
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from domain.follow_ups import FollowUp
from domain.messages import (
    Reply,
    VerifiedCustomer,
)
from domain.tools import Effect, OnceBy
from domain.values import (
    Frozen,
)


class Say(Frozen):
    """Send this to the customer."""

    do: Literal["say"] = "say"
    reply: Reply


class FindAnswer(Frozen):
    """Look in the tenant's knowledge; comes back as AnswerFound or NoAnswerFound of this query.

    Whether that is done within the step or elsewhere is for whoever carries it out."""

    do: Literal["find_answer"] = "find_answer"
    query: str
    signed_in: bool = False
    """Whether it is asked for a customer whose session proved them."""
    skill: str | None = Field(default=None, exclude_if=not_)
    """Whose documents are searched first."""
    follow_up: FollowUp | None = Field(default=None, exclude_if=not_)
    """What was answered before it, on which it may rest."""


class ProposeMeaning(Frozen):
    """Ask a language model what the customer's words mean; comes back as MeaningProposed.

    Nothing is decided yet: the message itself is understood again with what was proposed."""

    do: Literal["propose_meaning"] = "propose_meaning"
    text: str
    locale: str
    asked: str | None = None
    """The slot whose question is open."""
    flow: str | None = None
    """The flow that is being talked about."""


class CallTool(Frozen):
    """Call the backend; comes back as ToolSucceeded, ToolRefused or ToolUnavailable.

    `call_id` is unique in the conversation and stable: the same step run again has the same.
    """

    do: Literal["call_tool"] = "call_tool"
    call_id: str
    tool: str
    arguments: dict[str, Any]
    effect: Effect = Effect.READ
    idempotency_key: str | None = None
    keep: tuple[str, ...] = ()
    timeout: timedelta = timedelta(seconds=5)
    attempts: int = 4
    undo: bool = False
    once_by: OnceBy = OnceBy.KEY
    customer: VerifiedCustomer | None = None
    """For whom it is made: the customer who asked for it, where their session proved it."""
    continues: str = ""
    """The call that asked something, and goes on with these answers under the same key."""
    answers: dict[str, dict[str, Any]] | None = None


Awaited = FindAnswer | ProposeMeaning | CallTool
"""What a turn waits for, done outside of the step that asks; a step asks for one at most."""


class DeferCall(Frozen):
    """Go on trying a call that was unavailable, quietly, until the deadline.

    Comes back as ToolSucceeded, ToolRefused or, after `give_up_at`, ToolGaveUp."""

    do: Literal["park_call"] = "park_call"
    call: CallTool
    give_up_at: AwareDatetime
    may_have_happened: bool = True


class AwaitInput(Frozen):
    """Keep what the server of a call gave us, until the customer has answered what it asks.

    Comes back as ToolInputExpired where they have not by then."""

    do: Literal["await_input"] = "await_input"
    call_id: str
    until: AwareDatetime


class CancelCall(Frozen):
    """A deferred call is no longer wanted (its flow was cancelled)."""

    do: Literal["cancel_call"] = "cancel_call"
    call_id: str


class AskApproval(Frozen):
    """Ask a person of this role; comes back as ApprovalDecided or ApprovalExpired."""

    do: Literal["ask_approval"] = "ask_approval"
    approval_id: str
    name: str
    by_role: str
    shown: dict[str, Any]
    digest: str
    """Of everything shown and bound; a decision on another digest is void."""
    remind_at: AwareDatetime | None = None
    expires_at: AwareDatetime


class CancelApproval(Frozen):
    """Nobody needs to decide it any more."""

    do: Literal["cancel_approval"] = "cancel_approval"
    approval_id: str


class HandOff(Frozen):
    """Put the conversation into a queue of human agents."""

    do: Literal["hand_off"] = "hand_off"
    handoff_id: str
    queue: str
    skills: tuple[str, ...] = ()
    priority: int = 3
    reason: str = ""
    first_reply_due: AwareDatetime
    nobody_at: AwareDatetime
    """When HandoffUnanswered comes if nobody has claimed it."""
    nobody_again: tuple[AwareDatetime, ...] | None = None
    """When it comes again, and after the last of these never more. None in what an earlier
    release decided: then it comes again and again."""
    escalate_to: str | None = None
    taken_by: str | None = None
    """The human agent who has taken the conversation from the bot: nobody waits for one."""


class CancelHandoff(Frozen):
    """The customer no longer waits for a human."""

    do: Literal["cancel_handoff"] = "cancel_handoff"
    handoff_id: str


class WaitAnew(Frozen):
    """A handoff that was with a person waits again, by the rule of the queue it waits in now."""

    do: Literal["wait_anew"] = "wait_anew"
    handoff_id: str
    queue: str
    first_reply_due: AwareDatetime
    nobody_at: AwareDatetime
    nobody_again: tuple[AwareDatetime, ...] | None = None


class WaitUntil(Frozen):
    """Wait until a moment, for as long as that takes; comes back as MomentReached."""

    do: Literal["wait_until"] = "wait_until"
    wait_id: str
    at: AwareDatetime


class CancelWait(Frozen):
    """A wait is no longer wanted (it was called off, or its flow was cancelled)."""

    do: Literal["cancel_wait"] = "cancel_wait"
    wait_id: str


class CloseConversation(Frozen):
    """End the session; what the customer writes next begins another."""

    do: Literal["close_conversation"] = "close_conversation"
    reason: str


Command = Annotated[
    Say
    | FindAnswer
    | ProposeMeaning
    | CallTool
    | DeferCall
    | AwaitInput
    | CancelCall
    | AskApproval
    | CancelApproval
    | HandOff
    | CancelHandoff
    | WaitAnew
    | WaitUntil
    | CancelWait
    | CloseConversation,
    Field(discriminator="do"),
]
