"""A tool call as handed to its activity, and what came of it as an event."""

from datetime import datetime

from domain.dialogue.commands import CallTool
from domain.dialogue.events import ToolRefused, ToolSucceeded, ToolUnavailable, TurnEvent
from domain.tools import ToolCall, ToolOutcome, ToolStatus
from workflows.carried import ConversationInput


def tool_call_of(state: ConversationInput, call: CallTool, *, repeated: bool = False) -> ToolCall:
    return ToolCall(
        tenant_id=state.tenant_id,
        conversation_id=state.conversation_id,
        revision=state.revision,
        call_id=call.call_id,
        tool=call.tool,
        arguments=call.arguments,
        customer=state.dialogue.customer,
        idempotency_key=call.idempotency_key,
        keep=call.keep,
        undo=call.undo,
        repeated=repeated,
        trace_id=state.trace_id,
    )


def outcome_event(call: CallTool, outcome: ToolOutcome, at: datetime) -> TurnEvent:
    if outcome.status is ToolStatus.SUCCEEDED:
        return ToolSucceeded(at=at, call_id=call.call_id, result=outcome.result)
    return ToolRefused(at=at, call_id=call.call_id, code=outcome.code)


def failed_call(call: CallTool, at: datetime) -> TurnEvent:
    """An outage, or a mistake of ours or the tenant's: either way it is waited for and mended."""
    return ToolUnavailable(at=at, call_id=call.call_id)
