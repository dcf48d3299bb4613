"""From one step to the next, into a branch, and out of a flow."""

from domain.bot.model import Flow, Step
from domain.dialogue.draft import Draft
from domain.dialogue.flows.frames import take_front
from domain.dialogue.positions import Position, following, into, walk


def advance(draft: Draft, position: Position) -> None:
    """Go to the step that follows, or end the flow."""
    after = following(position)
    if after.position is None:
        end_flow(draft, failed=after.failed)
    else:
        draft.change_front(path=after.position.path)


def enter(
    draft: Draft, steps: tuple[Step, ...], position: Position, *, is_failure_branch: bool
) -> None:
    """Go into a branch of this step; an empty one is over at once."""
    inside = into(steps, position, is_failure_branch=is_failure_branch)
    if inside is not None:
        draft.change_front(path=inside.path)
    elif is_failure_branch:
        end_flow(draft, failed=True)
    else:
        advance(draft, position)


def end_flow(draft: Draft, *, failed: bool = False) -> None:
    """A flow that fails half-way stays in front until its writes are taken back."""
    front = draft.front
    if front is not None and failed and front.done:
        draft.change_front(is_compensating=True, waiting=None)
    else:
        drop_front(draft)


def drop_front(draft: Draft) -> None:
    """Leave the flow in front; a bare value may still mean it again."""
    if draft.front is None:
        return
    frame = take_front(draft)
    flow = draft.flow_of(frame)
    if flow is not None and _may_be_meant_again(draft, flow):
        draft.change(last_flow=frame.flow)


def _may_be_meant_again(draft: Draft, flow: Flow) -> bool:
    """Whether it is about something that has a number: one that only answers a question, or takes
    down a message, does not make the customer's wish forgotten."""
    slots = (draft.bot.slots.get(position.step.collect or "") for position in walk(flow))
    return any(slot is not None and slot.pattern for slot in slots)
