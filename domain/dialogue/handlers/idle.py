"""Handles a customer's silence: the nudge, and the end of what was left half done."""

from domain.dialogue.commands import CloseConversation
from domain.dialogue.draft import Draft
from domain.dialogue.events import IdleElapsed
from domain.dialogue.flows import frames, transitions
from domain.dialogue.flows.flow_runner import run
from domain.dialogue.state import DialogueState


def is_anything_open(state: DialogueState) -> bool:
    """A call, an approval, a handoff or a wait: while one is open nothing closes."""
    return _is_under_way(state) or bool(frames.timed(state))


def _is_under_way(state: DialogueState) -> bool:
    in_flight = any(f.waiting and f.waiting.on == "call" for f in state.stack)
    return bool(frames.busy(state)) or in_flight or state.handoff_id is not None


def on_idle(draft: Draft, event: IdleElapsed) -> None:
    """Nudge once; at the end take back what is half done, then close or rest."""
    if _is_under_way(draft.state):
        return
    waits = bool(frames.timed(draft.state))
    if event.stage == "nudge":
        if draft.state.ends_when_rated:
            return
        if draft.front is not None or not waits:
            draft.say("nudge")
        return
    front = next((frame for frame in draft.state.stack if frame.done), None)
    if front is not None:
        _end_half_done(draft)
        return
    if not waits:
        if not draft.state.resting and not draft.state.ends_when_rated:
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
