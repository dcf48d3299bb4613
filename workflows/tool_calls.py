"""A tool call as handed to its activity, and what it is to the dialogue when that fails."""

from datetime import datetime

from temporalio.exceptions import ActivityError, ApplicationError, TimeoutType
from temporalio.exceptions import TimeoutError as TimedOut

from domain.dialogue.commands import CallTool
from domain.dialogue.events import ToolGaveUp, ToolUnavailable, TurnEvent
from domain.dialogue.state import DialogueState
from domain.tools import Effect, OnceBy, ToolCall, ToolOutcome, ToolStatus
from domain.turns import outcome_event, tool_call
from workflows.conversation_state import ConversationInput, DeferredCall, OpenInput

_NOTHING_WAS_DONE = frozenset({"DependencyUnavailable", "ConfigurationError", "NotFound"})
"""Names of the errors after which it is certain that the backend got no request."""


def tool_call_of(
    state: ConversationInput,
    call: CallTool,
    *,
    dialogue: DialogueState | None = None,
    deferred: DeferredCall | None = None,
) -> ToolCall:
    """`dialogue` is the state that asks for the call, where it is not stored yet."""
    asked = tool_call(
        call,
        state.ref(),
        remembered=(dialogue or state.dialogue).customer,
        trace_id=state.trace_id,
    )
    if call.continues:
        open_input = state.inputs.get(call.continues)
        kept = open_input.request_state if open_input else None
        asked = asked.model_copy(update={"request_state": kept})
    if deferred is None:
        return asked
    again = {"repeated": True, "sent_at": deferred.sent_at, "urgent": deferred.urgent}
    return asked.model_copy(update=again)


def outcome_of(
    state: ConversationInput, call: CallTool, outcome: ToolOutcome, at: datetime
) -> TurnEvent:
    """What came of a call. What a server gave us to keep stays here: the dialogue is small."""
    if outcome.status is ToolStatus.ASKS:
        state.inputs[call.call_id] = OpenInput(request_state=outcome.request_state)
    return outcome_event(call, outcome, at)


def forget_inputs(state: ConversationInput) -> None:
    """Those of calls that no flow waits for any more: it was cancelled, or has its answer."""
    frames = (*state.dialogue.stack, *state.dialogue.parked)
    wanted = {frame.asked.ref for frame in frames if frame.asked is not None}
    wanted |= {frame.waiting.ref for frame in frames if frame.waiting is not None}
    state.inputs = {ref: kept for ref, kept in state.inputs.items() if ref in wanted}


def failed_call(call: CallTool, error: ActivityError, at: datetime) -> TurnEvent:
    """An outage, or a mistake of ours or the tenant's: either way it is waited for and mended.

    Unless it may have been carried out, and neither a key nor a look-up makes another try safe.
    """
    happened = may_have_happened(call, error)
    if happened and call.once_by is OnceBy.NOTHING:
        return ToolGaveUp(at=at, call_id=call.call_id)
    return ToolUnavailable(at=at, call_id=call.call_id, may_have_happened=happened)


def may_have_happened(call: CallTool, error: ActivityError) -> bool:
    """Whether the backend may have done it. With a key there were other attempts before."""
    if call.effect is Effect.READ:
        return False
    if call.once_by is OnceBy.KEY:
        return True
    cause = error.cause
    if isinstance(cause, TimedOut):
        return cause.type is not TimeoutType.SCHEDULE_TO_START
    return not (isinstance(cause, ApplicationError) and cause.type in _NOTHING_WAS_DONE)
