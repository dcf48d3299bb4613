"""Port for numbers of the desk: of this moment and of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from domain.desk.reports import DayReport, Wall


class DeskReports(Protocol):
    """Read from the handoffs' own rows when somebody asks."""

    async def wall(self, tenant_id: str, *, since: datetime) -> Wall:
        """As it is now; `since` is when the day began."""
        ...

    async def day(self, tenant_id: str, *, start: datetime, end: datetime) -> DayReport:
        """Of handoffs opened from `start` to before `end`, in the zone of `start`."""
        ...
