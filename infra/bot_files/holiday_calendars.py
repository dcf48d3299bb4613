"""Calendars of public holidays, for whoever edits opening hours."""

import asyncio
from datetime import UTC, date, datetime

from domain.errors import InvalidInput


class PublicHolidayCalendars:
    """Implements `HolidayCalendars` by the calendars that bots are compiled with."""

    async def days(self, region: str) -> tuple[date, ...]:
        return await asyncio.to_thread(_days, region)


def _days(region: str) -> tuple[date, ...]:
    # Not at the start: a gateway whose tenants edit no hours does without these calendars.
    from infra.bot_files.public_holidays import (  # noqa: PLC0415
        NoSuchRegion,
        public_holidays,
    )

    year = datetime.now(UTC).year
    try:
        return public_holidays(region, range(year - 1, year + 3))
    except NoSuchRegion as error:
        raise InvalidInput("business_hours.holidays", str(error)) from None
