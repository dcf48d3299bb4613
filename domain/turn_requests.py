"""Approvals and handoffs that a step of a turn asks for, as they are recorded."""

from domain.dialogue.commands import AskApproval, HandOff
from domain.handoffs import Approval, Handoff
from domain.turns import CommitTurn


def approvals_of(request: CommitTurn) -> list[Approval]:
    """The approvals that a step asks for."""
    return [
        Approval(
            approval_id=command.approval_id,
            tenant_id=request.conversation.tenant_id,
            conversation_id=request.conversation.conversation_id,
            name=command.name,
            by_role=command.by_role,
            shown=command.shown,
            digest=command.digest,
            requested_at=request.at,
            remind_at=command.remind_at,
            expires_at=command.expires_at,
        )
        for command in request.result.commands
        if isinstance(command, AskApproval)
    ]


def handoffs_of(request: CommitTurn) -> list[Handoff]:
    """The handoffs that a step begins."""
    return [
        Handoff(
            handoff_id=command.handoff_id,
            tenant_id=request.conversation.tenant_id,
            conversation_id=request.conversation.conversation_id,
            queue=command.queue,
            skills=command.skills,
            priority=command.priority,
            reason=command.reason,
            opened_at=request.at,
            first_reply_due=command.first_reply_due,
            channel=request.conversation.channel,
            locale=request.result.state.locale,
        )
        for command in request.result.commands
        if isinstance(command, HandOff)
    ]
