"""Collecting a slot: ask, take the answer, ask again, and know when to stop asking."""

from collections.abc import Sequence
from typing import Any

from domain.bot.defaults import ORDER_EMAIL
from domain.bot.model import Flow, Slot
from domain.dialogue.draft import Draft
from domain.dialogue.flows import confirmers, transitions
from domain.dialogue.flows.slot_invalidation import forget_from
from domain.dialogue.positions import Position, walk
from domain.dialogue.text.composite_values import first_missing
from domain.dialogue.text.value_errors import Misfit


def collect(draft: Draft, position: Position) -> None:
    """Ask, unless the value is there already."""
    step = position.step
    slot = draft.bot.slots.get(step.collect or "")
    if slot is None:
        transitions.advance(draft, position)
        return
    value = draft.state.slots.get(slot.name)
    is_skipped = draft.front is not None and slot.name in draft.front.skipped
    if first_missing(slot, value) is not None:
        _collect_parts(draft, slot, position, is_skipped=is_skipped)
    elif value is None and (slot.source == "tool" or _offers_nothing(draft, slot)):
        fail(draft)
    elif value is None and is_skipped:
        transitions.advance(draft, position)
    elif value is None:
        draft.ask_slot(slot)
    elif value is False and step.if_false:
        transitions.enter(draft, step.if_false, position, is_failure_branch=True)
    else:
        transitions.advance(draft, position)


def _collect_parts(draft: Draft, slot: Slot, position: Position, *, is_skipped: bool) -> None:
    """Ask for the first that is missing; a value that the customer will not complete is none."""
    if is_skipped:
        draft.change(slots={k: v for k, v in draft.state.slots.items() if k != slot.name})
        transitions.advance(draft, position)
    else:
        draft.ask_slot(slot)


def asked_slot(draft: Draft) -> Slot | None:
    """The slot for which the flow in front waits."""
    front = draft.front
    if front is None or front.waiting is None or front.waiting.on != "slot":
        return None
    return draft.bot.slots.get(front.waiting.ref)


def take_answer(draft: Draft, slot: Slot, value: Any) -> None:
    """Keep a value that fits, and go on behind the question. A yes that does not count is told to
    have done nothing, and the question stays."""
    if (refused := confirmers.refusal_of(draft, slot, value)) is not None:
        draft.say(refused, quick_replies=())
        draft.ask_slot(slot)
        return
    draft.change(slots={**draft.state.slots, slot.name: value})
    draft.change_front(waiting=None, attempts=0, page=0)


def ask_between(draft: Draft, slot: Slot, values: Sequence[Any]) -> None:
    """An answer that leaves the choice between several values: ask which of them."""
    draft.leave_open(slot, values)
    draft.ask_slot(slot)


def take_misfit(
    draft: Draft, slot: Slot, misfit: Misfit | None = None, *, is_unclear: bool = False
) -> None:
    """An answer that does not fit: say so and ask again, but not for ever.

    What is neither a whole yes nor a no is told to have done nothing.
    """
    front = draft.front
    attempts = (front.attempts if front else 0) + 1
    draft.change_front(attempts=attempts)
    if attempts >= slot.attempts:
        fail(draft)
        return
    if is_unclear:
        draft.say("confirm_unclear", quick_replies=())
    elif misfit is not None:
        draft.set_prefix(misfit.response, misfit.values)
    else:
        draft.set_prefix(slot.invalid or "invalid")
    draft.ask_slot(slot)


def retry(draft: Draft, slot_name: str) -> None:
    """The backend refused what a slot holds: forget it and ask again."""
    front, slot = draft.front, draft.bot.slots.get(slot_name)
    flow = draft.flow_of(front) if front else None
    if front is None or flow is None or slot is None or front.retries + 1 >= slot.attempts:
        fail(draft)
        return
    names = {slot_name, ORDER_EMAIL} if needs_email(draft) else {slot_name}
    refused = {name: draft.state.slots[name] for name in names if name in draft.state.slots}
    position = forget_from(draft, flow, names)
    if position is None:
        fail(draft)
        return
    position = _with_fresh_offers(draft, flow, position)
    draft.change_front(path=position.path, retries=front.retries + 1, waiting=None, refused=refused)


def _with_fresh_offers(draft: Draft, flow: Flow, asks: Position) -> Position:
    """Where the buttons of the question come from: what was refused may have been taken by
    somebody else, so the list is read again."""
    made_by = asks.step.buttons.items.split(".")[0] if asks.step.buttons else ""
    found = asks
    for position in walk(flow):
        if position.path == asks.path:
            break
        tool = draft.bot.tools.get(position.step.call or "")
        if tool is not None and tool.returns == made_by and not tool.effect.writes:
            found = position
    if found is not asks:
        draft.change(results={k: v for k, v in draft.state.results.items() if k != made_by})
    return found


def try_again(draft: Draft, name: str, value: Any) -> None:
    """Of what was refused one thing has another value now, or is asked for; the rest holds."""
    front = draft.front
    kept = {n: v for n, v in front.refused.items() if n != name} if front else {}
    given = {} if value is None else {name: value}
    draft.change(slots=draft.state.slots | kept | given)
    draft.change_front(waiting=None, attempts=0, refused={})


def _offers_nothing(draft: Draft, slot: Slot) -> bool:
    """Only what is offered is accepted, and there is nothing to offer."""
    buttons = draft.asked_buttons(slot)
    return buttons is not None and buttons.only and not draft.offers(slot)


def needs_email(draft: Draft) -> bool:
    """Whether the flow in front is for the owner of an order whom nobody has vouched for."""
    front = draft.front
    flow = draft.flow_of(front) if front else None
    requires = (flow.requires if flow else None) or ""
    return requires.startswith("owner_of") and draft.customer is None


def fail(draft: Draft) -> None:
    """Take the step's branch for failure; without one, offer a human and end the flow."""
    front = draft.front
    position = draft.position_of(front) if front else None
    draft.change_front(waiting=None, attempts=0)
    if position is not None and position.step.on_failure:
        transitions.enter(draft, position.step.on_failure, position, is_failure_branch=True)
        return
    draft.offer_human("offer_human")
    transitions.end_flow(draft, failed=True)
