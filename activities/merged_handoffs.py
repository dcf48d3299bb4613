"""Merged handoffs, kept with the one with which they go: a step of a desk's round."""

import logging
from datetime import datetime, timedelta
from typing import Final

from domain.bot.model import Bot
from domain.channel_addresses import Channel
from domain.desk.merges import Following, Straggler
from domain.desk.requests import SnoozeHandoff, TakeOver
from domain.errors import Conflict, DuralogueError, NotFound
from domain.handoffs import Agent, HandoffStatus, ReturnToBot
from domain.ports import ConversationGateway
from domain.ports.handoff_merges import HandoffMerges

_log = logging.getLogger(__name__)
_MOST_AT_ONCE: Final = 20
_AGAIN_AFTER: Final = timedelta(seconds=2)
"""What was done is recorded by then."""
_REFUSED_AGAIN_AFTER: Final = timedelta(seconds=30)


class MergedHandoffStep:
    """Implements `DeskStep`. It looks at how both are, not at what was done to one of them: a round
    that was killed, or came twice, changes nothing."""

    def __init__(self, merges: HandoffMerges, conversations: ConversationGateway) -> None:
        self._merges = merges
        self._conversations = conversations

    async def run(self, bot: Bot, now: datetime) -> datetime | None:
        tenant_id = bot.tenant.tenant
        found = await self._merges.stragglers(tenant_id, limit=_MOST_AT_ONCE)
        again = _AGAIN_AFTER
        for each in found:
            try:
                await self._follow(tenant_id, each)
            except DuralogueError as error:
                again = _REFUSED_AGAIN_AFTER
                said = {"tenant_id": tenant_id, "handoff_id": each.handoff_id}
                _log.warning("merged_handoff_left_behind", extra={**said, "reason": str(error)})
        return now + again if found else None

    async def _follow(self, tenant_id: str, late: Straggler) -> None:
        following = late.following()
        if following is Following.PART:
            await self._merges.separate(tenant_id, late.handoff_id)
        elif following is Following.JOIN:
            await self._join(tenant_id, late)
        elif following is Following.END:
            await self._end(tenant_id, late)
        elif following is Following.WAKE:
            await self._wake(tenant_id, late)

    async def _join(self, tenant_id: str, late: Straggler) -> None:
        """As a supervisor would take it, for whoever has the other one."""
        request = TakeOver(
            agent=Agent(name=late.into_agent or ""), queue=late.queue, from_person=True
        )
        await self._conversations.take_over(
            tenant_id, late.conversation_id, Channel(late.channel), request
        )

    async def _wake(self, tenant_id: str, late: Straggler) -> None:
        """The one with which it goes: that is the one which the agent's list shows."""
        request = SnoozeHandoff(
            handoff_id=late.into, agent=Agent(name=late.into_agent or ""), by_supervisor=True
        )
        await self._conversations.snooze_handoff(tenant_id, late.into_conversation_id, request)

    async def _end(self, tenant_id: str, late: Straggler) -> None:
        request = ReturnToBot(
            handoff_id=late.handoff_id,
            agent=Agent(name=late.assigned_agent or ""),
            by_supervisor=True,
            is_resolved=late.into_status is HandoffStatus.RESOLVED,
            asks_rating=False,
        )
        try:
            await self._conversations.return_to_bot(tenant_id, late.conversation_id, request)
        except (Conflict, NotFound):  # it has ended by itself, or is being given back already
            await self._merges.separate(tenant_id, late.handoff_id)
