"""Call-backs: a customer left their number, and somebody calls them."""

from datetime import datetime, timedelta
from typing import Final

from pydantic import AwareDatetime

from domain.bot import queue_hours
from domain.bot.defaults import GENERAL
from domain.bot.model import Bot, HandoffRule
from domain.business_hours import after
from domain.patience import Patience
from domain.values import Frozen

NOT_REACHED: Final = "not_reached"
"""The disposition after which it is tried again."""
MOST_ATTEMPTS: Final = 3
_RESTS: Final = Patience(lasts=timedelta(hours=1), business=True)
"""Of the queue's hours, before somebody who was not reached is called again."""


class Callback(Frozen):
    """Whom to call, and why."""

    tenant_id: str
    callback_id: str
    conversation_id: str
    contact: str
    about: str = ""
    asked_at: AwareDatetime
    queue: str = ""
    """Unless said, the one in which the customer waited."""


class CallbackPlan(Frozen):
    """When an attempt enters the queue, and by when somebody must have taken it."""

    queue: str
    call_at: AwareDatetime
    due_at: AwareDatetime


def plan(bot: Bot, queue: str, now: datetime, *, attempt: int = 1) -> CallbackPlan:
    """At once while somebody is there, else when the queue opens; a further attempt rests first.
    In place of a queue that there is no longer, the general rule's."""
    rule = _rule_of(bot, queue)
    queue = queue if queue in queue_hours.queues_of(bot) else rule.queue
    hours, holidays = queue_hours.hours_of(bot, queue)
    begins = after(now, _RESTS, hours, holidays) if attempt > 1 else now
    call_at = queue_hours.next_opening(bot, begins, queue) or begins
    return CallbackPlan(
        queue=queue,
        call_at=call_at,
        due_at=after(call_at, rule.first_reply, hours, holidays),
    )


def _rule_of(bot: Bot, queue: str) -> HandoffRule:
    """By the queue; where no rule leads into it, the general one's patience holds."""
    found = (rule for rule in bot.handoffs.values() if rule.queue == queue)
    return next(found, None) or bot.handoffs[GENERAL]
