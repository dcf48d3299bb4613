"""Settings of a tenant's human agents: `desk` in tenant.yaml."""

from datetime import timedelta
from typing import Annotated

from domain.bot.short_forms import PATIENCE, OrShort
from domain.durations import Duration
from domain.patience import WaitingTime
from domain.values import Strict

_Target = Annotated[WaitingTime, OrShort((PATIENCE,))]


class ServiceTargets(Strict):
    """By when customers hear from a person. The first reply is a handoff rule's own."""

    next_reply: _Target | None = None
    """After each message of the customer that waits for an answer."""
    resolution: _Target | None = None
    """From the handoff on; waiting for the customer does not count."""
    warn_before: Duration = timedelta(minutes=2)


class DeskSettings(Strict):
    """Service levels."""

    service: ServiceTargets = ServiceTargets()
