"""The human side: handoffs, who claims them, what is said through them; approvals."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from pydantic import AwareDatetime, BaseModel, Field, model_validator

from domain.identifiers import MessageId
from domain.messages import (
    MAX_ATTACHMENTS,
    MAX_TEXT,
    Attachment,
    Role,
)
from domain.values import (
    Frozen,
)


class HandoffStatus(StrEnum):
    """Where a handoff stands; the last three are its ends."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    RETURNED = "returned"
    RESOLVED = "resolved"
    CANCELLED = "cancelled"


class DueFor(StrEnum):
    """What a service level waits for."""

    FIRST_REPLY = "first_reply"
    NEXT_REPLY = "next_reply"
    RESOLUTION = "resolution"


class HandoffKind(StrEnum):
    """How the customer wants to be reached."""

    CHAT = "chat"
    CALL_BACK = "call_back"
    """By a call: `contact` says where. It is claimed and returned like a chat."""


class Handoff(BaseModel):
    """One wait for, and talk with, a human agent: a row of the agents' queue."""

    handoff_id: str
    tenant_id: str
    conversation_id: str
    kind: HandoffKind = HandoffKind.CHAT
    contact: str | None = None
    queue: str
    skills: tuple[str, ...] = ()
    priority: int = 3
    status: HandoffStatus = HandoffStatus.WAITING
    reason: str = ""
    assigned_agent: str | None = None
    opened_at: AwareDatetime
    first_reply_due: AwareDatetime | None = None
    claimed_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    escalated: bool = False
    channel: str = ""
    locale: str = ""
    customer_ref: str | None = None
    """The verified customer's id, as the tenant knows it."""
    preview: str = ""
    """The first words of the latest message."""
    last_message_at: AwareDatetime | None = None
    last_message_by: Role | None = None
    awaiting_since: AwareDatetime | None = None
    """When the customer wrote what no person has answered yet."""
    first_replied_at: AwareDatetime | None = None
    preferred_agent: str | None = None
    """Who had the customer before, or whom a transfer names: asked first."""
    passed_to: str | None = None
    """Whom a transfer names and who has not taken it yet; they need not serve the queue. With an
    agent of its own it is passed on warm: theirs until then."""
    offered_to: str | None = None
    offer_expires_at: AwareDatetime | None = None
    on_hold_since: AwareDatetime | None = None
    snoozed_until: AwareDatetime | None = None
    due_at: AwareDatetime | None = None
    """By when somebody must have done what `due_for` names."""
    due_for: DueFor | None = None
    due_because: dict[str, str] = Field(default_factory=dict)
    """Why it is due then, by language: "due Mon 09:30: 45 min on Fri, 15 on Mon"."""
    warned_at: AwareDatetime | None = None
    breached_at: AwareDatetime | None = None
    disposition: str = ""
    note: str = ""
    """For whoever reads it next: of the last transfer, or of the end."""
    abandoned_at: AwareDatetime | None = None
    """Since when the customer, who still waited, has been gone."""
    merged_into: str | None = None
    """The handoff with which it goes: another of the same customer, on whichever channel."""

    @property
    def is_passed_on(self) -> bool:
        """Warm: it is with its agent until somebody else takes it."""
        is_open = self.status is HandoffStatus.CLAIMED and self.ended_at is None
        return is_open and self.passed_to not in {None, self.assigned_agent}


class HandoffUpdate(BaseModel):
    """What has become of a handoff; what is None stays as it is."""

    status: HandoffStatus | None = None
    agent: str | None = None
    escalated: bool | None = None
    is_released: bool = False
    """It waits anew: nobody has it, and the clocks of its service level begin again."""
    queue: str | None = None
    first_reply_due: AwareDatetime | None = None
    preferred_agent: str | None = None
    on_hold: bool | None = None
    is_kept: bool = False
    """It is passed on to nobody any more: whoever has it goes on."""
    declined_by: str | None = None
    """Whom it was passed on to, where they said no: whoever has it reads so in a note."""
    snoozed_until: AwareDatetime | None = None
    is_awake: bool = False
    """It is not snoozed any more."""
    disposition: str | None = None
    note: str | None = None
    at: AwareDatetime


class Agent(Frozen):
    """The human agent who acts, as the staff token names them."""

    name: str = Field(min_length=1, max_length=128)


class ClaimHandoff(BaseModel):
    """A human agent takes a handoff. Repeating it is safe."""

    handoff_id: str
    agent: Agent


class Claimed(BaseModel):
    """Who has the handoff now."""

    handoff_id: str
    assigned_agent: str


class AgentMessage(BaseModel):
    """What a human agent writes to the customer. The id is the client's, so a retry is safe.

    Raise ValueError for one that holds neither text nor files.
    """

    message_id: MessageId
    handoff_id: str
    agent: Agent
    text: str = Field(max_length=MAX_TEXT)
    """Empty only where there are files."""
    sent_at: AwareDatetime
    seen: int | None = Field(default=None, ge=0)
    """The number of the last event that the agent has seen: newer words than that hold it back."""
    attachments: tuple[Attachment, ...] = Field(default=(), max_length=MAX_ATTACHMENTS)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text and not self.attachments:
            raise ValueError("text: at least one character, where no files are sent")
        return self


class NewerMessage(BaseModel):
    """What the customer or a colleague has written since."""

    seq: int
    role: Role
    sent_by: str | None = None
    text: str = ""


class AgentMessageRecorded(BaseModel):
    """Either it is stored, with the ledger ids still to be delivered; or nothing is, since there
    are `newer` words."""

    to_send: tuple[str, ...] = ()
    newer: tuple[NewerMessage, ...] = ()


class ReturnToBot(BaseModel):
    """The human agent gives the conversation back; `disposition` says how it ended."""

    handoff_id: str
    agent: Agent
    disposition: str = Field(default="", max_length=200)
    note: str = Field(default="", max_length=1_000)
    by_supervisor: bool = False
    seen: int | None = Field(default=None, ge=0)
    """As of a message."""
    is_resolved: bool = False
    """The session ends with it."""
    asks_rating: bool = True
    """Where the rule asks for one; not of a conversation that was merged into another."""


class ApprovalStatus(StrEnum):
    """Where an approval stands; all but `waiting` are final."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Approval(BaseModel):
    """A supervisor's decision asked for, bound by `digest` to the exact arguments shown."""

    approval_id: str
    tenant_id: str
    conversation_id: str
    name: str
    by_role: str
    shown: dict[str, Any]
    digest: str
    status: ApprovalStatus = ApprovalStatus.WAITING
    decided_by: str | None = None
    note: str = ""
    requested_at: datetime
    remind_at: datetime | None = None
    expires_at: datetime | None = None
    requested_by: tuple[str, ...] = ()
    """Agents who had the conversation before it was asked for: they never decide it."""
    customer_ref: str | None = None
    channel: str = ""
    last_seq: int | None = None
    """Number of the conversation's last event before it: what was said then led there."""
    flow: str = ""
    step: str = ""
    reminded_at: AwareDatetime | None = None
    escalated_at: AwareDatetime | None = None
    escalated_to: str | None = None
    """`role:admin`, or a person's name: who may decide since then as well."""


class DecideApproval(BaseModel):
    """`digest` is that of the approval as the supervisor saw it; another one is refused."""

    approval_id: str
    approve: bool
    digest: str
    by: str = Field(min_length=1, max_length=128)
    note: str = Field(default="", max_length=500)
