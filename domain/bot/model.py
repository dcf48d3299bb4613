"""A compiled bot: what the engine, the understanding and the tools read. Immutable, hashed."""

from datetime import date, timedelta
from enum import StrEnum
from operator import not_
from typing import Any, Final, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from domain.bot.cards import AttachmentText, Buttons, Cards, ListText
from domain.bot.checksum import Checksum
from domain.bot.escalations import Escalation
from domain.bot.inputs import Inputs
from domain.bot.overrides import Overlay
from domain.bot.parts import Composite
from domain.bot.tool_operations import HttpOperation, McpOperation
from domain.bot.unanswered_handoffs import Nobody
from domain.bot.waits import CallOff, Wait
from domain.durations import Duration
from domain.patience import WaitingTime
from domain.tenant_settings import TenantConfig
from domain.tools import Effect, OnceBy
from domain.values import Strict

VERIFIED_CUSTOMER: Final = "verified_customer"
"""What a flow or a tool requires that is only for customers for whom the site vouches."""


class SlotType(StrEnum):
    """What kind of value a slot holds."""

    STRING = "string"
    ENUM = "enum"
    BOOL = "bool"
    INTEGER = "integer"
    MONEY = "money"
    DATE = "date"
    EMAIL = "email"
    PHONE = "phone"
    TIME = "time"
    NAME = "name"
    DATETIME = "datetime"
    DATE_RANGE = "date_range"
    DURATION = "duration"
    COMPOSITE = "composite"


class Slot(Strict):
    """One thing the bot may know of a conversation."""

    name: str
    type: SlotType
    pattern: str | None = None
    checksum: Checksum | None = None
    values: tuple[str, ...] = ()
    synonyms: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """For enums: other words of the customer's for each value."""
    ask: str | None = None
    """Name of the response that asks for it."""
    invalid: str | None = None
    """Name of the response when the answer does not fit; else the default one."""
    attempts: int = Field(default=3, ge=1, le=10)
    source: Literal["customer", "tool"] = "customer"
    keep: bool = False
    """Whether it outlives its flow (an order number often does)."""
    optional: bool = False
    """Whether the customer may skip it; it then has no value."""
    after: str | None = None
    """Of a date: "today", so many days from it ("+90d", "-1d"), or an ISO date. Later than that."""
    before: str | None = None
    """Earlier than that."""
    on_or_after: str | None = None
    on_or_before: str | None = None
    composite: Composite | None = Field(default=None, exclude_if=not_)
    part_slots: dict[str, "Slot"] = Field(default_factory=dict, exclude_if=not_)
    """Those that its parts are values of, by their names."""

    @property
    def is_free_text(self) -> bool:
        """Whether any words are a value of it."""
        return self.type is SlotType.STRING and self.pattern is None


class Intent(Strict):
    """One thing a customer may want, with examples of how they say it."""

    name: str
    examples: dict[str, tuple[str, ...]]
    """Per locale."""
    always_on: bool = False
    """Recognised in the middle of anything (asking for a human)."""


class Retry(Strict):
    """How often a call is tried before it is the flow's to decide."""

    attempts: int = Field(default=4, ge=1, le=20)


class Tool(Strict):
    """One call of a tenant's backend or of its MCP server, or of our own ticketing."""

    name: str
    http: HttpOperation | None = None
    mcp: McpOperation | None = None
    builtin: str | None = None
    """"ticket": a ticket in our own ticketing."""
    inputs: Inputs = Field(default_factory=dict)
    optional: tuple[str, ...] = ()
    """Arguments that are left out when they have no value."""
    returns: str
    """Under which name the flow reads the result: get_order returns `order` unless said."""
    timeout: Duration = timedelta(seconds=5)
    retry: Retry = Retry()
    effect: Effect = Effect.READ
    idempotency: str | None = None
    """A template such as "{flow_run}:label" or "{order_id}:{amount}"."""
    reconcile: str | None = None
    """A read tool that finds the outcome of a write by its idempotency key."""
    once_by: OnceBy = OnceBy.KEY
    settles_within: Duration = timedelta(seconds=60)
    """How long after a request the backend may still carry it out; for `once_by: lookup`."""
    undo: str | None = None
    about: dict[str, str] = Field(default_factory=dict)
    """Per locale, what it makes: "the return label"; for saying what was taken back."""
    requires: str | None = None
    """"verified_customer" or "owner_of order"; checked again by the tool's caller."""


