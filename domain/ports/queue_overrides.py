"""Ports for queues and hours as they are edited on the desk's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from domain.bot.overrides import Overrides, OverrideVersion


class QueueOverrides(Protocol):
    """What is laid over a tenant's bot. Every edit is kept; the latest of each queue holds."""

    async def current(self, tenant_id: str) -> Overrides:
        """The latest version of each queue that was ever edited."""
        ...

    async def write(self, tenant_id: str, edit: OverrideVersion, *, retires: bool = False) -> None:
        """Keep an edit whose version follows the last one. Raise StaleSettings where somebody was
        there first, Conflict beyond `MOST_QUEUES`; and, where it `retires` the queue, Conflict
        while customers or agents are in it."""
        ...


class HolidayCalendars(Protocol):
    """Public holidays of countries and their regions."""

    async def days(self, region: str) -> tuple[date, ...]:
        """Of "de-BE" or "us", from last year to the year after next. Raise InvalidInput for one
        that nobody knows."""
        ...
