"""Schemas of a tenant's files, one model each. Short forms are read as their long ones.

Fields that the compiled bot has as they are keep its types; see domain/bot/model.py for what
they mean.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from domain.bot.checksum import Checksum
from domain.bot.flow_schema import FlowSteps, Wait
from domain.bot.hours_schema import Hours, QueueSource
from domain.bot.inputs import Inputs
from domain.bot.local_texts import BY_LOCALE, LISTS_BY_LOCALE, LocalLists, LocalTexts
from domain.bot.mcp_schema import McpSource
from domain.bot.model import Retry, SlotType
from domain.bot.part_schema import Parts
from domain.bot.parts import MOST_ITEMS
from domain.bot.short_forms import STRING, STRINGS, OrShort
from domain.durations import CallTime, Duration
from domain.tenant_settings import BusinessHours, TenantConfig
from domain.tools import Effect, OnceBy
from domain.values import Strict

NAME = r"^[a-z][a-z0-9_]{0,39}$"
NAME_PATTERN = re.compile(NAME)

Name = Annotated[str, Field(pattern=NAME)]


class TenantSource(TenantConfig):
    """tenant.yaml"""

    business_hours: Hours = BusinessHours()
    queues: Annotated[dict[Name, QueueSource], Field(max_length=100)] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _read_as_stored(cls, written: Any) -> Any:
        """A file is read as it is written: whoever has an old key in it is told the new place."""
        return written

    @model_validator(mode="after")
    def _queues_are_where_the_tenant_is(self) -> "TenantSource":
        """A queue's hours are in the tenant's time zone, unless they name their own."""
        zone = self.business_hours.tz
        placed = {
            name: queue
            if "tz" in queue.hours.model_fields_set
            else queue.model_copy(update={"hours": queue.hours.model_copy(update={"tz": zone})})
            for name, queue in self.queues.items()
        }
        object.__setattr__(self, "queues", placed)
        return self


class IntentSource(Strict):
    """Written in full; a list, or lists by locale, are the examples alone."""

    examples: LocalLists
    always_on: bool = False


def as_intent(value: Any) -> Any:
    has_options = isinstance(value, Mapping) and IntentSource.model_fields.keys() & value.keys()
    return value if has_options else {"examples": value}


class IntentsFile(Strict):
    """intents.yaml"""

    intents: dict[
        Name,
        Annotated[
            IntentSource,
            BeforeValidator(as_intent),
            OrShort((STRINGS, LISTS_BY_LOCALE)),
        ],
    ] = Field(default_factory=dict)
    entities: dict[Name, str] = Field(default_factory=dict)


def as_values(value: Any) -> Any:
    """Read `[damaged, wrong_item]` as values without synonyms, and whole numbers as words."""
    if isinstance(value, list):
        return {_as_word(item): () for item in value}
    if not isinstance(value, Mapping):
        return value
    return {
        name: [_as_word(word) for word in words] if isinstance(words, list) else words
        for name, words in value.items()
    }


def _as_word(item: Any) -> str:
    """YAML reads `1.50` and `true` as something else than what is written."""
    if isinstance(item, str) or (isinstance(item, int) and not isinstance(item, bool)):
        return str(item)
    if isinstance(item, date):
        return item.isoformat()
    written = "null" if item is None else str(item).lower()
    raise ValueError(f"{written} is no word here; put it in quotes, so that it is kept as written")


def as_limit(value: Any) -> Any:
    """Read the date that YAML makes of 2026-12-05 as it was written."""
    return value.isoformat() if isinstance(value, date) else value


DateLimit = Annotated[str, BeforeValidator(as_limit)]


class SlotSource(Strict):
    """One slot of slots.yaml."""

    type: SlotType
    pattern: str | None = None
    checksum: Checksum | None = None
    values: Annotated[
        dict[str, tuple[str, ...]],
        BeforeValidator(as_values),
        OrShort((STRINGS,)),
    ] = Field(default_factory=dict)
    ask: str | None = None
    invalid: str | None = None
    attempts: int = Field(default=3, ge=1, le=10)
    source: Literal["customer", "tool"] = "customer"
    keep: bool = False
    optional: bool = False
    after: DateLimit | None = None
    before: DateLimit | None = None
    on_or_after: DateLimit | None = None
    on_or_before: DateLimit | None = None
    parts: Parts = Field(default_factory=dict)
    several: bool = False
    most: int | None = Field(default=None, ge=2, le=MOST_ITEMS)
    label: LocalTexts = Field(default_factory=dict)


class HttpSource(Strict):
    """Where a tool calls: an operation of an OpenAPI document, or a method and a URL."""

    openapi: str | None = None
    operation: str | None = None
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] | None = None
    url: str | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    server: str | None = None
    secret: str | None = None


class ToolSource(Strict):
    """One tool of tools.yaml."""

    http: HttpSource | None = None
    mcp: McpSource | None = None
    builtin: Literal["ticket"] | None = None
    inputs: Annotated[Inputs, OrShort((STRINGS,))] = Field(default_factory=dict, alias="in")
    returns: str | None = None
    timeout: CallTime = timedelta(seconds=5)
    retry: Retry = Retry()
    effect: Effect = Effect.READ
    idempotency: str | None = None
    reconcile: str | None = None
    once_by: OnceBy = OnceBy.KEY
    settles_within: Duration = timedelta(seconds=60)
    undo: str | None = None
    about: LocalTexts = Field(default_factory=dict)
    requires: str | None = None


class FlowSource(Strict):
    """One flow of flows/*.yaml."""

    when: str | None = None
    requires: str | None = None
    description: str = ""
    title: LocalTexts = Field(default_factory=dict)
    about: LocalTexts = Field(default_factory=dict)
    form: bool = False
    steps: FlowSteps


class ResponseSource(Strict):
    """Written in full; a sentence, or sentences by locale, are the text alone."""

    text: LocalTexts
    quick_replies: LocalLists = Field(default_factory=dict)
    channels: dict[str, LocalTexts] = Field(default_factory=dict)


def as_response(value: Any) -> Any:
    in_full = isinstance(value, Mapping) and ResponseSource.model_fields.keys() & value.keys()
    return value if in_full else {"text": value}


class NobodySource(Strict):
    """What happens when no human agent claims a handoff, as it is written."""

    after: Wait | None = None
    offer: tuple[Literal["wait", "callback", "ticket"], ...] = ("wait", "ticket")
    times: int = Field(default=3, ge=1, le=10)
    at_last: Literal["keep", "release"] = "keep"


class OnBreach(Strict):
    """What happens when a reply or the resolution is overdue."""

    escalate: str


class HandoffSource(Strict):
    """One rule of handoff.yaml."""

    queue: str
    skills: tuple[str, ...] = ()
    priority: int = Field(default=3, ge=1, le=5)
    first_reply: Wait
    next_reply: Wait | None = None
    resolution: Wait | None = None
    nobody: NobodySource = NobodySource()
    on_breach: OnBreach | None = None
    return_to: Literal["bot", "close"] = "bot"
    csat: bool = False


SlotsFile = dict[Name, SlotSource]
ToolsFile = dict[Name, ToolSource]
FlowsFile = dict[Name, FlowSource]
HandoffsFile = dict[Name, HandoffSource]
ResponsesFile = dict[
    Name,
    Annotated[
        ResponseSource,
        BeforeValidator(as_response),
        OrShort((STRING, BY_LOCALE)),
    ],
]
