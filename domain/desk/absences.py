"""Customers whose agent has gone."""

from datetime import datetime, timedelta

from pydantic import AwareDatetime

from domain.values import Frozen


class LeftBehind(Frozen):
    """A handoff with somebody who is offline."""

    handoff_id: str
    conversation_id: str
    queue: str
    agent: str
    waits: bool = True
    """Whether its customer waits for an answer."""
    gone_since: AwareDatetime
    """When the agent went, or was last seen to do something here."""

    def is_over(self, now: datetime, patience: timedelta) -> bool:
        """Whether the customer has waited for this agent long enough."""
        return self.waits and self.gone_since + patience <= now
