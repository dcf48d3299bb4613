"""Handles outcomes of calls and approvals: the flow that waited goes on."""

from collections.abc import Mapping
from typing import Any

from domain import listed_results
from domain.bot.defaults import GENERAL
from domain.dialogue.draft import Draft
from domain.dialogue.events import (
    ApprovalDecided,
    ApprovalExpired,
    ToolAsked,
    ToolGaveUp,
    ToolInputExpired,
    ToolRefused,
    ToolSucceeded,
    ToolUnavailable,
)
from domain.dialogue.flows import (
    approvals,
    asked_calls,
    compensation,
    deferred_calls,
    frames,
    handoff_requests,
    tool_calls,
    transitions,
)
from domain.dialogue.flows.flow_runner import run
from domain.dialogue.positions import Position
from domain.dialogue.reactions.corrections import is_write
from domain.dialogue.state import FlowFrame
from domain.dialogue.text.rendering import topic
from domain.dialogue.text.slot_values import fitted

_LONGEST_TEXT, _LONGEST_ADDRESS = 100, 300


def on_succeeded(draft: Draft, event: ToolSucceeded) -> None:
    """Keep the result and go on."""
    front = _resume(draft, event.call_id, "call", "parked_call")
    if front is None:
        return
    if front.is_compensating:
        compensation.is_taken_back(draft)
    elif position := draft.position_of(front):
        _keep_result(draft, front, position, event.result)
        transitions.advance(draft, position)
    run(draft)


def on_refused(draft: Draft, event: ToolRefused) -> None:
    """Take the branch for this refusal, or say that it was refused."""
    front = _resume(draft, event.call_id, "call", "parked_call")
    if front is None:
        return
    if front.is_compensating:
        compensation.conclude(draft)
    elif position := draft.position_of(front):
        tool_calls.refuse(draft, position, event.code)
    run(draft)


def on_asked(draft: Draft, event: ToolAsked) -> None:
    """Ask the customer, and go on with the call once they have answered."""
    before = frames.waiting_for(draft, event.call_id, "call", "parked_call")
    rounds = before.asked.rounds + 1 if before is not None and before.asked is not None else 1
    front = _resume(draft, event.call_id, "call", "parked_call")
    if front is None:
        return
    position = draft.position_of(front)
    if front.is_compensating:
        compensation.conclude(draft)
    elif position is not None:
        tool = draft.bot.tools[position.step.call or ""]
        if not asked_calls.begin(draft, tool, event.call_id, event.questions, rounds):
            tool_calls.refuse(draft, position, asked_calls.NOT_ASKABLE)
    run(draft)


def on_input_expired(draft: Draft, event: ToolInputExpired) -> None:
    """The flow in front takes its branch for a refusal; one below does when its turn comes."""
    is_it = {
        frame.run: frame.asked is not None
        and frame.asked.ref == event.call_id
        and frame.asked.answers is None
        for frame in draft.state.stack
    }
    if not any(is_it.values()):
        return
    draft.is_unprompted = True
    draft.change(
        stack=tuple(_expired(frame) if is_it[frame.run] else frame for frame in draft.state.stack)
    )
    if draft.front is not None and is_it[draft.front.run]:
        draft.forget_question()
        draft.change_front(waiting=None)
        run(draft)


def _expired(frame: FlowFrame) -> FlowFrame:
    asked = frame.asked.model_copy(update={"expired": True}) if frame.asked else None
    return frame.model_copy(update={"asked": asked})


def on_unavailable(draft: Draft, event: ToolUnavailable) -> None:
    """Tell the customer, and go on trying quietly; they may talk about something else."""
    if frames.waiting_for(draft, event.call_id, "call") is not None:
        deferred_calls.defer_call(draft, may_have_happened=event.may_have_happened)


def on_gave_up(draft: Draft, event: ToolGaveUp) -> None:
    """Take the branch for it, or say so, and own up to what may have been done."""
    front = _resume(draft, event.call_id, "call", "parked_call")
    if front is not None:
        without_answer(draft, front, may_have_happened=event.may_have_happened)
        run(draft)


def without_answer(draft: Draft, front: FlowFrame, *, may_have_happened: bool = True) -> None:
    """The backend never answered. Where a write may have happened a human looks."""
    if front.is_compensating:
        compensation.conclude(draft, is_unclear=may_have_happened)
        return
    position = draft.position_of(front)
    give_up = position.step.give_up if position else None
    about = topic(draft.bot, draft.state, draft.flow_of(front))
    if position is not None and may_have_happened and is_write(draft, front):
        _leave_to_a_human(draft, front, position)
        return
    draft.say((give_up.say if give_up else None) or "backend_gave_up", flow=about)
    if position is not None and give_up is not None and give_up.then:
        transitions.enter(draft, give_up.then, position, is_failure_branch=True)
    elif give_up is None:
        _fail_to_a_human(draft, about)
    else:
        transitions.end_flow(draft, failed=True)


