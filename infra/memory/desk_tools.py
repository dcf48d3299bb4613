"""Memory twins of what agents work with: notes, drafts, canned replies, views, blocked senders."""

from collections.abc import Collection
from datetime import datetime

from domain.desk.blocking import MOST_BLOCKED, BlockedKind, BlockedSender, Subject
from domain.desk.canned_replies import MOST_REPLIES, CannedReply
from domain.desk.drafts import Draft
from domain.desk.lists import DeskViewer
from domain.desk.notes import MOST_NOTES_SHOWN, Note
from domain.desk.saved_views import MOST_VIEWS, SavedView
from domain.errors import Conflict, NotFound
from domain.ports.desk_tools import DeskTools
from infra.memory.database import MemoryDatabase
from infra.memory.desk_search import MemoryDeskSearch
from infra.memory.handoff_merges import MemoryHandoffMerges
from infra.memory.queue_overrides import MemoryQueueOverrides


class MemoryDeskAccess:
    """Implements `DeskAccess`."""

    def __init__(self, database: MemoryDatabase, notes: "MemoryConversationNotes") -> None:
        self._database = database
        self._notes = notes

    async def may_see(self, tenant_id: str, viewer: DeskViewer, conversation_id: str) -> bool:
        if (tenant_id, conversation_id) not in self._database.conversations:
            raise NotFound("There is no such conversation.")
        notes = await self._notes.listed(tenant_id, conversation_id)
        return (
            not viewer.queues
            or any(viewer.name in note.mentions for note in notes)
            or self._sees_last_handoff(tenant_id, viewer, conversation_id)
        )

    def _sees_last_handoff(self, tenant_id: str, viewer: DeskViewer, conversation_id: str) -> bool:
        of_it = [
            handoff
            for handoff in self._database.handoffs.values()
            if (handoff.tenant_id, handoff.conversation_id) == (tenant_id, conversation_id)
        ]
        last = max(
            of_it,
            key=lambda each: (each.ended_at is None, each.opened_at, each.handoff_id),
            default=None,
        )
        return last is not None and viewer.may_see_handoff(last)


class MemoryConversationNotes:
    """Implements `ConversationNotes` within one process."""

    def __init__(self) -> None:
        self._notes: dict[tuple[str, str, str], Note] = {}

    async def add(self, tenant_id: str, note: Note) -> Note:
        kept = self._notes.setdefault((tenant_id, note.conversation_id, note.note_id), note)
        if (kept.agent, kept.text) != (note.agent, note.text):
            raise Conflict(f"there is another note {note.note_id} here already")
        return kept

    async def listed(self, tenant_id: str, conversation_id: str) -> list[Note]:
        of_it = (tenant_id, conversation_id)
        found = [note for place, note in self._notes.items() if place[:2] == of_it]
        return sorted(found, key=lambda note: (note.at, note.note_id))[-MOST_NOTES_SHOWN:]


class MemoryDrafts:
    """Implements `Drafts` within one process."""

    def __init__(self) -> None:
        self._drafts: dict[tuple[str, str, str], Draft] = {}

    async def write(
        self, tenant_id: str, agent: str, conversation_id: str, draft: Draft
    ) -> Draft | None:
        place = (tenant_id, agent, conversation_id)
        known = self._drafts.get(place)
        if known is None or draft.updated_at > known.updated_at:
            self._drafts[place] = draft
        return await self.get(*place)

    async def get(self, tenant_id: str, agent: str, conversation_id: str) -> Draft | None:
        found = self._drafts.get((tenant_id, agent, conversation_id))
        return found if found and found.text else None

    async def sent(self, tenant_id: str, agent: str, conversation_id: str) -> None:
        place = (tenant_id, agent, conversation_id)
        if place in self._drafts:
            self._drafts[place] = self._drafts[place].model_copy(update={"text": ""})


class MemoryCannedReplies:
    """Implements `CannedReplies` within one process."""

    def __init__(self) -> None:
        self._replies: dict[tuple[str, str, str], CannedReply] = {}

    async def listed(self, tenant_id: str) -> list[CannedReply]:
        return [reply for place, reply in sorted(self._replies.items()) if place[0] == tenant_id]

    async def write(self, tenant_id: str, reply: CannedReply) -> None:
        place = (tenant_id, reply.name, reply.locale)
        if place not in self._replies and len(await self.listed(tenant_id)) >= MOST_REPLIES:
            refused = Conflict(f"there are {MOST_REPLIES} canned replies already: delete some")
            raise refused.because("too-many")
        self._replies[place] = reply

    async def delete(self, tenant_id: str, name: str, locale: str) -> None:
        if self._replies.pop((tenant_id, name, locale), None) is None:
            raise NotFound("There is nothing with this name.")


