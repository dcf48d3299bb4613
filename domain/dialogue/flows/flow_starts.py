"""Starting a flow by a customer's wish, with what they have said already."""

from typing import Any

from domain.bot.model import VERIFIED_CUSTOMER, Flow, Slot, SlotType
from domain.dialogue.draft import Draft
from domain.dialogue.flows import frames
from domain.dialogue.flows.flow_runner import run
from domain.dialogue.message_reading import Heard, is_small_talk
from domain.dialogue.positions import walk
from domain.dialogue.state import FlowFrame
from domain.dialogue.text.rendering import topic
from domain.understanding.language.registry import word_table
from domain.understanding.preprocess import match_key

_GIVEN_EARLY = set(SlotType) - {SlotType.STRING, SlotType.BOOL, SlotType.INTEGER}
"""A number or a yes may be about anything."""
_SHORT = 6
_NO = word_table("dialogue", "NO")
_BESIDE_A_NUMBER = word_table("dialogue", "BESIDE_A_NUMBER")


def start_flow(
    draft: Draft, flow: Flow, heard: Heard | None = None, *, run_id: str | None = None
) -> None:
    """Begin a flow in front of all others, or come back to one that is under way."""
    if flow.requires == VERIFIED_CUSTOMER and draft.customer is None:
        draft.say("need_login")
    elif is_small_talk(flow):
        draft.change(answered=draft.earlier)
        _begin(draft, flow, heard, run_id)
    elif not _is_under_way(draft, flow, heard):
        if frames.is_full(draft):
            draft.offer_human("too_much_open")
        else:
            _begin(draft, flow, heard, run_id)


def follow_up(draft: Draft, heard: Heard) -> bool:
    """A bare "and A100002?" after a flow means the same flow again."""
    flow = draft.bot.flows.get(draft.state.last_flow)
    if draft.front is not None or flow is None or len(heard.key.split()) > _SHORT:
        return False
    slots = [slot for slot in early_slots(draft, flow) if slot.pattern]
    if not any(heard.values_for(slot) for slot in slots):
        return False
    start_flow(draft, flow, heard)
    return True


def means_the_same_again(draft: Draft, heard: Heard) -> bool:
    """A message that is a number and nothing else is for the wish that was last spoken of."""
    flow = draft.bot.flows.get(draft.state.last_flow)
    if draft.front is not None or flow is None:
        return False
    slots = [slot for slot in early_slots(draft, flow) if slot.pattern]
    if not any(heard.values_for(slot) for slot in slots):
        return False
    is_spoken = any(heard.values_for(slot, spoken=True) for slot in slots)
    if not is_spoken and _NO & set(heard.key.split()):
        return False
    named = {word for e in heard.understanding.entities for word in match_key(e.text).split()}
    values = {match_key(str(value)) for slot in slots for value in heard.values_for(slot)}
    words = set(heard.key.split())
    return words <= (_BESIDE_A_NUMBER | values | (named if len(words) <= _SHORT else set()))


def early_slots(draft: Draft, flow: Flow) -> list[Slot]:
    """The slots of a flow that may be filled before they are asked for."""
    names = frames.slots_of(draft, flow) - _only_offered(flow)
    return [
        slot
        for name, slot in draft.bot.slots.items()
        if name in names
        and slot.source == "customer"
        and (slot.type in _GIVEN_EARLY or slot.pattern is not None)
    ]


def _only_offered(flow: Flow) -> set[str]:
    """Slots that take nothing but what their buttons offer, which is not known before."""
    steps = (position.step for position in walk(flow))
    return {step.collect or "" for step in steps if step.buttons and step.buttons.only}


def given_early(draft: Draft, flow: Flow, heard: Heard) -> dict[str, Any]:
    """What the message already says of a flow's slots; where it leaves a choice, that is asked. A
    part of a composite value is no value of its own."""
    given: dict[str, Any] = {}
    slots = early_slots(draft, flow)
    parts = {n for slot in slots if heard.parts_of(slot).places for n in slot.part_slots}
    for slot in slots:
        values = heard.values_for(slot) if slot.name not in parts else []
        if len(values) == 1:
            given[slot.name] = values[0]
        draft.leave_open(slot, values)
    return given


def _begin(draft: Draft, flow: Flow, heard: Heard | None, run_id: str | None) -> None:
    frames.begin(draft, flow, run=run_id)
    if heard is not None:
        given = given_early(draft, flow, heard)
        draft.change(slots=draft.state.slots | given)
        _tell_too_much(draft, flow, heard, given)
    run(draft)


def _tell_too_much(draft: Draft, flow: Flow, heard: Heard, given: dict[str, Any]) -> None:
    """More things than a list takes are not dropped without a word."""
    for slot in early_slots(draft, flow):
        misfit = heard.misfit(slot) if slot.composite and slot.name not in given else None
        if misfit is not None:
            draft.set_prefix(misfit.response, misfit.values)


def _is_under_way(draft: Draft, flow: Flow, heard: Heard | None) -> bool:
    """Come back to the same flow, unless this is about something else of the same kind."""
    given = given_early(draft, flow, heard) if heard else {}
    for frame in frames.busy(draft.state):
        if frame.flow == flow.name and not _contradicts(frame.slots, given):
            _take_up(draft, frame)
            return True
    below = [frame.flow for frame in draft.state.stack[:-1]]
    while flow.name in below and draft.front and not draft.front.done:
        frames.take_front(draft)
        below = [frame.flow for frame in draft.state.stack[:-1]]
    return draft.front is not None and draft.front.flow == flow.name


def _take_up(draft: Draft, frame: FlowFrame) -> None:
    """A flow put aside for a human goes on; one that waits for an outcome is reported on."""
    if frame.waiting and frame.waiting.on == "handoff" and draft.front is None:
        frames.bring_back(draft, frame)
        run(draft)
    else:
        say_still_waiting(draft, frame)


def say_still_waiting(draft: Draft, frame: FlowFrame) -> None:
    """How it stands with a flow that waits for somebody."""
    draft.say("still_waiting", flow=topic(draft.bot, draft.state, draft.flow_of(frame)))


def _contradicts(slots: dict[str, Any], given: dict[str, Any]) -> bool:
    return any(slots.get(name, value) != value for name, value in given.items())
