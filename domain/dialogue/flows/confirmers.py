"""Whose yes counts before something is written, and from when on: who asked for it, once they had
been asked."""

from domain.bot.model import Slot, SlotType
from domain.dialogue.draft import Draft
from domain.dialogue.positions import walk

NOT_YOURS = "confirm_not_yours"
TOO_EARLY = "confirm_too_early"


def leads_to_a_write(draft: Draft) -> bool:
    """Whether a step after the one in front changes something, or asks a person to permit it."""
    front = draft.front
    flow = draft.flow_of(front) if front else None
    if front is None or flow is None:
        return False
    positions = [position.step for position in walk(flow)]
    at = next((i for i, step in enumerate(positions) if step.id in front.path[-1:]), 0)
    return any(step.approve is not None or draft.bot.writes(step) for step in positions[at:])


def refusal_of(draft: Draft, slot: Slot, value: object) -> str | None:
    """The response that says why this yes does not count; None where it does, and for every other
    answer: a no is safe from anybody at any time."""
    front = draft.front
    if front is None or slot.type is not SlotType.BOOL or value is not True:
        return None
    if not leads_to_a_write(draft):
        return None
    if front.person and draft.person and front.person != draft.person:
        return NOT_YOURS
    asked_at = front.waiting.since if front.waiting else None
    if asked_at is not None and draft.crossed_since is not None:
        return TOO_EARLY if asked_at >= draft.crossed_since else None
    return None
