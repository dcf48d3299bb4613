"""Repair, for every flow: correct an earlier answer, cancel, repeat."""

from typing import Any

from domain.bot.model import Slot, SlotType
from domain.dialogue.commands import CancelApproval
from domain.dialogue.draft import Draft
from domain.dialogue.flows import (
    compensation,
    deferred_calls,
    frames,
    handoff_requests,
    transitions,
    wait_endings,
)
from domain.dialogue.flows.flow_runner import run
from domain.dialogue.flows.slot_filling import asked_slot
from domain.dialogue.flows.slot_invalidation import forget_from
from domain.dialogue.message_reading import Heard, is_small_talk
from domain.dialogue.positions import Position
from domain.dialogue.reactions import button_answers, composite_answers
from domain.dialogue.state import FlowFrame
from domain.dialogue.text.rendering import topic
from domain.understanding.acts.refusals import telling_words
from domain.understanding.context import is_number
from domain.understanding.model import OpenQuestion

_VAGUE = {SlotType.INTEGER, SlotType.DATE, SlotType.TIME, SlotType.MONEY, SlotType.STRING}
"""A number or a day may be about anything; it corrects only where the words say so."""
_FEW_WORDS = 6


def correct(draft: Draft, heard: Heard) -> bool:
    """ "No, the order is A100002": back to that question, with the new answer."""
    frame = draft.front or _approvable(draft, timed=True)
    if frame is None or _is_about_something_else(frame, heard):
        return False
    if frame is not draft.front and not heard.corrects:
        return False
    own = draft.state.slots if frame is draft.front else frame.slots
    found = _corrected(draft, frame, heard, own)
    if found is None:
        return False
    if frame is not draft.front:
        _call_off(draft, frame)
        frames.bring_back(draft, frame)
    _go_back(draft, *found)
    return True


def put_parts_right(draft: Draft, heard: Heard) -> bool:
    """Parts of a composite value come first: "without the plate" turns down no order."""
    asked, known = asked_slot(draft), draft.state.slots
    composites = [slot for slot in draft.bot.slots.values() if slot.composite and slot is not asked]
    changes = (
        composite_answers.corrections(heard, slot, known[slot.name], asked)
        for slot in composites
        if slot.name in known
    )
    return draft.front is not None and any(changes) and correct(draft, heard)


def cancel(draft: Draft) -> None:
    """End what is being talked about; what was done for it is taken back, or said not to be."""
    if draft.front is not None:
        _cancel_front(draft)
    elif draft.state.handoff_id is not None:
        leave_queue(draft)
    elif busy := frames.busy(draft.state):
        _cancel_parked(draft, busy[-1])
    elif timed := frames.timed(draft.state):
        wait_endings.ask_to_call_off(draft, timed)
    else:
        draft.say("nothing_to_cancel")


def leave_queue(draft: Draft) -> None:
    """Wait for no human any more; what was put aside for one goes on."""
    handoff_requests.cancel(draft)
    draft.say("handoff_cancelled")
    resume_put_aside(draft)


def call_off(draft: Draft, run_id: str) -> None:
    """Yes, that is what was meant: a flow that waits for a moment is cancelled."""
    frame = next((f for f in frames.timed(draft.state) if f.run == run_id), None)
    if frame is None:
        draft.say("nothing_to_cancel")
    else:
        _cancel_parked(draft, frame)


def cancel_frame(draft: Draft, frame: FlowFrame) -> None:
    """End this flow, which is in front, or waits for a backend, a person or a moment."""
    if frame is draft.front:
        _cancel_front(draft)
    elif len(same := wait_endings.of_its_kind(draft, frame)) > 1:
        wait_endings.ask_to_call_off(draft, same)
    else:
        _cancel_parked(draft, frame)


def reopen(draft: Draft) -> bool:
    """Bring the flow back that waits for an approval or a read, and withdraw that."""
    frame = _approvable(draft)
    if frame is None:
        return False
    _call_off(draft, frame)
    frames.bring_back(draft, frame)
    return True


def repeat(draft: Draft, question: OpenQuestion | None, meanings: tuple[str, ...]) -> None:
    """Say again what was last said; an open question is asked again."""
    slot = asked_slot(draft)
    if slot is not None and (question is None or question.slot):
        draft.ask_slot(slot)
    elif not draft.state.last_said:
        draft.say("nothing_to_repeat")
    else:
        for text in draft.state.last_said:
            draft.say_words(text, ())
        if question is not None and question.choices:
            draft.change(question=question, meanings=meanings)


def resume_put_aside(draft: Draft) -> None:
    """Bring back the flows that waited for a human, the last one in front."""
    deferred_calls.park_in_flight(draft)
    waiting = [f for f in draft.state.parked if f.waiting and f.waiting.on == "handoff"]
    for frame in reversed(waiting):
        frames.bring_back(draft, frame)
        position = draft.position_of(frame)
        if position is not None and position.step.handoff is not None:
            transitions.advance(draft, position)
    if waiting and draft.front is not None:
        draft.set_flow_prefix("back_to_flow", draft.flow_of(draft.front))
        run(draft)


def is_write(draft: Draft, frame: FlowFrame) -> bool:
    """Whether the frame's call may already have changed something."""
    position = draft.position_of(frame)
    return frame.is_compensating or (position is not None and draft.bot.writes(position.step))


