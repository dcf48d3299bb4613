"""The place of a waiting customer in the queue, and about how long it will take."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from pydantic import Field

from domain.desk.snapshot import WaitingHandoff
from domain.values import Frozen

RECENT: Final = timedelta(hours=1)
"""How far back hand-overs are looked at."""
_FEWEST: Final = 3
"""With fewer of them an estimate would be a guess."""


class PlaceInQueue(Frozen):
    """A customer's place among those who wait in the same queue."""

    position: int = Field(ge=1)
    """1 is next."""
    minutes: int | None = None
    """About how long, rounded up; None while too little is known."""


def place_of(
    handoff_id: str, waiting: Iterable[WaitingHandoff], taken: Sequence[datetime], now: datetime
) -> PlaceInQueue | None:
    """The place of one handoff; None where it does not wait (any more) or sleeps.

    `taken` are the times at which agents took handoffs of the same queue.
    """
    awake = [each for each in waiting if not each.is_snoozed(now)]
    mine = next((each for each in awake if each.handoff_id == handoff_id), None)
    if mine is None:
        return None
    before = [each for each in awake if each.queue == mine.queue and each.rank < mine.rank]
    position = len(before) + 1
    return PlaceInQueue(position=position, minutes=_minutes(position, taken, now))


def _minutes(position: int, taken: Sequence[datetime], now: datetime) -> int | None:
    """The pace of late, which slows down by itself when nobody takes any more."""
    recent = sorted(at for at in taken if now - RECENT <= at <= now)
    if len(recent) < _FEWEST:
        return None
    pace = (now - recent[0]) / len(recent)
    return max(1, ceil(pace * position / timedelta(minutes=1)))
