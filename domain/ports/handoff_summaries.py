"""Summaries of handoffs that a model has written."""

from datetime import datetime
from typing import Protocol

from domain.values import Frozen


class WrittenSummary(Frozen):
    """What agents read first. `model` and `prompt` say by whom and how it was made."""

    handoff_id: str
    text: str
    model: str
    prompt: str
    at: datetime


class WrittenSummaries(Protocol):
    """At most one for each handoff."""

    async def keep(self, tenant_id: str, summary: WrittenSummary) -> None:
        """Store it, in place of one that is there."""
        ...

    async def of(self, tenant_id: str, handoff_id: str) -> WrittenSummary | None:
        """None where no model has written one."""
        ...
