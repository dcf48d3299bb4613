"""Human agents as the queue sees them: what they can do, and whether they are there."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from domain.values import Frozen


class Presence(StrEnum):
    """What an agent has chosen, or what follows from their silence."""

    AVAILABLE = "available"
    """Gets offers, up to their capacity."""
    BUSY = "busy"
    """Goes on with what they have, and gets nothing new."""
    AWAY = "away"
    OFFLINE = "offline"


class AgentProfile(Frozen):
    """What an agent can do, as an administrator or supervisor says it."""

    agent: str
    queues: tuple[str, ...] = ()
    """None at all: every queue of the tenant."""
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """Locales such as `de`; none at all: every language of the tenant."""
    capacity: int | None = Field(default=None, ge=0, le=100)
    """In points; None is the tenant's own. A conversation takes its channel's weight of them."""

    def serves(self, queue: str) -> bool:
        """Whether handoffs of this queue are theirs to see and to take."""
        return not self.queues or queue in self.queues


class AgentStatus(Frozen):
    """Whether an agent is there, as their browser (or whatever stands for them) last said."""

    agent: str
    chosen: Presence
    since: AwareDatetime
    heard_until: AwareDatetime
    """Silent for longer than this they are offline, whatever they chose."""
    idle_since: AwareDatetime
    """When they last touched their desk."""
