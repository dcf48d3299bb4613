"""Customers of agents who have gone, passed back to their queue: a step of each desk's round."""

import logging
from datetime import datetime, timedelta
from typing import Final

from domain.audit import AuditNote
from domain.bot.model import Bot
from domain.desk.absences import LeftBehind
from domain.desk.requests import TransferHandoff
from domain.errors import DuralogueError
from domain.handoffs import Agent
from domain.ports import AuditLog, ConversationGateway
from domain.ports.absent_agents import AbsentAgents

_log = logging.getLogger(__name__)
_MOST_AT_ONCE: Final = 50
_AGAIN_AFTER: Final = timedelta(seconds=30)
_LOOKS_AGAIN: Final = timedelta(minutes=5)
_DESK: Final = "desk"
"""Who acts, in the audit log."""


class AbsentAgentStep:
    """Implements `DeskStep`. They keep their place by age, and are told as with any transfer."""

    def __init__(
        self, absent: AbsentAgents, conversations: ConversationGateway, audit: AuditLog
    ) -> None:
        self._absent = absent
        self._conversations = conversations
        self._audit = audit

    async def run(self, bot: Bot, now: datetime) -> datetime | None:
        tenant_id, desk = bot.tenant.tenant, bot.tenant.desk
        if not desk.passes_back:
            return None
        patience = desk.pass_back_after or desk.away_after
        found = await self._absent.left_behind(tenant_id, at=now, limit=_MOST_AT_ONCE)
        over = [each for each in found if each.is_over(now, patience)]
        # Whoever writes later wakes the desk; the look is for a wake-up that was lost.
        moments = [
            each.gone_since + patience if each.waits else now + _LOOKS_AGAIN
            for each in found
            if each not in over
        ]
        if not all([await self._pass_back(tenant_id, each) for each in over]):
            moments.append(now + _AGAIN_AFTER)
        return min(moments, default=None)

    async def _pass_back(self, tenant_id: str, left: LeftBehind) -> bool:
        request = TransferHandoff(
            handoff_id=left.handoff_id,
            agent=Agent(name=left.agent),
            by_supervisor=True,
            to_queue=left.queue,
            note=f"{left.agent}: offline",
        )
        said = {"tenant_id": tenant_id, "handoff_id": left.handoff_id}
        try:
            await self._conversations.transfer_handoff(tenant_id, left.conversation_id, request)
        except DuralogueError as error:
            _log.warning("not_passed_back", extra={**said, "reason": str(error)})
            return False
        note = AuditNote(
            actor=_DESK,
            role=_DESK,
            action="passed_back",
            subject=left.handoff_id,
            detail={"conversation": left.conversation_id, "from_agent": left.agent},
        )
        try:
            await self._audit.record(tenant_id, note)
        except DuralogueError:
            _log.exception("audit_not_recorded", extra=said)
        return True
