"""Patience with a handoff that nobody takes: how often the customer is asked, and when it ends.

The moments are fixed when the customer is put into the queue: the first after the tenant's
patience, the next after twice as long, and so on. Time outside the queue's hours does not count.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.bot import queue_hours
from domain.bot.defaults import LEAVE_CALLBACK, LEAVE_TICKET
from domain.bot.model import HandoffRule
from domain.business_hours import after
from domain.dialogue.draft import Draft
from domain.dialogue.flows import queue_places
from domain.dialogue.text.opening_hours import words_until_open
from domain.dialogue.text.rendering import render
from domain.patience import Patience

_LONGEST_PAUSE = timedelta(days=1)
"""A pause grows to this, unless the tenant's own patience is longer."""


def moments(draft: Draft, rule: HandoffRule, queue: str) -> tuple[datetime, ...]:
    """When to tell the customer that nobody has come, in order; at least one moment."""
    return tuple(_moments(draft, rule, queue))


def offers(draft: Draft, rule: HandoffRule, *, released: bool = False) -> dict[str, str]:
    """What a customer whom nobody serves may choose, as the words of choices and their meaning."""
    return {
        render(draft.bot, draft.state, f"offer_{offer}").text: offer
        for offer in rule.nobody.offer
        if not (released and offer == "wait")
    }


def ask(draft: Draft, name: str, choices: dict[str, str], **values: str) -> None:
    """Say that nobody is there, with what there is to choose from."""
    if choices:
        draft.ask_choice(name, choices, **values)
    else:
        draft.say(name, **values)


def is_leaving_word(draft: Draft) -> bool:
    """The customer is just telling how to reach them: there is nothing more to be asked."""
    return draft.front is not None and draft.front.flow in {LEAVE_TICKET, LEAVE_CALLBACK}


def say_so(draft: Draft, rule: HandoffRule, queue: str, *, is_last: bool) -> None:
    """Nobody is free, or nobody is there until …, with the tenant's offers."""
    choices = offers(draft, rule)
    if not is_closed_told(draft, "handoff_nobody_closed", choices, queue):
        queue_places.tell(draft)
        ask(draft, "handoff_nobody_last" if is_last else "handoff_nobody", choices)


def is_closed_told(draft: Draft, response: str, choices: dict[str, str], queue: str) -> bool:
    """Say until when nobody is there, and why where the tenant's closing day says it. False, with
    nothing said, while the queue is open."""
    closed_until = words_until_open(draft.bot, draft.at, draft.state.locale, queue)
    if closed_until is None:
        return False
    reason = queue_hours.closing_reason(draft.bot, draft.at, queue)
    if reason is None:
        ask(draft, response, choices, opening=closed_until)
    else:
        ask(draft, f"{response}_because", choices, opening=closed_until, reason=reason)
    return True


def _moments(draft: Draft, rule: HandoffRule, queue: str) -> Iterator[datetime]:
    hours, holidays = queue_hours.hours_of(draft.bot, queue)
    patience = rule.nobody.after or rule.first_reply
    moment = draft.at
    for number in range(rule.nobody.times):
        longest = max(_LONGEST_PAUSE, patience.lasts)
        pause = Patience(lasts=min(patience.lasts * 2**number, longest), business=patience.business)
        opens = queue_hours.next_opening(draft.bot, moment, queue) or moment
        moment = after(opens, pause, hours, holidays)
        yield moment
