"""Errors of slot values, as the responses that explain them."""

from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from domain.bot.composite_sizes import is_too_much
from domain.bot.model import Slot, SlotType
from domain.date_limits import Limits, limits_of
from domain.errors import InvalidInput


class Misfit(NamedTuple):
    """The response that says why a value does not fit, and what it needs filled in."""

    response: str
    values: dict[str, Any]


def limits_for(slot: Slot, today: date) -> Limits:
    """None at all for a slot of another type, or for limits that an older revision got wrong."""
    if slot.type is not SlotType.DATE:
        return Limits()
    with suppress(InvalidInput, OverflowError):
        return limits_of(
            today,
            after=slot.after,
            before=slot.before,
            on_or_after=slot.on_or_after,
            on_or_before=slot.on_or_before,
        )
    return Limits()


def beyond(slot: Slot, value: Any, today: date) -> Misfit | None:
    """What is wrong with a day or a time of day that the slot's limits exclude."""
    if slot.type is SlotType.TIME and isinstance(value, str):
        return _at_another_hour(slot, value)
    if slot.composite is not None and is_too_much(slot, value):
        return Misfit("too_many_things", {"most": slot.composite.most})
    limits = limits_for(slot, today)
    if limits == Limits() or not isinstance(value, str):
        return None
    day = date.fromisoformat(value)
    if limits.first is not None and day < limits.first:
        return Misfit("date_too_early", {"limit": limits.first.isoformat()})
    if limits.last is not None and day > limits.last:
        return Misfit("date_too_late", {"limit": limits.last.isoformat()})
    return None


def _at_another_hour(slot: Slot, value: str) -> Misfit | None:
    """Times of day are written as 09:00, so they are in order as texts are."""
    if slot.on_or_after is not None and value < slot.on_or_after:
        return Misfit("time_too_early", {"limit": slot.on_or_after})
    if slot.on_or_before is not None and value > slot.on_or_before:
        return Misfit("time_too_late", {"limit": slot.on_or_before})
    return None
