"""When a customer falls silent, a turn fails, or an operator steps in."""

from domain.bot.defaults import GENERAL
from domain.dialogue.commands import CancelApproval, CancelCall, CloseConversation
from domain.dialogue.draft import Draft
from domain.dialogue.events import (
    IdleElapsed,
    OperatorForcedHandoff,
    OperatorSkippedStep,
    TurnFailed,
)
from domain.dialogue.flows import (
    compensation,
    deferred_calls,
    frames,
    handoff_requests,
    transitions,
)
from domain.dialogue.flows.flow_runner import run
from domain.dialogue.handlers.call_outcomes import without_answer
from domain.dialogue.positions import Place
from domain.dialogue.state import DialogueState, FlowFrame


def is_anything_open(state: DialogueState) -> bool:
    """A call, an approval, a handoff or a wait: while one is open nothing closes."""
    return _is_under_way(state) or bool(frames.timed(state))


def _is_under_way(state: DialogueState) -> bool:
    in_flight = any(f.waiting and f.waiting.on == "call" for f in state.stack)
    return bool(frames.busy(state)) or in_flight or state.handoff_id is not None


def on_idle(draft: Draft, event: IdleElapsed) -> None:
    if _is_under_way(draft.state):
        return
    waits = bool(frames.timed(draft.state))
    if event.stage == "nudge":
        if draft.front is not None or not waits:
            draft.say("nudge")
        return
    front = next((frame for frame in draft.state.stack if frame.done), None)
    if front is not None:
        _end_half_done(draft)
        return
    if not waits:
        if not draft.state.resting:
            draft.say("close")
        draft.emit(CloseConversation(reason="idle"))
    draft.change(stack=(), results={}, needs=(), resting=waits)
    draft.forget_question()


def _end_half_done(draft: Draft) -> None:
    """What was written for a flow that nobody finishes is taken back before the session ends."""
    while draft.front is not None and not draft.front.done:
        transitions.drop_front(draft)
    transitions.end_flow(draft, failed=True)
    run(draft)


def on_turn_failed(draft: Draft, _: TurnFailed) -> None:
    """The customer gets the named failure; a call in flight goes on under its own deadline."""
    draft.change(needs=())
    draft.say("turn_failed")
    front = draft.front
    if front is not None and front.waiting is not None and front.waiting.on == "call":
        deferred_calls.park_call(draft)


def on_forced_handoff(draft: Draft, event: OperatorForcedHandoff) -> None:
    if draft.state.handoff_id is None:
        handoff_requests.start(draft, GENERAL, f"asked for by {event.by}", queue=event.queue)


def on_skipped(draft: Draft, _: OperatorSkippedStep) -> None:
    """Go past the step that waits. Skipping is never a yes, to a question or an approval."""
    if draft.front is None and draft.state.parked:
        _unpark(draft, (frames.busy(draft.state) or draft.state.parked)[-1])
    front = draft.front
    if front is None:
        return
    draft.forget_question()
    draft.change_front(waiting=None, attempts=0)
    if front.undoing:
        compensation.conclude(draft, is_unclear=True)
    elif (place := draft.place_of(front)) is not None:
        _skip(draft, front, place)
    run(draft)


def _unpark(draft: Draft, frame: FlowFrame) -> None:
    if frame.waiting and frame.waiting.on == "approval":
        draft.emit(CancelApproval(approval_id=frame.waiting.ref))
    if frame.waiting and frame.waiting.on == "parked_call":
        draft.emit(CancelCall(call_id=frame.waiting.ref))
    frames.drop_parked(draft, frame)
    frames.bring_back(draft, frame)


def _skip(draft: Draft, front: FlowFrame, place: Place) -> None:
    step = place.step
    if step.call is not None:  # what follows it would speak of an answer that never came
        without_answer(draft, front)
    elif step.approve is not None:
        branch = step.on_expire or step.on_reject
        if not branch:
            draft.say("approval_expired")
        transitions.enter(draft, branch, place, mends=True)
    elif step.if_false:
        transitions.enter(draft, step.if_false, place, mends=True)
    else:
        transitions.advance(draft, place)
