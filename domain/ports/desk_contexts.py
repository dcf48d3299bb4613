"""Ports for what stands behind a conversation: its context, its customer, its course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.desk.context import ContextFacts, EarlierConversation, SummaryLine
    from domain.desk.lists import DeskViewer
    from domain.desk.timeline import CustomerProfile, TimelineEntry
    from domain.messages import TranscriptMessage


class HandoffSummaries(Protocol):
    """Summaries for agents: extractive, or by a model where one is configured."""

    async def summarise(
        self, tenant_id: str, said: Sequence[TranscriptMessage]
    ) -> tuple[SummaryLine, ...]:
        """A few lines of what was said, oldest first."""
        ...


class DeskContexts(Protocol):
    """What the records know of a conversation, read when somebody asks."""

    async def facts(self, tenant_id: str, conversation_id: str, *, until: datetime) -> ContextFacts:
        """As things stood at that moment. Raise NotFound where there is no conversation."""
        ...

    async def earlier(
        self, tenant_id: str, conversation_id: str, viewer: DeskViewer
    ) -> list[EarlierConversation]:
        """Others of the same verified customer or the same person, the newest first. Words of
        queues that the viewer may not see are left out."""
        ...

    async def customer(
        self, tenant_id: str, conversation_id: str, viewer: DeskViewer
    ) -> CustomerProfile:
        """Raise NotFound where there is no conversation."""
        ...

    async def timeline(self, tenant_id: str, conversation_id: str) -> list[TimelineEntry]:
        """Turns, tool calls, approvals and handoffs, in no order."""
        ...