class Step(Strict):
    """One step of a flow. Exactly one of the verbs is set; see docs/reference/bot-format.md.

    The branches (`on_refused`, `if_false`, `on_reject` …) are the tenant's own words, checked and
    normalised by the compiler.
    """

    id: str
    """Named by the tenant or a hash of what it says."""
    collect: str | None = None
    call: str | None = None
    say: str | None = None
    answer: bool = False
    approve: str | None = None
    handoff: str | None = None
    branch: tuple["Branch", ...] = ()
    end: str | None = None
    """Say this and end the flow ("" ends it silently)."""
    buttons: Buttons | None = None
    """Of a `collect` or `say`."""
    cards: Cards | None = None
    choices: ListText | None = None
    attachments: tuple[AttachmentText, ...] = ()
    """These three of a `say`."""
    set: dict[str, str] = Field(default_factory=dict)
    inputs: Inputs = Field(default_factory=dict)
    """Arguments of this call that differ from the tool's own."""
    when: str | None = None
    """Skip the step unless this expression holds."""
    if_false: tuple["Step", ...] = ()
    on_refused: tuple["Step", ...] = ()
    on_failure: tuple["Step", ...] = ()
    retry_slot: str | None = None
    """on_refused: … retry: order_id — forget that slot and ask again. A step of its own."""
    goes_on: bool = False
    """In a branch for what went wrong: go on after it. Otherwise its end is the flow's end."""
    give_up: "GiveUp | None" = None
    by: str | None = None
    show: tuple[str, ...] = ()
    remind: WaitingTime | None = None
    escalate: Escalation | None = None
    expire: WaitingTime | None = None
    on_expire: tuple["Step", ...] = ()
    on_reject: tuple["Step", ...] = ()
    wait: Wait | None = None
    call_off: CallOff | None = None
    if_past: tuple["Step", ...] = ()
    """Instead of waiting for a moment that is over; then the flow goes on after the wait."""
    skip: bool = False
    """In `if_past`: go on with the next wait beside this one, or after the last step there."""


class Branch(Strict):
    """Steps that are taken where an expression holds."""

    when: str
    """Empty for the `else` branch."""
    steps: tuple[Step, ...]


class GiveUp(Strict):
    """When a call that keeps failing is given up, and what happens then."""

    after: WaitingTime
    parked: str | None = None
    """Said when the call is parked; else the default sentence."""
    say: str | None = None
    """Said when giving up."""
    then: tuple[Step, ...] = ()


class Flow(Strict):
    """Steps towards one thing that a customer wants."""

    name: str
    when: str | None = None
    """The intent that starts it."""
    requires: str | None = None
    description: str = ""
    title: dict[str, str] = Field(default_factory=dict)
    """Per locale, as a choice: "Return an item"."""
    about: dict[str, str] = Field(default_factory=dict)
    """Per locale, as a topic: "your return"."""
    form: bool = False
    """Whether questions that follow one another may be shown as a form."""
    steps: tuple[Step, ...]


class HandoffRule(Strict):
    """Into which queue a conversation goes, and how long it may wait there."""

    name: str
    queue: str
    skills: tuple[str, ...] = ()
    priority: int = Field(default=3, ge=1, le=5)
    first_reply: WaitingTime
    next_reply: WaitingTime | None = None
    """Unless said, the tenant's own `desk.service`; the same for `resolution`."""
    resolution: WaitingTime | None = None
    nobody: Nobody = Nobody()
    escalate_to: str | None = None
    return_to: Literal["bot", "close"] = "bot"
    csat: bool = False


class Response(Strict):
    """A sentence of the bot: `texts[locale]`, with `channels[channel][locale]` where it differs."""

    name: str
    texts: dict[str, str]
    channels: dict[str, dict[str, str]] = Field(default_factory=dict)
    quick_replies: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Bot(Strict):
    """One immutable revision of a tenant's bot. `revision` is the hash of all the rest."""

    revision: str
    tenant: TenantConfig
    intents: dict[str, Intent]
    entities: dict[str, str] = Field(default_factory=dict)
    """Tenant patterns: name -> regular expression."""
    slots: dict[str, Slot]
    tools: dict[str, Tool]
    flows: dict[str, Flow]
    responses: dict[str, Response]
    handoffs: dict[str, HandoffRule]
    kept_results: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Result name -> dotted fields that any expression, template or `show` reads."""
    holidays: tuple[date, ...] = ()
    """The tenant's public holidays of the years around the compilation."""
    prompts: dict[str, str] = Field(default_factory=dict, exclude_if=not_)
    """Of hosted models, the tenant's own. A bot without any has the revision of before them."""
    schema_version: int = 1
    laid_over: SkipJsonSchema[Any] = Field(default=None, exclude=True, repr=False)
    """An `Overlay`: never stored, no part of the revision, and none of the API's document."""

    @property
    def overlay(self) -> Overlay | None:
        """What was laid over it when it was read."""
        return self.laid_over if isinstance(self.laid_over, Overlay) else None

    @property
    def configured_as(self) -> str:
        """Names what holds now: the revision, and the version of what is laid over it."""
        return f"{self.revision}+{self.overlay.version}" if self.overlay else self.revision

    @property
    def as_published(self) -> "Bot":
        """Without what is laid over it."""
        published: Bot = self.overlay.published if self.overlay else self
        return published

    def flow_for(self, intent: str | None) -> Flow | None:
        """The flow that this intent starts."""
        if intent is None:
            return None
        return next((flow for flow in self.flows.values() if flow.when == intent), None)

    def writes(self, step: Step) -> bool:
        """Whether the step calls a tool that changes something."""
        tool = self.tools.get(step.call or "")
        return tool is not None and tool.effect.writes

    def as_content(self) -> dict[str, Any]:
        """What is stored; `Bot.model_validate` reads it back."""
        return self.model_dump(mode="json")