class MemorySavedViews:
    """Implements `SavedViews` within one process."""

    def __init__(self) -> None:
        self._views: dict[tuple[str, str, str], SavedView] = {}

    async def listed(self, tenant_id: str, agent: str) -> list[SavedView]:
        owners = (agent, "")
        found = [
            (owners.index(owner), name, view)
            for (tenant, owner, name), view in self._views.items()
            if tenant == tenant_id and owner in owners
        ]
        return [view for *_, view in sorted(found, key=lambda each: each[:2])]

    async def write(self, tenant_id: str, view: SavedView) -> None:
        owner = "" if view.shared else view.updated_by
        place = (tenant_id, owner, view.name)
        of_owner = [each for each in self._views if each[:2] == (tenant_id, owner)]
        if place not in self._views and len(of_owner) >= MOST_VIEWS:
            refused = Conflict(f"there are {MOST_VIEWS} views already: delete some")
            raise refused.because("too-many")
        self._views[place] = view

    async def delete(self, tenant_id: str, agent: str, name: str, *, shared: bool) -> None:
        if self._views.pop((tenant_id, "" if shared else agent, name), None) is None:
            raise NotFound("There is nothing with this name.")


class MemoryBlockedSenders:
    """Implements `BlockedSenders` within one process."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database
        self._blocked: dict[tuple[str, Subject], BlockedSender] = {}

    async def subjects_of(self, tenant_id: str, conversation_id: str) -> list[Subject]:
        place = (tenant_id, conversation_id)
        if place not in self._database.conversations:
            raise NotFound("There is no such conversation.")
        wrote = sorted(self._database.people.get(place, {}).items(), key=lambda each: each[1])
        found: list[Subject] = [(BlockedKind.PERSON, person) for person, _ in wrote[-1:]]
        if customer := self._database.conversations[place].customer_ref:
            found.append((BlockedKind.CUSTOMER, customer))
        return found or [(BlockedKind.CONVERSATION, conversation_id)]

    async def block(self, tenant_id: str, blocked: BlockedSender) -> None:
        place = (tenant_id, (blocked.kind, blocked.subject))
        now = await self.listed(tenant_id, at=blocked.blocked_at)
        if place not in self._blocked and len(now) >= MOST_BLOCKED:
            full = Conflict(f"{MOST_BLOCKED} senders are blocked already: lift some first")
            raise full.because("too-many")
        before = self._blocked.get(place)
        goes_on = before is not None and before.until > blocked.blocked_at
        refused = before.refused if before and goes_on else 0
        self._blocked[place] = blocked.model_copy(update={"refused": refused})

    async def lift(self, tenant_id: str, subjects: Collection[Subject]) -> int:
        return sum(self._blocked.pop((tenant_id, each), None) is not None for each in subjects)

    async def listed(self, tenant_id: str, *, at: datetime) -> list[BlockedSender]:
        found = [
            blocked
            for (tenant, _), blocked in self._blocked.items()
            if tenant == tenant_id and blocked.until > at
        ]
        return sorted(found, key=lambda one: (-one.blocked_at.timestamp(), one.subject))

    async def count_refused(self, tenant_id: str, subject: Subject) -> None:
        place = (tenant_id, subject)
        if place in self._blocked:
            one = self._blocked[place]
            self._blocked[place] = one.model_copy(update={"refused": one.refused + 1})


def memory_desk_tools(database: MemoryDatabase) -> DeskTools:
    """All of them over one store."""
    notes = MemoryConversationNotes()
    access = MemoryDeskAccess(database, notes)
    return DeskTools(
        access=access,
        notes=notes,
        drafts=MemoryDrafts(),
        canned_replies=MemoryCannedReplies(),
        views=MemorySavedViews(),
        search=MemoryDeskSearch(database, access),
        blocked=MemoryBlockedSenders(database),
        merges=MemoryHandoffMerges(database, notes),
        queue_overrides=MemoryQueueOverrides(database),
    )
