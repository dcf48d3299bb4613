"""State of a dialogue between events: small (≤ 2 KB as JSON), plain, carried for years."""

from hashlib import blake2b
from operator import not_
from typing import Any, Literal

from pydantic import AwareDatetime, ConfigDict, Field

from domain.dialogue.commands import Command
from domain.follow_ups import EarlierAnswer
from domain.messages import (
    VerifiedCustomer,
)
from domain.tool_questions import ToolQuestion
from domain.understanding.model import Mention, OpenQuestion, Scalar
from domain.values import (
    Frozen,
)


class StoredByAlias(Frozen):
    """Some fields have another name where they are stored: there the old one goes on."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


class Waiting(Frozen):
    """What a flow waits for. `ref` is the slot, call, approval or handoff."""

    on: Literal["slot", "call", "parked_call", "approval", "handoff", "answer", "turn", "moment"]
    """"answer": knowledge being looked up; "turn": put aside, goes on when there is room;
    "moment": the time has to come."""
    ref: str = ""
    until: AwareDatetime | None = None
    """Of "moment": when that is."""
    since: AwareDatetime | None = None
    """Of "slot": when it was last asked for."""


class DoneWrite(Frozen):
    """A write that a cancelled flow must undo, or own up to where `undo` is empty."""

    tool: str
    undo: str = ""
    arguments: dict[str, Any] = Field(default_factory=dict)
    """Of the undoing call."""
    idempotency_key: str = ""
    """Of the undoing call."""


class AskedByTool(Frozen):
    """What a tool wants to know of the customer before it does anything."""

    ref: str
    """The call that waits; what its server gave us to keep is with the workflow, by this id."""
    questions: tuple[ToolQuestion, ...]
    answers: dict[str, dict[str, Any]] | None = None
    """Once all are given: by the server's requests and fields."""
    rounds: int = 1
    expired: bool = False


