"""Limits on how often something may be asked, and what admission control answers."""

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


@dataclass(frozen=True, kw_only=True)
class GatewayLimits:
    """What one gateway lets one address, visitor or member of staff ask for.

    This is the home of these defaults. The operator changes each by the setting of the same name,
    see docs/reference/settings.md; what a tenant's visitors may write is in its own `limits`.
    """

    reads_per_minute: int = 12_000
    """From one address; a visitor may ask for a fiftieth of it."""
    streams_per_address: int = 1_000
    streams_per_visitor: int = 20
    """As many as a person could look at."""
    sessions_per_minute: int = 600
    """New visitors from one address; generous, since offices share one."""
    sessions_burst: int = 200
    logins_per_minute: int = 10
    """Attempts of staff to sign in, from one address."""
    decodes_per_minute: int = 240
    """Of one member of staff: Temporal's UI asks once for each event of a history."""
    unverified_per_minute: int = 60
    """Unverified calls of a channel's webhook, from one address; a third of them at once."""


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
