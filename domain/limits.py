"""Limits on how often something may be asked, and what asking for admission answers."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Limit:
    """So many a minute, and so many at once. A key begins with its tenant: `acme/visitor/…`."""

    key: str
    per_minute: int
    burst: int
    kept: int = 0
    """How many of those at once are kept for conversations that go on, and not in a hurry."""

    @property
    def name(self) -> str:
        """What is limited: `visitor`, `tenant`."""
        return self.key.split("/")[1]


@dataclass(frozen=True)
class Admission:
    """Refused by a limit for a while, or let in."""

    refused_by: Limit | None = None
    wait: timedelta = timedelta(0)
    void: bool = False
    """Whether the session has been ended since it was given out: then nothing was taken."""
    checked: bool = False
    """Whether the session was looked at."""
    spooled: bool = False
    """Whether messages of the conversation wait in the spool: then this one joins them."""
