"""Ports of answers in a model's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.generated_answers.contexts import ConversationContext
    from domain.generated_answers.records import AnswerRecord


class ConversationContexts(Protocol):
    """What a conversation held before one of its turns, read where a model is asked."""

    async def before(self, tenant_id: str, conversation_id: str, turn: str) -> ConversationContext:
        """Of this session, without the turn's own messages; empty for an unknown conversation.
        Raise DependencyUnavailable."""
        ...


class AnswerRecords(Protocol):
    """What is kept of each generated answer: no word of it."""

    async def record(self, record: AnswerRecord) -> None:
        """Once for each attempt of a turn, however often. Raise DependencyUnavailable."""
        ...

    async def of(self, tenant_id: str, conversation_id: str) -> Sequence[AnswerRecord]:
        """The latest first; a bounded number."""
        ...
