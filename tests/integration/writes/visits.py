"""Visits: one customer's return each, and what came of it."""

from dataclasses import dataclass
from typing import Any

from activities.tools import ToolActivities
from domain.handoffs import Handoff
from tests.integration.writes.cases import CONVERSATIONS_WORKER, Case
from tests.integration.writes.wire import Wire


@dataclass
class Visit:
    """One customer's return: who returns which order of whose shop, and over which wire."""

    case: Case
    tenant: str
    conversation: str
    order: str
    wire: Wire
    tools: ToolActivities
    said: list[str]
    handoffs: list[Handoff]
    labels: list[dict[str, Any]]
    heard: int = 0
    deaths: int = 0
    refunds: int = 0

    @property
    def has_missed(self) -> bool:
        """Whether it ended before it came to its point: on a busy machine a call before it may
        take too long, and the flow then goes another way."""
        return self.case.dies_at not in {None, CONVERSATIONS_WORKER} and not self.deaths

    @property
    def words(self) -> str:
        return "\n".join(self.said)
