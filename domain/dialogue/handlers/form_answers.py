"""A form that was sent: its answers are taken in the order of their questions."""

from collections.abc import Sequence
from typing import Any

from domain.bot.form_lines import lines_of
from domain.bot.model import Slot
from domain.dialogue.draft import Draft
from domain.dialogue.events import FormSubmitted
from domain.dialogue.flows import deferred_calls
from domain.dialogue.flows.flow_runner import run
from domain.dialogue.flows.slot_filling import ask_between, asked_slot, take_misfit
from domain.dialogue.flows.slot_invalidation import forget_from
from domain.dialogue.handlers.customer_messages import remember_speaker
from domain.dialogue.positions import Position
from domain.dialogue.reactions import pre_chat
from domain.dialogue.reactions.form_readings import FieldReading, read_field
from domain.dialogue.text.language_choice import in_their_tongue


def on_form(draft: Draft, event: FormSubmitted) -> None:
    """Keep what fits, and ask for the first that does not or is missing; what cannot be used is
    said, and what is asked stays asked."""
    if draft.state.handoff_claimed:
        return
    remember_speaker(draft, event.customer)
    draft.state = in_their_tongue(draft.bot, draft.state, "", event.languages)
    pre_chat.begin_by_form(draft, event)
    deferred_calls.park_in_flight(draft)
    asked = asked_slot(draft)
    if asked is not None:
        draft.forget_question()  # to be asked anew after this
    line = _line_of(draft, event)
    if asked is None or not line:
        draft.say("form_not_open")
        return
    _take(draft, event, asked, line)


def _line_of(draft: Draft, event: FormSubmitted) -> tuple[Position, ...]:
    """The questions that the form was about: those asked just now, or ones answered on the way
    here. Never any that lie ahead, behind a call or a decision."""
    front = draft.front
    position = draft.position_of(front) if front and front.flow == event.form.flow else None
    while position is not None:
        for places in reversed(lines_of(draft.bot, position.steps)):
            line = [_at(position, index) for index in places]
            is_reached = places.start <= position.index
            if is_reached and any(p.step.collect in event.form.values for p in line):
                return tuple(line)
        position = position.parent
    return ()


def _at(beside: Position, index: int) -> Position:
    return Position(beside.steps, index, beside.parent, beside.is_failure_branch)


def _take(draft: Draft, event: FormSubmitted, asked: Slot, line: Sequence[Position]) -> None:
    before = draft.front
    readings = [read_field(draft, event, place) for place in line]
    draft.text = ""
    draft.change(misunderstandings=0)
    left_empty = _left_empty(readings, asked)
    changed = _changed(draft, readings)
    is_fixed = before is not None and (before.has_written or before.is_compensating)
    if changed and not is_fixed:
        _forget(draft, changed)
    given = {one.slot.name: one.value for one in readings if one.value is not None}
    _fill(draft, {n: v for n, v in given.items() if n not in changed or not is_fixed}, left_empty)
    problem = next((one for one in readings if _is_open(draft, one.slot)), None)
    if (changed and is_fixed) or not _used(draft, readings, problem).issuperset(event.form.values):
        draft.say("form_partly_used")
    is_asked = any(one.slot is asked for one in readings)
    if before is not None and not is_asked and (is_fixed or not changed):
        # Back where it was: from here on it has called its tools, which must not be called twice.
        kept = {name: getattr(before, name) for name in ("path", "waiting", "page")}
        draft.change_front(**kept)
    else:
        _go_on(draft, line, problem, before.attempts if before else 0, asked)


def _used(draft: Draft, readings: Sequence[FieldReading], problem: FieldReading | None) -> set[str]:
    """The fields of which the customer need not be told: taken, left empty, or asked again with a
    word on the first of them."""
    is_told = problem is not None and problem.is_given
    return {
        one.slot.name
        for one in readings
        if one.value is not None or not one.is_given or (is_told and _is_open(draft, one.slot))
    }


def _go_on(
    draft: Draft,
    line: Sequence[Position],
    problem: FieldReading | None,
    attempts: int,
    asked: Slot,
) -> None:
    """To the first answer that is missing or does not fit, else behind them all."""
    if problem is None:
        draft.change_front(path=line[-1].path, waiting=None, attempts=0, page=0)
    else:
        attempts = attempts if problem.slot is asked else 0
        draft.change_front(path=problem.place.path, waiting=None, attempts=attempts, page=0)
        _ask_again(draft, problem)
    run(draft)


def _ask_again(draft: Draft, problem: FieldReading) -> None:
    if len(problem.values) > 1:
        ask_between(draft, problem.slot, problem.values)
    elif problem.is_given:
        take_misfit(draft, problem.slot, problem.misfit)


def _is_open(draft: Draft, slot: Slot) -> bool:
    skipped = draft.front.skipped if draft.front else ()
    return draft.state.slots.get(slot.name) is None and slot.name not in skipped


def _changed(draft: Draft, readings: Sequence[FieldReading]) -> set[str]:
    """What was answered before and has another answer now."""
    known = draft.state.slots
    named = {one.slot.name: one.value for one in readings if one.value is not None}
    return {name for name, value in named.items() if known.get(name) not in (None, value)}


def _left_empty(readings: Sequence[FieldReading], asked: Slot) -> list[str]:
    """Fields that may be empty and are. What stands before the first field of the form was not in
    it: that is the question asked, or the first one that has an answer."""
    starts = (one.is_given or one.slot is asked for one in readings)
    first = next((place for place, is_start in enumerate(starts) if is_start), 0)
    return [o.slot.name for o in readings[first:] if o.slot.optional and not o.is_given]


def _forget(draft: Draft, names: set[str]) -> None:
    """What was found out by the earlier answers is found out anew."""
    flow = draft.flow_of(draft.front) if draft.front else None
    if flow is not None:
        forget_from(draft, flow, names)
        draft.say("corrected")


def _fill(draft: Draft, given: dict[str, Any], left_empty: Sequence[str]) -> None:
    slots = {name: v for name, v in draft.state.slots.items() if name not in left_empty}
    skipped = draft.front.skipped if draft.front else ()
    skipped = tuple(name for name in skipped if name not in given)
    draft.change(slots=slots | given)
    draft.change_front(skipped=tuple(dict.fromkeys((*skipped, *left_empty))))
