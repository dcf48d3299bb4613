"""Reminding of approvals and asking others as well: a step of each round of a tenant's desk."""

from datetime import datetime

from domain.approval_rules import pressing
from domain.bot.model import Bot
from domain.ports.approval_inbox import ApprovalInbox

AT_ONCE = 500
"""Approvals that a round looks at, the longest waiting first."""


class ApprovalStep:
    """Implements `DeskStep`. What it writes follows from when each was asked for."""

    def __init__(self, inbox: ApprovalInbox) -> None:
        self._inbox = inbox

    async def run(self, bot: Bot, now: datetime) -> datetime | None:
        tenant_id = bot.tenant.tenant
        waiting = await self._inbox.waiting(tenant_id, limit=AT_ONCE)
        found = [pressing(bot, approval, now) for approval in waiting]
        await self._inbox.press(tenant_id, found)
        return min((each.look_at for each in found if each.look_at), default=None)
