"""From one step to the next, into a branch, and out of a flow."""

from domain.bot.model import Step
from domain.dialogue.draft import Draft
from domain.dialogue.frames import take_front
from domain.dialogue.hearing import is_small_talk
from domain.dialogue.places import Place, following, into


def advance(draft: Draft, place: Place) -> None:
    """Go to the step that follows, or end the flow."""
    after = following(place)
    if after.place is None:
        end_flow(draft, failed=after.failed)
    else:
        draft.change_front(path=after.place.path)


def enter(draft: Draft, steps: tuple[Step, ...], place: Place, *, mends: bool) -> None:
    """Go into a branch of this step; an empty one is over at once."""
    inside = into(steps, place, mends=mends)
    if inside is not None:
        draft.change_front(path=inside.path)
    elif mends:
        end_flow(draft, failed=True)
    else:
        advance(draft, place)


def end_flow(draft: Draft, *, failed: bool = False) -> None:
    """A flow that fails half-way stays in front until its writes are taken back."""
    front = draft.front
    if front is not None and failed and front.done:
        draft.change_front(undoing=True, waiting=None)
    else:
        drop_front(draft)


def drop_front(draft: Draft) -> None:
    if draft.front is None:
        return
    frame = take_front(draft)
    flow = draft.flow_of(frame)
    if flow is not None and not is_small_talk(flow):
        draft.change(last_flow=frame.flow)