def _leave_to_a_human(draft: Draft, front: FlowFrame, position: Position) -> None:
    """Nothing is repeated and nothing taken back: a refund that may be out needs its label."""
    about = topic(draft.bot, draft.state, draft.flow_of(front))
    unresolved_writes = (position.step.call or "", *(write.tool for write in reversed(front.done)))
    draft.say("outcome_unknown", flow=about)
    draft.change_front(done=(), unresolved_writes=unresolved_writes)
    give_up = position.step.give_up
    if give_up is not None and any(step.handoff for step in give_up.then):
        transitions.enter(draft, give_up.then, position, is_failure_branch=True)
    else:
        transitions.end_flow(draft)
        handoff_requests.start(draft, GENERAL, handoff_requests.reason_of(about, unresolved_writes))


def _fail_to_a_human(draft: Draft, about: str) -> None:
    """A human gets the rest, once what was done before is taken back."""
    if draft.front is not None and draft.front.done:
        draft.change_front(is_compensating=True, handoff_rule=GENERAL)
    else:
        transitions.end_flow(draft, failed=True)
        handoff_requests.start(draft, GENERAL, about)


def on_decided(draft: Draft, event: ApprovalDecided) -> None:
    """Go on as approved or rejected; a decision on something else is void."""
    front = _resume(draft, event.approval_id, "approval")
    position = draft.position_of(front) if front else None
    if position is None:
        return
    if not event.approved:
        _turned_down(draft, position, position.step.on_reject, "not_approved")
    elif event.digest != approvals.digest(draft, position):
        draft.set_prefix("approval_renewed")
    else:
        draft.say("approved")
        draft.change_front(approved=(position.step.id, event.digest))
        transitions.advance(draft, position)
    run(draft)


def on_expired(draft: Draft, event: ApprovalExpired) -> None:
    """Nobody decided: the step's branch for that, or the one for a rejection."""
    front = _resume(draft, event.approval_id, "approval")
    position = draft.position_of(front) if front else None
    if position is None:
        return
    _turned_down(draft, position, position.step.on_expire, "approval_expired")
    run(draft)


def _turned_down(draft: Draft, position: Position, branch: tuple[Any, ...], default: str) -> None:
    if branch:
        transitions.enter(draft, branch, position, is_failure_branch=True)
    else:
        draft.say(default)
        transitions.end_flow(draft, failed=True)


def _resume(draft: Draft, ref: str, *kinds: str) -> FlowFrame | None:
    """Bring the flow that waits for this to the front; None for what nobody waits for."""
    frame = frames.waiting_for(draft, ref, *kinds)
    if frame is None:
        return None
    if frame in draft.state.parked:
        deferred_calls.park_in_flight(draft)
        frames.bring_back(draft, frame)
        draft.set_flow_prefix("about_flow", draft.flow_of(frame))
    draft.change_front(waiting=None, asked=None)
    return draft.front


def _keep_result(
    draft: Draft, front: FlowFrame, position: Position, result: Mapping[str, Any]
) -> None:
    """Keep what the flow reads, set its slots, and note a write that may have to be undone."""
    tool = draft.bot.tools[position.step.call or ""]
    kept = _kept(result, draft.bot.kept_results.get(tool.returns, ()))
    draft.change(results={**draft.state.results, tool.returns: kept})
    slots = dict(draft.state.slots)
    for name, source in position.step.set.items():
        slot = draft.bot.slots.get(name)
        value = fitted(slot, draft.value(source)) if slot else None
        slots.pop(name, None)
        if value is not None:
            slots[name] = value
    draft.change(slots=slots)
    if tool.effect.writes:
        done = tool_calls.done_write(draft, tool, front, position)
        draft.change_front(done=(*front.done, done))
    is_waiting = draft.state.handoff_id is not None and not draft.state.handoff_claimed
    if tool.builtin == "ticket" and is_waiting:
        _end_handoff(draft)


def _end_handoff(draft: Draft) -> None:
    """The ticket takes the place of the human; flows that waited for one end."""
    ref = draft.state.handoff_id
    handoff_requests.cancel(draft)
    still = (f for f in draft.state.parked if not (f.waiting and f.waiting.ref == ref))
    draft.change(parked=tuple(still))


def _kept(result: Mapping[str, Any], paths: tuple[str, ...]) -> dict[str, Any]:
    """Only the named fields, each a short plain value, and the named lists."""
    kept: dict[str, Any] = {}
    lists: dict[str, list[str]] = {}
    for path in paths:
        if (of_list := listed_results.split(path)) is not None:
            lists.setdefault(of_list[0], []).append(of_list[1])
        elif (value := _short(listed_results.at(result, path))) is not None:
            listed_results.put(kept, path, value)
    for head, fields in lists.items():
        items = listed_results.items_of(result, head, fields, _short_item)
        if items is not None:
            listed_results.put(kept, head, items)
    return kept


def _short_item(value: Any) -> Any:
    """An address is kept whole or not at all: half of one leads elsewhere."""
    if isinstance(value, str) and value.startswith("https://"):
        return value if len(value) <= _LONGEST_ADDRESS else None
    return _short(value)


def _short(value: Any) -> Any:
    match value:
        case bool() | int() | float():
            return value if abs(value) < 10**15 else None
        case str():
            return value[:_LONGEST_TEXT]
        case {"amount": str(amount), "currency": str(currency)}:
            return {"amount": amount[:20], "currency": currency[:3]}
        case _:
            return None
