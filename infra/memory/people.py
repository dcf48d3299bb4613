"""The memory twin of people, their conversations and their consents."""

from datetime import datetime

from domain.channels import ConsentChange, ConversationGlimpse
from domain.conversation_reach import ConversationReach
from domain.conversations import ConversationStatus
from infra.memory.database import MemoryDatabase

_MOST_CONVERSATIONS = 20
_SHOWN_CHARACTERS = 300


class MemoryConversationPeople:
    """Implements `ConversationPeople` within one process."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    async def conversations_of(self, tenant_id: str, person: str) -> list[ConversationGlimpse]:
        wrote = [
            (when[person], conversation_id)
            for (tenant, conversation_id), when in self._database.people.items()
            if tenant == tenant_id and person in when
        ]
        latest = sorted(wrote, key=lambda each: (-each[0].timestamp(), each[1]))
        found = [self._glimpse(tenant_id, *each) for each in latest[:_MOST_CONVERSATIONS]]
        return sorted(found, key=lambda one: (-one.last_at.timestamp(), one.conversation_id))

    def _glimpse(
        self, tenant_id: str, wrote_at: datetime, conversation_id: str
    ) -> ConversationGlimpse:
        conversation = self._database.conversation(tenant_id, conversation_id)
        lines = sorted(conversation.messages.values(), key=lambda line: line.seq)
        return ConversationGlimpse(
            conversation_id=conversation_id,
            channel=conversation.channel,
            address=conversation.address,
            last_text=lines[-1].text[:_SHOWN_CHARACTERS] if lines else "",
            last_at=lines[-1].at if lines else wrote_at,
            is_open=conversation.status is not ConversationStatus.CLOSED,
        )

    async def record_consent(self, tenant_id: str, change: ConsentChange) -> bool:
        known = self._database.consents.setdefault((tenant_id, change.person), [])
        if any(one.event_id == change.event_id for one in known):
            return False
        holds = all(one.at <= change.at for one in known)
        known.append(change)
        known.sort(key=lambda one: one.at)
        return holds

    async def is_opted_out(self, tenant_id: str, conversation_id: str) -> bool:
        people = self._database.people.get((tenant_id, conversation_id), {})
        changes = [self._database.consents.get((tenant_id, person), []) for person in people]
        return any(known[-1].is_opted_out for known in changes if known)

    async def reach_of(self, tenant_id: str, conversation_id: str) -> ConversationReach:
        place = (tenant_id, conversation_id)
        known = self._database.conversations.get(place)
        return ConversationReach(
            is_opted_out=await self.is_opted_out(tenant_id, conversation_id),
            last_wrote_at=max(self._database.people.get(place, {}).values(), default=None),
            address=known.address if known else None,
        )
