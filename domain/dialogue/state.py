"""What a dialogue remembers between events: small (≤ 2 KB as JSON), plain, carried for years."""

from typing import Any, Literal

from pydantic import Field

from domain.dialogue.commands import CallTool, Command
from domain.messages import Frozen, VerifiedCustomer
from domain.understanding.model import Mention, OpenQuestion


class Waiting(Frozen):
    """What a flow waits for. `ref` is the slot, call, approval or handoff."""

    on: Literal["slot", "call", "parked_call", "approval", "handoff"]
    ref: str


class DoneWrite(Frozen):
    """A write that a cancelled flow must undo."""

    tool: str
    undo: str
    arguments: dict[str, Any]
    idempotency_key: str


class FlowFrame(Frozen):
    """One running flow. `path` leads to its current step: step ids, branch by branch."""

    flow: str
    run: str
    """Unique in the conversation; goes into idempotency keys as {flow_run}."""
    path: tuple[str, ...] = ()
    waiting: Waiting | None = None
    attempts: int = 0
    done: tuple[DoneWrite, ...] = ()
    call: CallTool | None = None
    """The call in flight or parked."""


class DialogueState(Frozen):
    session: int = 1
    name: str = ""
    """The conversation's id. Every id that a decision makes (call, approval, handoff, flow run)
    is f"{name}.s{session}.{n}" with n from `counter`: unique in the tenant, not only here."""
    locale: str = "en"
    counter: int = 0
    """Grows with every id that a decision makes, so that ids repeat when a step does."""
    stack: tuple[FlowFrame, ...] = ()
    """The flow being talked about is last."""
    parked: tuple[FlowFrame, ...] = ()
    """Flows that wait for a backend, an approval or a handoff while the customer talks on."""
    slots: dict[str, Any] = Field(default_factory=dict)
    results: dict[str, dict[str, Any]] = Field(default_factory=dict)
    customer: VerifiedCustomer | None = None
    question: OpenQuestion | None = None
    mentions: tuple[Mention, ...] = ()
    options: tuple[str, ...] = ()
    last_said: tuple[str, ...] = ()
    """Names of the responses last said, or the words where they had no name; for "repeat"."""
    handoff_id: str | None = None
    """Set from HandOff until it is returned, cancelled or given up."""
    misses: int = 0
    """Messages in a row that were not understood."""
    greeted: bool = False


class Decision(Frozen):
    commands: tuple[Command, ...]
    state: DialogueState
