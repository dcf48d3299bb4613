"""Limits on how often something may be asked, and what admission control answers."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final


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
class Spooled:
    """How many messages wait in the spool."""

    of_tenant: int
    of_conversation: int


class Plan(StrEnum):
    """How much one caller may write. A tenant's plan is its visitors', a key's is its server's."""

    DEFAULT = "default"
    """Nobody has vouched for whoever writes."""
    AUTHENTICATED = "authenticated"
    """The tenant vouches for its customer, or it is the tenant's own server."""
    PREMIUM = "premium"


@dataclass(frozen=True)
class Rate:
    """So many messages a minute, and so many at once."""

    per_minute: int
    burst: int


RATES: Final = {
    Plan.DEFAULT: Rate(60, 10),
    Plan.AUTHENTICATED: Rate(300, 50),
    Plan.PREMIUM: Rate(1_000, 100),
}
"""The home of these defaults. The numbers in a tenant's own `limits` go before them."""


def plan_of(tenants: str, *, is_verified: bool = False) -> Plan:
    """The better of the tenant's plan and what the caller has shown.

    `tenants` is as the tenant's file says it; a name that is none of ours counts as `default`.
    """
    ranks = list(Plan)
    named = next((plan for plan in ranks if plan.value == tenants), Plan.DEFAULT)
    least = Plan.AUTHENTICATED if is_verified else Plan.DEFAULT
    return max(named, least, key=ranks.index)


@dataclass(frozen=True)
class Quota:
    """What one limit still lets through, for the headers `RateLimit` and `RateLimit-Policy`."""

    plan: Plan
    burst: int
    """So many may come at once …"""
    window: timedelta
    """… and after so long without any, again as many."""
    remaining: int
    """How many may come now."""
    reset: timedelta
    """How long until all of the burst may come again."""


def quota_of(limit: Limit, plan: Plan, ahead: timedelta) -> Quota:
    """`ahead` is how far the limit's bucket is from being full again."""
    interval = timedelta(minutes=1) / limit.per_minute
    used = -(-ahead // interval)  # rounded up: a part of one is not there yet
    return Quota(
        plan=plan,
        burst=limit.burst,
        window=interval * limit.burst,
        remaining=max(0, limit.burst - used),
        reset=max(ahead, timedelta(0)),
    )


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


MOST_SPOOLED: Final = Spooled(of_tenant=10_000, of_conversation=1_000)
"""What a provider has signed waits in the spool where it is over a limit, as long as no more than
this waits already."""


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
    ahead: timedelta = timedelta(0)
    """How far the first limit's bucket, the caller's own, is from being full again."""
