"""Handles an operator's repairs: handing the conversation off, skipping the step that waits."""

from domain.bot.defaults import GENERAL
from domain.dialogue.commands import CancelApproval, CancelCall
from domain.dialogue.draft import Draft
from domain.dialogue.events import OperatorForcedHandoff, OperatorSkippedStep
from domain.dialogue.flows import compensation, frames, handoff_requests, transitions
from domain.dialogue.flows.flow_runner import run
from domain.dialogue.handlers.call_outcomes import without_answer
from domain.dialogue.positions import Position
from domain.dialogue.state import FlowFrame


def on_forced_handoff(draft: Draft, event: OperatorForcedHandoff) -> None:
    """To a human, unless the conversation is handed off already."""
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
    if front.is_compensating:
        compensation.conclude(draft, is_unclear=True)
    elif (position := draft.position_of(front)) is not None:
        _skip(draft, front, position)
    run(draft)


def _unpark(draft: Draft, frame: FlowFrame) -> None:
    if frame.waiting and frame.waiting.on == "approval":
        draft.emit(CancelApproval(approval_id=frame.waiting.ref))
    if frame.waiting and frame.waiting.on == "parked_call":
        draft.emit(CancelCall(call_id=frame.waiting.ref))
    frames.drop_parked(draft, frame)
    frames.bring_back(draft, frame)


def _skip(draft: Draft, front: FlowFrame, position: Position) -> None:
    step = position.step
    if step.call is not None:  # what follows it would speak of an answer that never came
        without_answer(draft, front)
    elif step.approve is not None:
        branch = step.on_expire or step.on_reject
        if not branch:
            draft.say("approval_expired")
        transitions.enter(draft, branch, position, is_failure_branch=True)
    elif step.if_false:
        transitions.enter(draft, step.if_false, position, is_failure_branch=True)
    else:
        transitions.advance(draft, position)
