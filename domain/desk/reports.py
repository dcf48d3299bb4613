"""Numbers of a day and of this moment, for those who lead agents."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Final

from pydantic import AwareDatetime

from domain.handoffs import Handoff
from domain.values import Frozen

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets as a formula."""
_COLUMNS: Final = (
    "kind", "name", "handed_over", "answered", "abandoned", "breached", "first_reply_median_s",
    "first_reply_p90_s", "resolution_median_s",
)  # fmt: skip


class WallAgent(Frozen):
    """One agent, now."""

    agent: str
    presence: str
    load: int
    """Conversations that they have, snoozed ones left out."""
    capacity: int | None
    since: AwareDatetime | None


class WallQueue(Frozen):
    """One queue, now; `met` of those that were opened today."""

    queue: str
    waiting: int
    oldest_at: AwareDatetime | None
    with_people: int
    breached: int
    met: int


class Wall(Frozen):
    """Who is there, who waits, and which conversations people have."""

    seq: int
    """The number of the last desk event that it includes."""
    agents: tuple[WallAgent, ...]
    queues: tuple[WallQueue, ...]
    conversations: tuple[Handoff, ...]


class DayNumbers(Frozen):
    """Of handoffs that were opened on one day."""

    handed_over: int = 0
    answered: int = 0
    abandoned: int = 0
    """Given up before anybody came."""
    breached: int = 0
    first_reply_median_s: float | None = None
    first_reply_p90_s: float | None = None
    resolution_median_s: float | None = None


class NamedNumbers(DayNumbers):
    """Of one queue or agent."""

    name: str


class DayReport(Frozen):
    """One day in the tenant's own zone."""

    day: date
    zone: str
    total: DayNumbers
    queues: tuple[NamedNumbers, ...]
    agents: tuple[NamedNumbers, ...]
    by_hour: tuple[int, ...]
    """How many were handed over in each hour of the day, from its first on."""

    def as_csv(self) -> str:
        """With a header; what a spreadsheet would run is made plain text."""
        written = io.StringIO()
        writer = csv.writer(written)
        writer.writerow(_COLUMNS)
        total = NamedNumbers(name="", **self.total.model_dump())
        for kind, lines in (("total", (total,)), ("queue", self.queues), ("agent", self.agents)):
            writer.writerows(_cells(kind, lines))
        return written.getvalue()


def _cells(kind: str, lines: Iterable[NamedNumbers]) -> Iterable[list[str]]:
    for line in lines:
        values = line.model_dump()
        cells = [values[name] for name in _COLUMNS[2:]]
        yield [kind, _plain(line.name), *("" if cell is None else f"{cell:g}" for cell in cells)]


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
