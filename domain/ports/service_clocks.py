"""Port of the clocks of service levels: the facts that they read, and what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.desk.service_rounds import Breach, ServiceMark, TimedHandoff


class ServiceClocks(Protocol):
    """Open handoffs by the moment at which something changes by itself."""

    async def due(
        self, tenant_id: str, *, now: datetime, revision: str, limit: int
    ) -> list[TimedHandoff]:
        """Those at which to look now: their moment has come, their facts have changed, or they
        were last looked at by another revision of the bot."""
        ...

    async def mark(self, tenant_id: str, marks: Sequence[ServiceMark], *, revision: str) -> None:
        """Show them. One whose facts have changed meanwhile is left as it is, and is due again."""
        ...

    async def next_look(self, tenant_id: str) -> tuple[int, datetime | None]:
        """How many handoffs are open, and the soonest moment at which one changes by itself."""
        ...

    async def breaches(self, tenant_id: str, handoff_id: str) -> list[Breach]:
        """Every promise of this handoff that was not kept, in the order in which they were due."""
        ...
