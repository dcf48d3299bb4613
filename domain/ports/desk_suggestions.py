"""Ports for suggested replies: who finds them, and where they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from domain.desk.suggestions import Suggestion
    from domain.knowledge import Answer


class Suggester(Protocol):
    """Answers as the bot would, outside of the gateway, which loads no model."""

    async def find(
        self, tenant_id: str, conversation_id: str, suggestion_id: str, query: str, *, at: datetime
    ) -> Answer | None:
        """None where the knowledge holds no answer. Raise DependencyUnavailable where nobody
        answers in a few seconds."""
        ...


class Suggestions(Protocol):
    """Suggested replies, and what became of them."""

    async def open_question(self, tenant_id: str, conversation_id: str) -> str | None:
        """The customer's latest words that no agent has answered yet."""
        ...

    async def keep(
        self, tenant_id: str, conversation_id: str, agent: str, query: str, suggested: Suggestion
    ) -> None:
        """By its id; a repeat changes nothing."""
        ...

    async def note_sent(
        self, tenant_id: str, conversation_id: str, suggestion_id: str, message_id: str, text: str
    ) -> None:
        """That a message was made of it, and how much of it was changed. The first one counts; an
        id that was never given changes nothing."""
        ...
