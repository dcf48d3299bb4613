"""Drafts: what an agent has begun to write, on whichever of their devices."""

from datetime import UTC, datetime, timedelta
from typing import Final

from pydantic import AwareDatetime

from domain.values import Frozen

_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_CLOCKS_DIFFER: Final = timedelta(seconds=5)


class Draft(Frozen):
    """The last word of one agent's clients; empty once it was sent or given up."""

    text: str
    updated_at: AwareDatetime
    """By the clock of the client that wrote it."""


def written_at(said: datetime, now: datetime) -> datetime:
    """When a client wrote its draft. One whose clock is ahead must not shut out the others; before
    the earliest no clock of a client's stands."""
    return min(max(said, _EARLIEST), now + _CLOCKS_DIFFER)
