"""Memory twins of what reads a conversation, and of what human agents write into it."""

from collections.abc import AsyncIterator
from datetime import datetime

from domain.conversations import (
    ConversationEvent,
    ConversationStanding,
    ConversationStatus,
    Owner,
)
from domain.errors import SessionVoid
from domain.handoffs import AgentMessage, AgentMessageRecorded, NewerMessage
from domain.identities import SessionProof
from domain.messages import Role, TranscriptMessage
from domain.transcript_entries import agent_entry, owner_entry
from infra.memory.database import MemoryDatabase


class MemoryTranscripts:
    """Implements `Transcripts` within one process."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    async def history(
        self, tenant_id: str, conversation_id: str, *, before: int | None, limit: int
    ) -> list[TranscriptMessage]:
        conversation = self._database.conversations.get((tenant_id, conversation_id))
        lines = conversation.messages.values() if conversation else ()
        wanted = [line for line in lines if before is None or line.seq < before]
        return sorted(wanted, key=lambda line: line.seq)[-limit:]

    async def standing(self, tenant_id: str, conversation_id: str) -> ConversationStanding:
        conversation = self._database.conversation(tenant_id, conversation_id)
        return ConversationStanding(
            channel=conversation.channel,
            status=conversation.status,
            owner=conversation.owner,
            agent=conversation.agent,
            updated_at=max(event.at for event in conversation.events),
        )


class MemoryConversationEvents:
    """Implements `ConversationEvents` within one process."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    async def after(
        self, tenant_id: str, conversation_id: str, seq: int, *, limit: int = 200
    ) -> list[ConversationEvent]:
        conversation = self._database.conversations.get((tenant_id, conversation_id))
        return conversation.events[seq : seq + limit] if conversation else []

    async def latest(self, tenant_id: str, conversation_id: str) -> int:
        conversation = self._database.conversations.get((tenant_id, conversation_id))
        return len(conversation.events) if conversation else 0

    async def follow(
        self, tenant_id: str, conversation_id: str, seq: int, *, reader: SessionProof | None = None
    ) -> AsyncIterator[ConversationEvent]:
        while True:
            identity = self._database.identity(tenant_id, conversation_id)
            if reader is not None and not identity.holds(reader.customer_id):
                raise SessionVoid
            for event in await self.after(tenant_id, conversation_id, seq):
                seq = event.seq
                yield event
            if seq >= await self.latest(tenant_id, conversation_id):
                await self._database.new_events.wait()


class MemoryAgentRecords:
    """Implements `AgentRecords` within one process."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    async def record_agent_message(
        self, message: AgentMessage, *, tenant_id: str, conversation_id: str, session: int
    ) -> tuple[str, ...]:
        conversation = self._database.conversation(tenant_id, conversation_id)
        entry = agent_entry(message, conversation_id=conversation_id, session=session)
        return conversation.append([entry])

    async def record_unless_newer(
        self, message: AgentMessage, *, tenant_id: str, conversation_id: str, session: int
    ) -> AgentMessageRecorded:
        conversation = self._database.conversation(tenant_id, conversation_id)
        newer = await self.newer_than(
            tenant_id, conversation_id, seen=message.seen or 0, agent=message.agent.name
        )
        if newer and (Role.HUMAN_AGENT, message.message_id) not in conversation.messages:
            return AgentMessageRecorded(newer=newer)
        to_send = await self.record_agent_message(
            message, tenant_id=tenant_id, conversation_id=conversation_id, session=session
        )
        return AgentMessageRecorded(to_send=to_send)

    async def newer_than(
        self, tenant_id: str, conversation_id: str, *, seen: int, agent: str
    ) -> tuple[NewerMessage, ...]:
        conversation = self._database.conversation(tenant_id, conversation_id)
        return tuple(
            NewerMessage(seq=line.seq, role=line.role, sent_by=line.sent_by, text=line.text)
            for line in sorted(conversation.messages.values(), key=lambda line: line.seq)
            if line.seq > seen and _is_anothers(line, agent)
        )[:20]

    async def record_owner(
        self,
        tenant_id: str,
        conversation_id: str,
        *,
        owner: Owner,
        status: ConversationStatus,
        agent: str | None,
        at: datetime,
    ) -> None:
        conversation = self._database.conversation(tenant_id, conversation_id)
        before = (conversation.owner, conversation.status, conversation.agent)
        if before != (owner, status, agent):
            conversation.owner, conversation.status, conversation.agent = owner, status, agent
            conversation.append([owner_entry(owner=owner, status=status, agent=agent, at=at)])


def _is_anothers(line: TranscriptMessage, agent: str) -> bool:
    is_colleague = line.role is Role.HUMAN_AGENT and line.sent_by != agent
    return line.role is Role.CUSTOMER or is_colleague