class FlowFrame(StoredByAlias):
    """One running flow. `path` leads to its current step: step ids, branch by branch."""

    flow: str
    run: str
    """Unique in the conversation; with its name goes into idempotency keys as {flow_run}."""
    path: tuple[str, ...] = ()
    waiting: Waiting | None = None
    attempts: int = 0
    """Answers in a row that did not fit the open question."""
    retries: int = 0
    """Times that a refusal sent the flow back to a question."""
    refused: dict[str, Any] = Field(default_factory=dict)
    """What the last refusal was about: with one of these given anew the others may hold."""
    done: tuple[DoneWrite, ...] = ()
    is_compensating: bool = Field(default=False, alias="undoing")
    undone: tuple[str, ...] = ()
    """Writes that were taken back, the last one first."""
    handoff_rule: str = Field(default="", alias="hands_to")
    """The handoff that follows once the writes are taken back."""
    unresolved_writes: tuple[str, ...] = Field(default=(), alias="loose")
    """Writes that a human has to look at: what became of them is unknown, or they still stand."""
    approved: tuple[str, str] | None = None
    """Step and digest of the last approval given."""
    slots: dict[str, Any] = Field(default_factory=dict)
    results: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Its own, while another flow is in front: two returns at once never mix their orders."""
    page: int = 0
    """Which of the pages of buttons is shown, counted from 0."""
    skipped: tuple[str, ...] = ()
    """Optional slots that the customer has left without a value."""
    settled: tuple[DoneWrite, ...] = ()
    """Writes from before a moment that has come: only a cancel by the customer takes them back."""
    person: str | None = None
    """The key of whoever wanted it, on channels where several people may share a conversation."""
    asked: AskedByTool | None = None
    """While the call of its step waits for answers, and goes on with them."""
    verified: bool | None = None
    """Whether the message that last moved it came from a session that proved the customer.
    None in a frame that an earlier release began."""

    @property
    def has_written(self) -> bool:
        """Whether leaving it would leave something done."""
        return bool(self.done or self.settled)


class OpenNeed(Frozen):
    """Something a message wanted beside what is being done; taken up afterwards."""

    text: str
    intent: str | None = None
    confidence: float = 0.0
    values: dict[str, Scalar] = Field(default_factory=dict)
    """Kind of entity -> value."""
    verified: bool = False
    """Whether it was asked by a session that proved the customer."""
    looked_up: bool = False
    """Asked as a question: the documents are read before its flow is begun."""


class DialogueState(StoredByAlias):
    """All that the engine remembers of a conversation."""

    session: int = 1
    name: str = ""
    """The conversation's id. Every id that a decision makes (call, approval, handoff, flow run)
    is f"{name}.s{session}.{n}" with n from `counter`: unique in the tenant, not only here."""
    locale: str = "en"
    tongue_is_shown: bool = False
    """Whether the customer's own words have shown that they speak it. Until then it is the
    tenant's first language, or the one that their browser asks for."""
    channel: str = ""
    """Chooses a response's wording where a channel has its own."""
    counter: int = 0
    """Grows with every id that a decision makes, so that ids repeat when a step does."""
    stack: tuple[FlowFrame, ...] = ()
    """The flow being talked about is last."""
    parked: tuple[FlowFrame, ...] = ()
    """Flows that wait for a backend, an approval or a handoff while the customer talks on."""
    slots: dict[str, Any] = Field(default_factory=dict)
    """Of the flow in front, and what outlives a flow."""
    results: dict[str, dict[str, Any]] = Field(default_factory=dict)
    customer: VerifiedCustomer | None = None
    """To whom the conversation belongs, as far as its messages have proved. Knowing it permits
    nothing: what a flow may do follows from who speaks, see `Draft.customer`."""
    question: OpenQuestion | None = None
    meanings: tuple[str, ...] = ()
    """What each of the question's choices does, such as "flow:track_order" or "human"."""
    mentions: tuple[Mention, ...] = ()
    options: tuple[str, ...] = ()
    last_said: tuple[str, ...] = ()
    """The words last said, cut short; for "repeat"."""
    handoff_id: str | None = None
    """Set from HandOff until it is returned, cancelled or given up."""
    handoff_rule: str = ""
    handoff_queue: str = ""
    """Where an operator has chosen another queue than the rule's."""
    handoff_claimed: bool = False
    handoff_notes: int = 0
    """Messages acknowledged while nobody had come yet."""
    handoff_asked: int = 0
    """Times that the customer was told that nobody has come."""
    queue_position: int | None = None
    """The place in the queue when this step began; 1 is next."""
    queue_minutes: int | None = None
    """About how long it will take; None while too little is known."""
    queue_told: int | None = None
    """The place that the customer was told last."""
    needs: tuple[OpenNeed, ...] = ()
    """At most three; the next one first."""
    misunderstandings: int = Field(default=0, alias="misses")
    """Messages in a row that were not understood."""
    greeted: bool = False
    went_astray: bool = False
    """Something else was answered before the open question was asked again."""
    resting: bool = False
    """The customer is gone, and the conversation stays open for a moment only."""
    rating_until: AwareDatetime | None = None
    """Set while the customer has been asked how it was and has not said."""
    ends_when_rated: bool = False
    """A person has settled it: the session ends with the rating, unless they write otherwise."""
    looking_up: str = ""
    """A mark of the question that the knowledge is asked; only its answer counts."""
    answered: EarlierAnswer | None = Field(default=None, exclude_if=not_)
    """What the documents said last, as long as nothing else has been spoken of since."""
    last_flow: str = ""
    """The flow that ended last: a bare "and A100002?" means the same again."""


def mark_of(query: str) -> str:
    """Of a question that is looked up: short, since a state is small and a question may not be."""
    return blake2b(query.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


class Decision(Frozen):
    """What is to be carried out, in order, and the state after it."""

    commands: tuple[Command, ...]
    state: DialogueState
