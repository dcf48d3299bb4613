"""Presence as the queue takes it: what an agent chose, unless they are silent or idle."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from domain.desk.agents import AgentStatus, Presence

HEARD_FOR: Final = timedelta(seconds=150)
"""How long one heartbeat vouches for an agent. A desk sends one a minute: one may be lost."""


def effective_presence(
    status: AgentStatus | None, now: datetime, away_after: timedelta
) -> Presence:
    """Silence makes anybody offline; an idle desk makes an available agent away."""
    if status is None or now > status.heard_until:
        return Presence.OFFLINE
    if status.chosen is Presence.AVAILABLE and now - status.idle_since > away_after:
        return Presence.AWAY
    return status.chosen


def available_until(status: AgentStatus, away_after: timedelta) -> datetime:
    """When an available agent stops being so unless something more is heard of them."""
    return min(status.heard_until, status.idle_since + away_after)


def next_lapse(
    statuses: Iterable[AgentStatus], now: datetime, away_after: timedelta
) -> datetime | None:
    """When the first of them may fall silent or idle, unless more is heard; None: all are gone."""
    moments = [
        moment
        for status in statuses
        for moment in (status.heard_until, available_until(status, away_after))
        if moment >= now and status.heard_until >= now and status.chosen is not Presence.OFFLINE
    ]
    # A moment later: at the very moment itself they are still there.
    return min(moments) + timedelta(milliseconds=1) if moments else None
