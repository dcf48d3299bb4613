"""A tool call as handed to its activity, and what it is to the dialogue when that fails."""

from datetime import datetime

from temporalio.exceptions import ActivityError, ApplicationError, TimeoutType
from temporalio.exceptions import TimeoutError as TimedOut

from domain.dialogue.commands import CallTool
from domain.dialogue.events import ToolGaveUp, ToolUnavailable, TurnEvent
from domain.dialogue.state import DialogueState
from domain.tools import Effect, OnceBy, ToolCall
from domain.turns import tool_call
from workflows.conversation_state import ConversationInput, DeferredCall

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
    if deferred is None:
        return asked
    again = {"repeated": True, "sent_at": deferred.sent_at, "urgent": deferred.urgent}
    return asked.model_copy(update=again)


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
