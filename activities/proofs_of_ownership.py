"""Proofs of ownership before a tool is called: slower, then a human."""

import logging

from temporalio import activity

from domain.bot.model import Tool
from domain.errors import NotYet
from domain.ports import OwnershipProofs
from domain.proofs_of_ownership import TOO_MANY, is_failed, subjects_of
from domain.tools import ToolCall, ToolOutcome, ToolStatus

_log = logging.getLogger(__name__)


class OwnershipGuard:
    """Looks before a call at what failed, and after it at what has failed meanwhile."""

    def __init__(self, proofs: OwnershipProofs) -> None:
        self._proofs = proofs

    async def refusal(self, tool: Tool, call: ToolCall) -> ToolOutcome | None:
        """Raise NotYet for who must wait. A write that may be under way is never refused here."""
        subjects = subjects_of(tool, call)
        writes = tool.effect.writes
        if not subjects or (writes and (call.undo or call.repeated or _attempt() > 1)):
            return None
        admission = await self._proofs.begin(call.tenant_id, _call_of(call), subjects)
        if admission.is_refused:
            _tell(call)
            return ToolOutcome(status=ToolStatus.REFUSED, code=TOO_MANY)
        if admission.wait is not None and not writes:
            raise NotYet(f"{tool.name}: too many wrong answers", retry_after=admission.wait)
        return None

    async def settle(self, tool: Tool, call: ToolCall, outcome: ToolOutcome) -> ToolOutcome:
        """Note how the proof ended. What was only read is withheld if too many failed meanwhile."""
        subjects = subjects_of(tool, call)
        if not subjects or outcome.code == TOO_MANY:
            return outcome
        believed = await self._proofs.end(
            call.tenant_id, _call_of(call), subjects, failed=is_failed(outcome)
        )
        if believed or tool.effect.writes or outcome.status is ToolStatus.REFUSED:
            return outcome
        _tell(call)
        return ToolOutcome(status=ToolStatus.REFUSED, code=TOO_MANY)


def _call_of(call: ToolCall) -> str:
    """Ids of calls are unique within their conversation only."""
    return f"{call.conversation_id}/{call.call_id}"


def _tell(call: ToolCall) -> None:
    _log.warning(
        "ownership_refused",
        extra={
            "tenant_id": call.tenant_id,
            "conversation_id": call.conversation_id,
            "tool": call.tool,
            "call_id": call.call_id,
        },
    )
    if activity.in_activity():
        counter = activity.metric_meter().create_counter(
            "duralogue_ownership_refusals", "Calls refused after too many wrong proofs of ownership"
        )
        counter.add(1, {"tool": call.tool})


def _attempt() -> int:
    return activity.info().attempt if activity.in_activity() else 1
