"""Calls to a tenant's backend: what is asked, and what came of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from domain.messages import VerifiedCustomer
from domain.tool_questions import ToolQuestion


class Effect(StrEnum):
    """What a tool changes outside."""

    READ = "read"
    WRITE = "write"
    IRREVERSIBLE = "irreversible"

    @property
    def writes(self) -> bool:
        """Whether anything outside is changed."""
        return self is not Effect.READ


class OnceBy(StrEnum):
    """What keeps a write whose answer was lost from happening twice."""

    KEY = "key"
    """The backend knows our idempotency key: sending again is safe."""
    LOOKUP = "lookup"
    """The backend ignores keys, but can be asked: it is sent again only if it is not there."""
    NOTHING = "nothing"
    """Neither: it is never sent again. A human finds out."""


class ToolCall(BaseModel):
    """One call, complete: whoever carries it out needs the tenant's revision and nothing else."""

    tenant_id: str
    conversation_id: str
    revision: str
    call_id: str
    tool: str
    arguments: dict[str, Any]
    customer: VerifiedCustomer | None = None
    idempotency_key: str | None = None
    keep: tuple[str, ...] = ()
    """Dotted paths of the result that the flow reads; nothing else enters the history."""
    undo: bool = False
    repeated: bool = False
    """It may have been sent before with an unknown outcome: look that up first."""
    sent_at: datetime | None = None
    """When an earlier attempt was last on its way, as far as is known."""
    urgent: bool = False
    """A person asks for it: try also a backend that is being left alone."""
    trace_id: str = ""
    answers: dict[str, dict[str, Any]] | None = None
    """Of a call that goes on: the customer's answers, by the server's requests and fields."""
    request_state: str | None = None
    """Of a call that goes on: what the server gave us to hand back, which we do not read."""


class ToolStatus(StrEnum):
    """What came of a call that was answered."""

    SUCCEEDED = "succeeded"
    REFUSED = "refused"
    ASKS = "asks"
    """Nothing was done yet: the server wants to know something of the customer first."""


class ToolOutcome(BaseModel):
    """An answer of the backend: it did it, or it said no (4xx). Being unavailable is an error."""

    status: ToolStatus
    result: dict[str, Any] = Field(default_factory=dict)
    """The kept fields, nested as in the backend's answer."""
    code: str | None = None
    """The backend's own short code for a refusal."""
    http_status: int | None = None
    reconciled: bool = False
    questions: tuple[ToolQuestion, ...] = ()
    request_state: str | None = None
    """These two of a call that asks."""


class ToolCallRecord(BaseModel):
    """A row of the tool-call log, written for each attempt's end."""

    call: ToolCall
    effect: Effect
    outcome: ToolOutcome | None = None
    error: str | None = None
    attempt: int = 1
    started_at: datetime
    latency_ms: float
