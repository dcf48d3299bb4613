"""Customers who have left while they waited: a step of each round of a tenant's desk."""

from datetime import datetime

from domain.bot.model import Bot
from domain.ports.customer_sightings import CustomerSightings


class AbandonmentStep:
    """Implements `DeskStep`. Who comes back has their old place again."""

    def __init__(self, sightings: CustomerSightings) -> None:
        self._sightings = sightings

    async def run(self, bot: Bot, now: datetime) -> datetime | None:
        tenant = bot.tenant
        await self._sightings.mark_abandoned(
            tenant.tenant, unseen_since=now - tenant.desk.abandoned_after
        )
        return None
