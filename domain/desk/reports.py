"""Numbers of a day and of this moment, for those who lead agents."""

from datetime import date
from typing import Final

from pydantic import AwareDatetime

from domain.handoffs import DueFor, Handoff
from domain.tables import as_csv
from domain.values import Frozen

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


class DayBreach(Frozen):
    """One promise that was not kept, and how its moment was worked out."""

    handoff_id: str
    conversation_id: str
    queue: str
    agent: str | None = None
    due_for: DueFor
    due_at: AwareDatetime
    because: dict[str, str]
    """By language: "due Mon 09:30: 45 min on Fri, 15 on Mon"."""


class DayReport(Frozen):
    """One day in the tenant's own zone."""

    day: date
    zone: str
    total: DayNumbers
    queues: tuple[NamedNumbers, ...]
    agents: tuple[NamedNumbers, ...]
    by_hour: tuple[int, ...]
    """How many were handed over in each hour of the day, from its first on."""

    breaches: tuple[DayBreach, ...] = ()
    """Service levels that were due on that day and not kept, in the order in which they were due;
    the first of them, where there are very many."""

    def as_table(self) -> str:
        """As CSV, with a header."""
        total = NamedNumbers(name="", **self.total.model_dump())
        groups = (("total", (total,)), ("queue", self.queues), ("agent", self.agents))
        return as_csv(
            _COLUMNS,
            [
                [kind, *(getattr(line, name) for name in _COLUMNS[1:])]
                for kind, lines in groups
                for line in lines
            ],
        )
