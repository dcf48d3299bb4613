"""The memory twin of a visitor's list of conversations."""

from collections.abc import Mapping, Sequence

from domain.conversations import ConversationEventKind, ConversationStatus
from domain.identities import (
    LONGEST_LAST_TEXT,
    MOST_LISTED,
    MOST_UNREAD,
    UNREAD_ROLES,
    SessionProof,
    VisitorConversation,
)
from domain.messages import Role, TranscriptMessage
from infra.memory.database import MemoryConversation, MemoryDatabase


class MemoryVisitorConversations:
    """Implements `VisitorConversations` within one process."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    async def listed(
        self,
        tenant_id: str,
        named: Sequence[str],
        proof: SessionProof,
        *,
        seen: Mapping[str, int],
    ) -> list[VisitorConversation]:
        found = [
            _line(conversation, seen)
            for (tenant, name), conversation in self._database.conversations.items()
            if tenant == tenant_id
            and (name in named or proof.customer_id is not None)
            and self._database.identity(tenant, name).holds(proof.customer_id)
        ]
        lines = [line for line in found if line is not None]
        return sorted(lines, key=lambda line: line.last_at, reverse=True)[:MOST_LISTED]


def _line(conversation: MemoryConversation, seen: Mapping[str, int]) -> VisitorConversation | None:
    said = [one for one in conversation.messages.values() if one.role is not Role.SYSTEM]
    if not said:
        return None
    last = max(said, key=lambda one: one.seq)
    after = seen.get(conversation.conversation_id)
    unread = [one for one in said if after is not None and one.seq > after]
    return VisitorConversation(
        conversation_id=conversation.conversation_id,
        last_text=_as_changed(conversation, last)[:LONGEST_LAST_TEXT],
        last_role=last.role,
        last_at=last.at,
        is_open=conversation.status is not ConversationStatus.CLOSED,
        unread=min(len([one for one in unread if one.role in UNREAD_ROLES]), MOST_UNREAD),
    )


def _as_changed(conversation: MemoryConversation, message: TranscriptMessage) -> str:
    changes = [
        event.data["text"] or ""
        for event in conversation.events
        if event.kind is ConversationEventKind.MESSAGE_CHANGED
        and message.role is Role.CUSTOMER
        and event.data["message_id"] == message.message_id
    ]
    return str(changes[-1]) if changes else message.text