def _corrected(
    draft: Draft, frame: FlowFrame, heard: Heard, own: dict[str, Any]
) -> tuple[Slot, list[Any]] | None:
    """The slot, answered before, for which the message has another value, or several."""
    flow, asked = draft.flow_of(frame), asked_slot(draft)
    answers = heard.values_for(asked, asked=True) if asked else []
    asks_freely = asked is not None and asked.is_free_text
    for slot in draft.bot.slots.values() if flow else ():
        is_known = own.get(slot.name) is not None or slot.name in frame.skipped
        is_answered = is_known and slot is not asked
        is_answered = is_answered and slot.type is not SlotType.BOOL
        is_vague = slot.type in _VAGUE and slot.pattern is None and not heard.corrects
        is_vague = is_vague and not _is_put_right(slot, asked, heard)
        is_vague = is_vague or (asks_freely and not _is_certain(slot, heard))
        if not is_answered or is_vague or slot.name not in _askable(draft, frame):
            continue
        chosen = button_answers.other_choice(draft, frame, slot)
        if slot.type is SlotType.COMPOSITE:
            chosen = composite_answers.corrections(heard, slot, own.get(slot.name), asked)
        spoken = heard.values_for(slot, spoken=True) if chosen is None else chosen
        other = [v for v in spoken if v != own.get(slot.name) and v not in answers]
        if other:
            return slot, other
    return None


def _is_put_right(slot: Slot, asked: Slot | None, heard: Heard) -> bool:
    """Where a yes or a no was asked for, another day in a few words is a better one: "make that
    Saturday". It is confirmed anew."""
    if asked is None or asked.type is not SlotType.BOOL or slot.type is SlotType.STRING:
        return False
    is_short = len(heard.key.split()) <= _FEW_WORDS
    return is_short and not heard.is_question and not is_number(heard.text)


def names(draft: Draft, heard: Heard) -> bool:
    """Whether an answer given before is named: "the reason is that …"."""
    flow = draft.flow_of(draft.front) if draft.front else None
    slots = frames.slots_of(draft, flow) if flow else set[str]()
    known = telling_words(" ".join(slots & set(draft.state.slots)).replace("_", " "))
    return heard.corrects and not known.isdisjoint(telling_words(heard.text))


def _is_certain(slot: Slot, heard: Heard) -> bool:
    """Where any words are an answer, a whole sentence with "wrong" or "instead" in it tells of
    something; in a few words it corrects."""
    is_short = len(heard.key.split()) <= _FEW_WORDS
    says_so = heard.corrects or slot.type is SlotType.NAME
    return heard.corrects_plainly or (says_so and (is_short or slot.pattern is not None))


def _askable(draft: Draft, frame: FlowFrame) -> set[str]:
    flow = draft.flow_of(frame)
    return frames.slots_of(draft, flow) if flow else set()


def _is_about_something_else(frame: FlowFrame, heard: Heard) -> bool:
    flow = heard.flow
    other = flow is not None and flow.name != frame.flow and not is_small_talk(flow)
    asks_for_it = not heard.corrects or heard.is_question
    return other and heard.wants(heard.intent or "") and asks_for_it


def _go_back(draft: Draft, slot: Slot, values: list[Any]) -> None:
    front = draft.front
    flow = draft.flow_of(front) if front else None
    if front is None or flow is None or front.has_written or front.is_compensating:
        draft.offer_human("cannot_change_now")
        return
    position = forget_from(draft, flow, {slot.name})
    if len(values) > 1:
        _ask_again(draft, slot, values, position)
        return
    draft.change(slots={**draft.state.slots, slot.name: values[0]})
    if position is not None:
        draft.change_front(path=position.path, waiting=None, attempts=0)
    draft.say("corrected")
    run(draft)


def _ask_again(draft: Draft, slot: Slot, values: list[Any], position: Position | None) -> None:
    """Two new values for one answer: which of them?"""
    draft.leave_open(slot, values)
    if position is not None:
        slots = {name: value for name, value in draft.state.slots.items() if name != slot.name}
        draft.change(slots=slots)
        draft.change_front(path=position.path, waiting=None, attempts=0)
        run(draft)
    else:
        draft.ask_slot(slot)


def _approvable(draft: Draft, *, timed: bool = False) -> FlowFrame | None:
    """The latest flow that waits for an approval or for a backend that it only reads."""
    for frame in reversed(draft.state.parked):
        on = frame.waiting.on if frame.waiting else ""
        if timed and frames.is_timed(frame) and not frame.done:
            return frame
        if on == "approval" or (on == "parked_call" and not is_write(draft, frame)):
            return frame
    return None


def _call_off(draft: Draft, frame: FlowFrame) -> None:
    if frame.waiting and frame.waiting.on == "approval":
        draft.emit(CancelApproval(approval_id=frame.waiting.ref))
    frames.drop_parked(draft, frame)


def _cancel_front(draft: Draft) -> None:
    front = draft.front
    if front is None:
        return
    if front.is_compensating or (
        front.waiting and front.waiting.on == "call" and is_write(draft, front)
    ):
        draft.offer_human("cannot_cancel_now")
        return
    draft.say("cancelled", flow=topic(draft.bot, draft.state, draft.flow_of(front)))
    draft.change_front(done=(*front.settled, *front.done), settled=())
    transitions.end_flow(draft, failed=True)
    if draft.front and draft.front.is_compensating:
        compensation.take_back(draft)


def _cancel_parked(draft: Draft, frame: FlowFrame) -> None:
    """A write that is being tried may have happened: then nothing is promised."""
    on = frame.waiting.on if frame.waiting else ""
    if on in {"call", "parked_call"} and is_write(draft, frame):
        draft.offer_human("cannot_cancel_now")
        return
    _call_off(draft, frame)
    frames.bring_back(draft, frame)
    _cancel_front(draft)
