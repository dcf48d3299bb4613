"""Customers whose agent has gone, and who wait for an answer."""

from datetime import datetime, timedelta

from pydantic import AwareDatetime

from domain.values import Frozen


class LeftBehind(Frozen):
    """A handoff with somebody who is offline, while its customer waits."""

    handoff_id: str
    conversation_id: str
    queue: str
    agent: str
    gone_since: AwareDatetime
    """When the agent went, or was last seen to do something here."""

    def is_over(self, now: datetime, patience: timedelta) -> bool:
        """Whether the customer has waited for this agent long enough."""
        return self.gone_since + patience <= now
