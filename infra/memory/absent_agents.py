"""The memory twin of customers whose agents are offline."""

from datetime import datetime

from domain.desk.absences import LeftBehind
from domain.desk.agents import AgentStatus, Presence
from domain.handoffs import Handoff, HandoffKind, HandoffStatus
from infra.memory.database import MemoryDatabase
from infra.memory.desk import MemoryAgentRoster


class MemoryAbsentAgents:
    """Implements `AbsentAgents` over one store; of who has answered it knows nothing."""

    def __init__(self, database: MemoryDatabase, roster: MemoryAgentRoster) -> None:
        self._database = database
        self._roster = roster

    async def left_behind(self, tenant_id: str, *, at: datetime, limit: int) -> list[LeftBehind]:
        statuses = {each.agent: each for each in await self._roster.statuses(tenant_id)}
        found = [
            LeftBehind(
                handoff_id=each.handoff_id,
                conversation_id=each.conversation_id,
                queue=each.queue,
                agent=each.assigned_agent or "",
                waits=each.awaiting_since is not None,
                gone_since=max(gone, each.claimed_at or gone),
            )
            for (tenant, _), each in self._database.handoffs.items()
            if tenant == tenant_id
            and _is_with_somebody(each, at)
            and (gone := _gone_since(statuses.get(each.assigned_agent or ""), at)) is not None
        ]
        return sorted(found, key=lambda each: (not each.waits, each.gone_since, each.handoff_id))[
            :limit
        ]


def _is_with_somebody(handoff: Handoff, at: datetime) -> bool:
    is_claimed = handoff.status is HandoffStatus.CLAIMED and handoff.ended_at is None
    is_snoozed = handoff.snoozed_until is not None and handoff.snoozed_until > at
    is_chat = handoff.kind is HandoffKind.CHAT
    return is_claimed and is_chat and not is_snoozed


def _gone_since(status: AgentStatus | None, at: datetime) -> datetime | None:
    if status is None or (status.heard_until >= at and status.chosen is not Presence.OFFLINE):
        return None
    return status.heard_until if status.heard_until < at else status.since
