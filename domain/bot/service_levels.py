"""Service levels of a queue: what its handoff rules promise, else the tenant's own targets."""

from collections.abc import Iterable
from datetime import datetime

from domain.bot.model import Bot
from domain.bot.queue_hours import hours_of
from domain.desk.service_clock import Calendar, ServiceLevel
from domain.patience import Patience


def service_level_of(bot: Bot, queue: str) -> ServiceLevel:
    """Where several rules lead into the queue, the shortest of each target holds for all."""
    rules = [rule for rule in bot.handoffs.values() if rule.queue == queue]
    targets = bot.tenant.desk.service
    return ServiceLevel(
        first_reply=_shortest(rule.first_reply for rule in rules),
        next_reply=_shortest(rule.next_reply or targets.next_reply for rule in rules)
        or targets.next_reply,
        resolution=_shortest(rule.resolution or targets.resolution for rule in rules)
        or targets.resolution,
        warn_before=targets.warn_before,
    )


def promises_changed_at(bot: Bot, queue: str, *, is_moved: bool) -> datetime | None:
    """When the desk last edited what the first reply of this queue is promised by; None where the
    bot's files still say it, unless an earlier edit has moved the promise (`is_moved`)."""
    if bot.overlay is None:
        return None
    published = bot.as_published
    before, after = (service_level_of(each, queue).first_reply for each in (published, bot))
    counts_hours = any(
        rule.first_reply and rule.first_reply.business
        for rule in bot.handoffs.values()
        if rule.queue == queue
    )
    are_others = counts_hours and hours_of(bot, queue) != hours_of(published, queue)
    is_edited = before != after or are_others
    return bot.overlay.last_change(queue) if is_edited or is_moved else None


def escalates(bot: Bot, queue: str) -> bool:
    """Whether what is overdue in this queue goes first, as one of its rules says."""
    return any(rule.escalate_to for rule in bot.handoffs.values() if rule.queue == queue)


def calendar_of(bot: Bot, queue: str) -> Calendar:
    """When somebody is there for this queue."""
    return Calendar(*hours_of(bot, queue))


def _shortest(targets: Iterable[Patience | None]) -> Patience | None:
    return min((target for target in targets if target), key=_length, default=None)


def _length(target: Patience) -> tuple[float, bool]:
    return target.lasts.total_seconds(), target.business
