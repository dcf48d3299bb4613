"""The memory twin of merged handoffs."""

from datetime import datetime

from domain.conversations import ConversationStatus
from domain.desk.merges import GIVEN_BACK, NOTE_PREFIX, Merged, MergeSide, Straggler, merge_refusal
from domain.desk.notes import Note
from domain.errors import Conflict, NotFound
from domain.handoffs import Handoff
from domain.messages import Role
from domain.ports.desk_tools import ConversationNotes
from infra.memory.database import MemoryDatabase


class MemoryHandoffMerges:
    """Implements `HandoffMerges`. Nothing here awaits between reading and writing."""

    def __init__(self, database: MemoryDatabase, notes: ConversationNotes) -> None:
        self._database = database
        self._notes = notes
        self._merged_at: dict[tuple[str, str], datetime] = {}

    async def sides(
        self, tenant_id: str, handoff_id: str, conversation_id: str
    ) -> tuple[MergeSide, MergeSide]:
        return self._sides(tenant_id, handoff_id, conversation_id)

    async def merge(
        self,
        tenant_id: str,
        handoff_id: str,
        conversation_id: str,
        *,
        agent: str,
        by: str,
        at: datetime,
    ) -> Merged:
        into, other = self._sides(tenant_id, handoff_id, conversation_id)
        refused = merge_refusal(into, other, agent)
        if refused is not None or other.handoff_id is None:
            raise refused or Conflict(GIVEN_BACK).because("merge-over")
        for each in self._open(tenant_id):
            is_of_it = other.handoff_id in (each.handoff_id, each.merged_into)
            if is_of_it and each.merged_into != handoff_id:
                each.merged_into = handoff_id
                self._merged_at[tenant_id, each.handoff_id] = at
        note = Note(
            note_id=f"{NOTE_PREFIX}{handoff_id}"[:64],
            conversation_id=conversation_id,
            agent=by,
            text=f"→ {into.conversation_id}",
            at=at,
        )
        if note.note_id not in {one.note_id for one in await self._notes_of(tenant_id, note)}:
            await self._notes.add(tenant_id, note)
        return Merged(conversation_id=conversation_id, handoff_id=other.handoff_id, into=handoff_id)

    async def separate(self, tenant_id: str, handoff_id: str) -> None:
        self._find(tenant_id, handoff_id).merged_into = None

    async def merged_into(self, tenant_id: str, handoff_id: str) -> list[Handoff]:
        found = [
            each.model_copy(deep=True)
            for (tenant, _), each in self._database.handoffs.items()
            if tenant == tenant_id and each.merged_into == handoff_id
        ]
        return sorted(found, key=lambda each: (each.opened_at, each.handoff_id))

    async def stragglers(self, tenant_id: str, *, limit: int) -> list[Straggler]:
        found = [
            self._straggler(each, self._find(tenant_id, each.merged_into))
            for each in self._open(tenant_id)
            if each.merged_into is not None
        ]
        late = [each for each in found if each.following() is not None]
        return sorted(late, key=lambda each: (each.merged_at, each.handoff_id))[:limit]

    async def _notes_of(self, tenant_id: str, note: Note) -> list[Note]:
        return await self._notes.listed(tenant_id, note.conversation_id)

    def _straggler(self, handoff: Handoff, into: Handoff) -> Straggler:
        is_customers = handoff.last_message_by is Role.CUSTOMER
        return Straggler(
            handoff_id=handoff.handoff_id,
            conversation_id=handoff.conversation_id,
            channel=handoff.channel,
            queue=handoff.queue,
            customer_ref=self._customer(handoff),
            assigned_agent=handoff.assigned_agent,
            merged_at=self._merged_at[handoff.tenant_id, handoff.handoff_id],
            customer_wrote_at=handoff.last_message_at if is_customers else None,
            into_customer_ref=self._customer(into),
            into_status=into.status,
            is_awake=handoff.snoozed_until is None,
            into=into.handoff_id,
            into_conversation_id=into.conversation_id,
            into_snoozed_until=into.snoozed_until,
            into_agent=into.assigned_agent,
            into_ended_at=into.ended_at,
        )

    def _sides(
        self, tenant_id: str, handoff_id: str, conversation_id: str
    ) -> tuple[MergeSide, MergeSide]:
        into = self._find(tenant_id, handoff_id)
        other = max(
            (each for each in self._open(tenant_id) if each.conversation_id == conversation_id),
            key=lambda each: (each.opened_at, each.handoff_id),
            default=None,
        )
        is_open = into.ended_at is None
        return (
            self._side(tenant_id, into.conversation_id, into if is_open else None),
            self._side(tenant_id, conversation_id, other),
        )

    def _side(self, tenant_id: str, conversation_id: str, handoff: Handoff | None) -> MergeSide:
        conversation = self._database.conversations.get((tenant_id, conversation_id))
        if conversation is None:
            raise NotFound("There is no such conversation.")
        more = {} if handoff is None else handoff.model_dump(include=set(MergeSide.model_fields))
        return MergeSide.model_validate(
            {
                **more,
                "conversation_id": conversation_id,
                "channel": conversation.channel,
                "is_closed": conversation.status is ConversationStatus.CLOSED,
                "customer_ref": conversation.customer_ref,
            }
        )

    def _customer(self, handoff: Handoff) -> str | None:
        place = (handoff.tenant_id, handoff.conversation_id)
        return self._database.conversations[place].customer_ref

    def _open(self, tenant_id: str) -> list[Handoff]:
        return [
            each
            for (tenant, _), each in self._database.handoffs.items()
            if tenant == tenant_id and each.ended_at is None
        ]

    def _find(self, tenant_id: str, handoff_id: str) -> Handoff:
        try:
            return self._database.handoffs[tenant_id, handoff_id]
        except KeyError:
            raise NotFound(f"there is no handoff {handoff_id}") from None
