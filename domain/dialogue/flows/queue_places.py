"""The customer's place in the queue, and about how long it will take."""

from domain.dialogue.draft import Draft

_NEAR = 3
"""Up to this place each step forward is worth telling; further back a third of the way is."""


def tell(draft: Draft, *, is_asked: bool = False) -> None:
    """Begin what is said next with the place, where it is known and the customer has asked, or it
    has clearly changed since they heard it last."""
    state = draft.state
    position, told = state.queue_position, state.queue_told
    if position is None or not (is_asked or told is None or _has_clearly_changed(told, position)):
        return
    name = "queue_place" if state.queue_minutes is None else "queue_place_minutes"
    draft.set_prefix(name, {"position": position, "minutes": state.queue_minutes})
    draft.change(queue_told=position)


def _has_clearly_changed(told: int, position: int) -> bool:
    """Forward, or back, by enough to be news."""
    if position == told:
        return False
    return position <= _NEAR or 3 * abs(told - position) >= told
