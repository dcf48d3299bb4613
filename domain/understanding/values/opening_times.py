"""The tenant's hours, asked whether "at 3" is a usual time, and whether it is closed on a day."""

from datetime import date, timedelta

from domain.bot.model import Bot
from domain.business_hours import closing_on, parse_span
from domain.errors import InvalidInput
from domain.understanding.values.times import IsUsual
from domain.understanding.values.working_days import IsClosed


def opening_times(bot: Bot) -> IsUsual | None:
    """Tells whether so many minutes after midnight lie between the first opening and the last
    closing of any day; None where the tenant has no business hours, and so nothing to go by."""
    spans = {span for spans in bot.tenant.business_hours.days.values() for span in spans}
    opening: list[tuple[timedelta, timedelta]] = []
    for span in sorted(spans):
        try:
            opening.append(parse_span(span))
        except InvalidInput:  # an older revision may hold what is refused today
            continue
    if not opening:
        return None

    first, last = min(start for start, _ in opening), max(end for _, end in opening)
    day = timedelta(days=1)

    def is_usual(minutes: int) -> bool:
        moment = timedelta(minutes=minutes)
        return first <= moment <= last or first <= moment + day <= last

    return is_usual


def closing_days(bot: Bot) -> IsClosed:
    """Tells whether a day is a public holiday or one of the tenant's own closing days."""
    holidays, hours = frozenset(bot.holidays), bot.tenant.business_hours

    def is_closed(day: date) -> bool:
        return day in holidays or closing_on(day, hours) is not None

    return is_closed
