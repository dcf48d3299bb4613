"""Trims the frame of a flow that has written and now waits for days to what it still needs."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from domain.bot.model import Flow, Response, Slot, SlotType, Step
from domain.bot.result_fields import all_paths
from domain.dialogue.draft import Draft
from domain.dialogue.positions import Position, walk

_TELLS_APART = {SlotType.DATE, SlotType.TIME}


def let_go(draft: Draft, position: Position) -> None:
    """Drop slots and results that no step after this one reads. Before a write all are kept, since
    the customer may still correct them."""
    front = draft.front
    flow = draft.flow_of(front) if front else None
    if front is None or flow is None or not front.has_written:
        return
    read = _read_after(draft, flow, position)
    known = draft.bot.slots
    slots = {
        name: value
        for name, value in draft.state.slots.items()
        if name in read or name not in known or known[name].keep or tells_apart(known[name], value)
    }
    results = {name: kept for name, kept in draft.state.results.items() if name in read}
    draft.change(slots=slots, results=results)


def tells_apart(slot: Slot, value: Any) -> bool:
    """Whether it is a day or a time, by which a customer knows one visit from another."""
    if slot.type in _TELLS_APART:
        return True
    with suppress(ValueError):
        return isinstance(value, str) and "T" in value and bool(datetime.fromisoformat(value))
    return False


def _read_after(draft: Draft, flow: Flow, position: Position) -> set[str]:
    """The roots of all paths: "visit" of {visit.starts_at}."""
    order = list(walk(flow))
    current = next((i for i, one in enumerate(order) if one.path == position.path), 0)
    later = [one.step for one in order[current + 1 :]]
    bot, called = draft.bot, {step.call for step in later if step.call}
    tools = {name: bot.tools[name] for name in called if name in bot.tools}
    said = [bot.responses[name] for step in later for name in _said(draft, step)]
    rest = flow.model_copy(update={"steps": tuple(later)})
    lists = {step.buttons.items for step in later if step.buttons}
    lists |= {step.cards.items for step in later if step.cards}
    lists |= {step.choices.items for step in later if step.choices}
    return {path.split(".")[0] for path in (*all_paths([rest], tools, said), *lists)}


def _said(draft: Draft, step: Step) -> Iterator[str]:
    slot = draft.bot.slots.get(step.collect or "")
    names = (step.say, step.end, slot.ask if slot else None, slot.invalid if slot else None)
    known: dict[str, Response] = draft.bot.responses
    yield from (name for name in names if name in known)
