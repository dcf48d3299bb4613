"""Port of the customers of agents who are offline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from domain.desk.absences import LeftBehind


class AbsentAgents(Protocol):
    """Who is with somebody who is not there."""

    async def left_behind(self, tenant_id: str, *, at: datetime, limit: int) -> list[LeftBehind]:
        """Claimed chats of agents who are offline at that time: first those whose customer waits
        for an answer, the longest first. Whoever never had a presence counts as there: they work
        by the API, or in a messenger."""
        ...
