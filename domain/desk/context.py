"""All that comes with a handoff, so that nobody asks the customer a second time."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from pydantic import AwareDatetime, Field

from domain.bot.composite_words import in_words
from domain.bot.model import Bot, SlotType
from domain.messages import Role, TranscriptMessage
from domain.values import Frozen

_LONGEST_VALUE: Final = 200
_MOST_SHOWN: Final = 12
_DEEPEST: Final = 4
_IDENTITY: Final = frozenset({SlotType.EMAIL, SlotType.PHONE, SlotType.NAME})


class SummaryKind(StrEnum):
    """What a line of a summary is."""

    REQUEST = "request"
    """What the customer came for."""
    LATEST = "latest"
    """What they last said before they were handed over."""
    ANSWERED = "answered"
    """What the bot last told them."""
    WRITTEN = "written"
    """All of it in a few sentences, by a language model."""


class SummaryLine(Frozen):
    """One line, in the words of whoever said it; of one that was written, `seq` is 0."""

    kind: SummaryKind
    role: Role
    text: str
    seq: int


class ContextSlot(Frozen):
    """One thing that the bot knows."""

    name: str
    value: str
    is_identity: bool = False
    """Says who the customer is."""
    is_money: bool = False


class FlowPosition(Frozen):
    """Where the bot was."""

    flow: str
    title: str
    step: str | None = None
    waits_for: str | None = None
    """`slot order_id`, `handoff`, `approval …`."""


class ToolResult(Frozen):
    """What a backend was asked, and what came of it."""

    call_id: str
    tool: str
    outcome: str
    """`succeeded`, `refused`, or `failed` where nobody answered."""
    code: str | None = None
    shown: dict[str, str | bool] = Field(default_factory=dict)
    """By dotted names: `total.amount`."""
    at: AwareDatetime
    ms: float = 0


class EarlierConversation(Frozen):
    """Another conversation of the same customer, on whichever channel."""

    conversation_id: str
    channel: str
    status: str
    queue: str | None = None
    opened_at: AwareDatetime
    last_at: AwareDatetime | None = None
    last_text: str = ""


class HandoffContext(Frozen):
    """What an agent reads before they say hello."""

    reason: str = ""
    intent: str | None = None
    summary: tuple[SummaryLine, ...] = ()
    slots: tuple[ContextSlot, ...] = ()
    position: FlowPosition | None = None
    tools: tuple[ToolResult, ...] = ()
    not_understood: tuple[str, ...] = ()
    """The customer's own words that the bot could make nothing of."""
    earlier: tuple[EarlierConversation, ...] = ()


class ContextFacts(Frozen):
    """What the records say, before the bot's files give it names."""

    revision: str
    intent: str | None = None
    state: dict[str, Any] = Field(default_factory=dict)
    """Of the dialogue, as it was when the customer was handed over."""
    tools: tuple[ToolResult, ...] = ()
    not_understood: tuple[str, ...] = ()
    messages: tuple[TranscriptMessage, ...] = ()
    """Of this session, up to the handoff."""


def slots_of(state: Mapping[str, Any], bot: Bot) -> tuple[ContextSlot, ...]:
    """What the flow in front knows, and what outlives a flow."""
    frame = _front(state) or {}
    known = {**(state.get("slots") or {}), **(frame.get("slots") or {})}
    return tuple(
        ContextSlot(
            name=name,
            value=_in_words(bot, name, value)[:_LONGEST_VALUE],
            is_identity=_type(bot, name) in _IDENTITY,
            is_money=_type(bot, name) is SlotType.MONEY,
        )
        for name, value in sorted(known.items())
        if value is not None
    )


def _in_words(bot: Bot, slot: str, value: Any) -> str:
    known = bot.slots.get(slot)
    is_composite = known is not None and known.composite is not None
    return in_words(known, value, "") if known and is_composite else str(value)


def position_of(state: Mapping[str, Any], bot: Bot, locale: str) -> FlowPosition | None:
    """None where no flow runs."""
    frame = _front(state)
    if frame is None:
        return None
    flow, path, waiting = frame["flow"], frame.get("path") or (), frame.get("waiting") or {}
    titles = bot.flows[flow].title if flow in bot.flows else {}
    waits = f"{waiting.get('on', '')} {waiting.get('ref') or ''}".strip()
    return FlowPosition(
        flow=flow,
        title=titles.get(locale) or next(iter(titles.values()), flow),
        step=path[-1] if path else None,
        waits_for=waits or None,
    )


def shown_fields(result: Any) -> dict[str, str | bool]:
    """The plain values of a backend's answer, by their dotted names; a bounded number."""
    found = _leaves(result, "", 0)
    return {name: value for (name, value), _ in zip(found, range(_MOST_SHOWN), strict=False)}


def _leaves(value: Any, name: str, depth: int) -> Iterator[tuple[str, str | bool]]:
    if isinstance(value, dict) and depth < _DEEPEST:
        for key, inner in value.items():
            yield from _leaves(inner, f"{name}.{key}" if name else str(key), depth + 1)
    elif isinstance(value, str | int | float | bool) and name:
        yield name, value if isinstance(value, bool) else str(value)[:_LONGEST_VALUE]


def _front(state: Mapping[str, Any]) -> Mapping[str, Any] | None:
    frames = state.get("stack") or state.get("parked") or ()
    return frames[-1] if frames else None


def _type(bot: Bot, slot: str) -> SlotType | None:
    return bot.slots[slot].type if slot in bot.slots else None
