"""Going back in the flow in front: to its beginning, or to the question before."""

from domain.dialogue.draft import Draft
from domain.dialogue.flows import frames
from domain.dialogue.flows.flow_runner import run
from domain.dialogue.flows.slot_filling import asked_slot
from domain.dialogue.flows.slot_invalidation import forget_from
from domain.dialogue.positions import Position, walk
from domain.dialogue.reactions import corrections
from domain.dialogue.state import FlowFrame


def start_over(draft: Draft) -> bool:
    """Ask everything again, also where the flow waits for a person; with none, greet."""
    front = _front(draft)
    flow = draft.flow_of(front) if front else None
    if front is None or flow is None:
        draft.say("greeting")
        return True
    if _is_too_late(draft):
        return True
    names = frames.slots_of(draft, flow)
    frames.take_front(draft)
    slots = {name: value for name, value in draft.state.slots.items() if name not in names}
    draft.change(slots=slots)
    draft.set_prefix("starting_over")
    frames.begin(draft, flow)
    run(draft)
    return True


def go_back(draft: Draft) -> bool:
    """Ask the question before again; the first one is merely repeated. With no flow, ask what is
    wanted."""
    front = _front(draft)
    flow = draft.flow_of(front) if front else None
    if front is None or flow is None:
        draft.say("human_declined" if draft.state.greeted else "greeting")
        return True
    if _is_too_late(draft):
        return True
    before = _answered_before(draft, list(walk(flow)))
    if before:
        position = forget_from(draft, flow, {before})
        draft.change_front(path=position.path if position else front.path, waiting=None, attempts=0)
        run(draft)
    elif (slot := asked_slot(draft)) is not None:
        draft.ask_slot(slot)
    return True


def _front(draft: Draft) -> FlowFrame | None:
    if draft.front is None:
        corrections.reopen(draft)
    return draft.front


def _answered_before(draft: Draft, positions: list[Position]) -> str | None:
    """The slot of the customer's that was answered last before the step in front."""
    front = draft.front
    current = front.path[-1:] if front else ()
    until = next((i for i, position in enumerate(positions) if position.step.id in current), 0)
    for position in reversed(positions[:until]):
        name = position.step.collect
        slot = draft.bot.slots.get(name or "")
        if slot is not None and slot.source == "customer" and slot.name in draft.state.slots:
            return slot.name
    return None


def _is_too_late(draft: Draft) -> bool:
    front = draft.front
    if front is not None and (front.has_written or front.is_compensating):
        draft.offer_human("cannot_change_now")
        return True
    return False
