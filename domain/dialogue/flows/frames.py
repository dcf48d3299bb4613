"""The stack of running flows: begin one on top, end it, put it aside, bring it back."""

from typing import Any

from domain.bot.model import Flow
from domain.bot.result_fields import paths_in_wait
from domain.dialogue.commands import CancelCall, CancelWait
from domain.dialogue.draft import Draft
from domain.dialogue.positions import first, walk
from domain.dialogue.state import DialogueState, FlowFrame, Waiting

MAX_FRAMES = 3
"""Flows under way at once, waiting ones included: that bounds the state."""


def begin(draft: Draft, flow: Flow, *, run: str | None = None) -> None:
    """Put a new run of a flow in front. What is known and outlives a flow is known to it."""
    verified = draft.customer is not None
    run = run or draft.new_number()
    frame = FlowFrame(flow=flow.name, run=run, verified=verified, person=draft.person)
    put_in_front(draft, frame)
    start = first(flow)
    draft.change_front(path=start.path if start else ())


def put_in_front(draft: Draft, frame: FlowFrame) -> None:
    """On top of the others, with its own slots and results at hand."""
    below = _stored(draft, draft.state.stack)
    slots = kept_slots(draft) | frame.slots
    results = dict(frame.results)
    bare = frame.model_copy(update={"slots": {}, "results": {}})
    draft.change(stack=(*below, bare), slots=slots, results=results)


def take_front(draft: Draft) -> FlowFrame:
    """Take the flow in front off the stack, its slots and results with it."""
    *below, front = draft.state.stack
    taken = front.model_copy(
        update={"slots": dict(draft.state.slots), "results": dict(draft.state.results)}
    )
    slots, results = kept_slots(draft), dict[str, dict[str, Any]]()
    if below:
        slots, results = slots | below[-1].slots, dict(below[-1].results)
        below[-1] = below[-1].model_copy(update={"slots": {}, "results": {}})
    draft.change(stack=tuple(below), slots=slots, results=results)
    if draft.state.question and draft.state.question.slot:
        draft.forget_question()
    return taken


def park(draft: Draft, waiting: Waiting) -> None:
    """Let the flow in front wait for a backend or a person while the customer talks on."""
    frame = take_front(draft).model_copy(update={"waiting": waiting, "attempts": 0})
    slots = {name: value for name, value in frame.slots.items() if _belongs(draft, frame, name)}
    frame = frame.model_copy(update={"slots": slots})
    draft.change(parked=(*draft.state.parked, frame))


def bring_back(draft: Draft, frame: FlowFrame) -> None:
    """Put a parked flow in front again."""
    draft.change(parked=tuple(other for other in draft.state.parked if other != frame))
    put_in_front(draft, frame.model_copy(update={"waiting": None, "attempts": 0}))
    draft.forget_question()


def drop_parked(draft: Draft, frame: FlowFrame) -> None:
    """Forget a parked flow and call off what it waits for."""
    draft.change(parked=tuple(other for other in draft.state.parked if other != frame))
    if frame.waiting and frame.waiting.on == "parked_call":
        draft.emit(CancelCall(call_id=frame.waiting.ref))
    if is_timed(frame) and frame.waiting:
        draft.emit(CancelWait(wait_id=frame.waiting.ref))


def disown(draft: Draft) -> None:
    """What one customer has asked for is not done on behalf of another."""
    draft.change(needs=())
    draft.change(
        **{
            where: tuple(frame.model_copy(update={"verified": False}) for frame in frames)
            for where, frames in (("stack", draft.state.stack), ("parked", draft.state.parked))
        }
    )


def waiting_for(draft: Draft, ref: str, *kinds: str) -> FlowFrame | None:
    """The frame, in front or parked, that waits for this call or approval."""
    candidates = (*draft.state.parked, *draft.state.stack[-1:])
    return next(
        (
            frame
            for frame in candidates
            if frame.waiting and frame.waiting.ref == ref and frame.waiting.on in kinds
        ),
        None,
    )


def is_full(draft: Draft) -> bool:
    """What waits for a moment is counted apart."""
    return len(draft.state.stack) + len(busy(draft.state)) >= MAX_FRAMES


def is_timed(frame: FlowFrame) -> bool:
    """Whether it waits for a moment, and so for nobody."""
    return frame.waiting is not None and frame.waiting.on == "moment"


def timed(state: DialogueState) -> tuple[FlowFrame, ...]:
    """The flows that wait for a moment."""
    return tuple(frame for frame in state.parked if is_timed(frame))


def busy(state: DialogueState) -> tuple[FlowFrame, ...]:
    """The parked flows that wait for a backend, an approval or a human."""
    return tuple(frame for frame in state.parked if not is_timed(frame))


def kept_slots(draft: Draft) -> dict[str, Any]:
    """The slots that outlive their flow."""
    slots = draft.bot.slots
    return {
        name: value
        for name, value in draft.state.slots.items()
        if name in slots and slots[name].keep
    }


def _belongs(draft: Draft, frame: FlowFrame, name: str) -> bool:
    """Whether a parked flow needs this slot; what it never mentions stays out of the state."""
    flow = draft.flow_of(frame)
    return flow is None or name in slots_of(draft, flow)


def slots_of(draft: Draft, flow: Flow) -> set[str]:
    """The slots that a flow collects, sets or hands to its tools."""
    names: set[str] = set()
    for position in walk(flow):
        step = position.step
        names |= {step.collect or "", *step.set, *step.show}
        names |= {path.split(".")[0] for path in paths_in_wait(step)}
        tool = draft.bot.tools.get(step.call or "")
        if tool:
            undo = draft.bot.tools.get(tool.undo or "")
            sources = (*tool.inputs.values(), *step.inputs.values())
            names |= {s.split(".")[0] for s in sources}
            names |= {s.split(".")[0] for s in undo.inputs.values()} if undo else set()
    return names & set(draft.bot.slots)


def _stored(draft: Draft, stack: tuple[FlowFrame, ...]) -> tuple[FlowFrame, ...]:
    """The stack with the front's slots and results laid into its frame."""
    if not stack:
        return ()
    *below, front = stack
    own = {"slots": dict(draft.state.slots), "results": dict(draft.state.results)}
    return (*below, front.model_copy(update=own))
