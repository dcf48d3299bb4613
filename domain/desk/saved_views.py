"""Saved views: lists of handoffs that an agent, or the team, looks at again and again."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, Field

from domain.channel_addresses import Channel
from domain.values import Frozen, Strict

MOST_VIEWS: Final = 50
"""Of one agent, and of the team."""
ViewName = Annotated[str, Field(min_length=1, max_length=60)]
_Name = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")]
_QueueName = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[\x20-\x7e]+$")]


class HandoffView(StrEnum):
    """Which handoffs a list holds."""

    WAITING = "waiting"
    MINE = "mine"
    TEAM = "team"
    SNOOZED = "snoozed"
    BREACHED = "breached"
    CLOSED = "closed"
    ALL = "all"


class ViewFilters(Strict):
    """As `GET desk/handoffs` takes them."""

    view: HandoffView = HandoffView.ALL
    queue: _QueueName | None = None
    agent: _Name | None = None
    channel: Channel | None = None


class SavedView(Frozen):
    """Filters under a name. Of the same name an agent's own and the team's stand side by side."""

    name: ViewName
    shared: bool = False
    filters: ViewFilters
    updated_by: str
    updated_at: AwareDatetime
