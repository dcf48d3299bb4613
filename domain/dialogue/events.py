"""Events of a dialogue. `decide()` takes exactly one at a time."""

from operator import not_
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from domain.follow_ups import FollowUp
from domain.forms import FormAnswers
from domain.knowledge import Answer, Topic
from domain.messages import VerifiedCustomer, is_visible
from domain.tool_questions import ToolQuestion
from domain.understanding.model import Understanding
from domain.understanding.proposals import Proposal


class Event(BaseModel):
    """Something that happened, `at` the conversation's own time."""

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime


class AttachmentsReceived(Event):
    """Files without a word."""

    kind: Literal["attachments_received"] = "attachments_received"
    customer: VerifiedCustomer | None = None
    languages: tuple[str, ...] = ()


class FormSubmitted(Event):
    """A form's answers, each understood as the answer to its field's question would be.

    Made inside `advance_turn` of what came in, so it never waits anywhere.
    """

    kind: Literal["form_submitted"] = "form_submitted"
    form: FormAnswers
    understood: dict[str, Understanding]
    """By the names of those fields that are slots of the bot."""
    customer: VerifiedCustomer | None = None
    languages: tuple[str, ...] = ()
    person: str | None = None


class CustomerSpoke(Event):
    """Raw words; understood inside `advance_turn`, so `decide()` never sees this one."""

    kind: Literal["customer_spoke"] = "customer_spoke"
    text: str
    message_ids: tuple[str, ...]
    customer: VerifiedCustomer | None = None
    languages: tuple[str, ...] = ()
    """What the customer's browser asks for, best first."""
    attachments: int = 0
    """How many files came along."""
    person: str | None = None
    """The key of whoever wrote it, on channels where several people may share a conversation."""
    crossed_since: AwareDatetime | None = None
    """What was asked from this moment on, its writer had not seen: an answer was on its way."""
    form: FormAnswers | None = None
    """A form that was sent; `text` then is what a release without forms makes of it."""

    def files_alone(self) -> AttachmentsReceived | None:
        """None where there are words to read."""
        if not self.attachments or is_visible(self.text):
            return None
        return AttachmentsReceived(at=self.at, customer=self.customer, languages=self.languages)


class MessageUnderstood(Event):
    """A customer's words and what they mean."""

    kind: Literal["message_understood"] = "message_understood"
    text: str
    understanding: Understanding
    customer: VerifiedCustomer | None = None
    languages: tuple[str, ...] = ()
    person: str | None = None
    crossed_since: AwareDatetime | None = None


class AnswerFound(Event):
    """The tenant's knowledge has an answer, with its sources."""

    kind: Literal["answer_found"] = "answer_found"
    query: str
    answer: Answer


class NoAnswerFound(Event):
    """The tenant's knowledge has none."""

    kind: Literal["no_answer_found"] = "no_answer_found"
    query: str
    topics: tuple[Topic, ...] = ()
    """What the question may be about all the same, likeliest first."""


class AnswerUnavailable(Event):
    """It was looked for elsewhere, and that failed or took too long.

    Answered within `advance_turn`, so `decide()` never sees this one."""

    kind: Literal["answer_unavailable"] = "answer_unavailable"
    query: str
    reason: str
    """In a few words, for the trace: "timed out"."""
    signed_in: bool = False
    skill: str | None = Field(default=None, exclude_if=not_)
    follow_up: FollowUp | None = Field(default=None, exclude_if=not_)
    """All three as it was asked, see `FindAnswer`."""


class MeaningProposed(Event):
    """A language model's proposal for what was said; none where that failed or took too long.

    Understood within `advance_turn`, so `decide()` never sees this one."""

    kind: Literal["meaning_proposed"] = "meaning_proposed"
    spoke: CustomerSpoke
    proposal: Proposal | None = None
    model: str = ""
    """Its name, for the trace."""
    reason: str = ""
    """Why there is none, in a few words."""


class ToolSucceeded(Event):
    """The backend did it; `result` holds the fields that the tool keeps."""

    kind: Literal["tool_succeeded"] = "tool_succeeded"
    call_id: str
    result: dict[str, Any] = Field(default_factory=dict)


