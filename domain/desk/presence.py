"""Presence as the queue takes it: what an agent chose, unless they are silent or idle."""

from datetime import datetime, timedelta
from typing import Final

from domain.desk.agents import AgentStatus, Presence

HEARD_FOR: Final = timedelta(seconds=120)
"""How long one heartbeat vouches for an agent. A desk sends one every 50 seconds."""


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
