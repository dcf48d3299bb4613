"""Resolves "at 3" to morning or afternoon by the tenant's opening hours."""

from datetime import timedelta

from domain.bot.model import Bot
from domain.business_hours import parse_span
from domain.errors import InvalidInput
from domain.understanding.values.times import IsUsual


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