class ToolRefused(Event):
    """The backend said no (4xx)."""

    kind: Literal["tool_refused"] = "tool_refused"
    call_id: str
    code: str | None = None


class ToolAsked(Event):
    """Nothing was done yet: the server asks the customer something, and waits."""

    kind: Literal["tool_asked"] = "tool_asked"
    call_id: str
    questions: tuple[ToolQuestion, ...] = ()


class ToolInputExpired(Event):
    """The customer has not answered in time what the server of a call asked."""

    kind: Literal["tool_input_expired"] = "tool_input_expired"
    call_id: str


class ToolUnavailable(Event):
    """The quick attempts are used up; the flow is parked and the call tried on patiently."""

    kind: Literal["tool_unavailable"] = "tool_unavailable"
    call_id: str
    may_have_happened: bool = True
    """False where it is certain that no request reached the backend."""


class ToolGaveUp(Event):
    """It is not tried any more: the time is over, or sending it again might do it twice."""

    kind: Literal["tool_gave_up"] = "tool_gave_up"
    call_id: str
    may_have_happened: bool = True


class ApprovalDecided(Event):
    """A person has decided on what was shown, which `digest` names."""

    kind: Literal["approval_decided"] = "approval_decided"
    approval_id: str
    approved: bool
    digest: str
    by: str
    note: str = ""


class ApprovalExpired(Event):
    """Nobody decided in time."""

    kind: Literal["approval_expired"] = "approval_expired"
    approval_id: str


class HandoffClaimed(Event):
    """A human agent has taken the conversation over."""

    kind: Literal["handoff_claimed"] = "handoff_claimed"
    handoff_id: str
    agent: str


class HandoffReturned(Event):
    """The human agent gave the conversation back to the bot."""

    kind: Literal["handoff_returned"] = "handoff_returned"
    handoff_id: str
    disposition: str = ""
    taken_over: bool = False
    """The agent had taken the conversation from the bot, which was never told of a handoff."""
    resolved: bool = False
    """The talk has settled it: the session ends, after a question how it was."""
    asks_rating: bool = True
    """The customer is asked elsewhere."""


class HandoffTransferred(Event):
    """A person has passed the customer on: they wait again, in this queue."""

    kind: Literal["handoff_transferred"] = "handoff_transferred"
    handoff_id: str
    queue: str
    taken_over: bool = False
    """As of HandoffReturned."""


class HandoffUnanswered(Event):
    """Nobody came within the tenant's time."""

    kind: Literal["handoff_unanswered"] = "handoff_unanswered"
    handoff_id: str


class IdleElapsed(Event):
    """The customer has been quiet for the tenant's time."""

    kind: Literal["idle_elapsed"] = "idle_elapsed"
    stage: Literal["nudge", "close"]


class MomentReached(Event):
    """The moment has come for which a flow waited; later than that where all was down."""

    kind: Literal["moment_reached"] = "moment_reached"
    wait_id: str


class OperatorSkippedStep(Event):
    """An operator's repair: go past the step that waits."""

    kind: Literal["operator_skipped_step"] = "operator_skipped_step"
    by: str


class OperatorForcedHandoff(Event):
    """An operator's repair: to a human, in this queue or the bot's own."""

    kind: Literal["operator_forced_handoff"] = "operator_forced_handoff"
    by: str
    queue: str | None = None


class TurnFailed(Event):
    """The turn could not be finished in time: the customer gets the named failure."""

    kind: Literal["turn_failed"] = "turn_failed"
    reason: str


TurnEvent = Annotated[
    CustomerSpoke
    | MessageUnderstood
    | AttachmentsReceived
    | AnswerFound
    | NoAnswerFound
    | AnswerUnavailable
    | MeaningProposed
    | ToolSucceeded
    | ToolRefused
    | ToolAsked
    | ToolInputExpired
    | ToolUnavailable
    | ToolGaveUp
    | ApprovalDecided
    | ApprovalExpired
    | HandoffClaimed
    | HandoffReturned
    | HandoffTransferred
    | HandoffUnanswered
    | IdleElapsed
    | MomentReached
    | OperatorSkippedStep
    | OperatorForcedHandoff
    | TurnFailed,
    Field(discriminator="kind"),
]
