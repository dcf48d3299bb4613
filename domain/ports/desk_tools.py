"""Ports of what agents work with: notes, drafts, canned replies, views, search, blocked senders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from domain.desk.blocking import BlockedSender, Subject
    from domain.desk.canned_replies import CannedReply
    from domain.desk.drafts import Draft
    from domain.desk.lists import DeskViewer
    from domain.desk.notes import Note
    from domain.desk.saved_views import SavedView
    from domain.desk.search import After, DeskQuery, Found
    from domain.ports.handoff_merges import HandoffMerges
    from domain.ports.queue_overrides import QueueOverrides


class DeskAccess(Protocol):
    """Which conversations somebody may see: those of their queues."""

    async def may_see(self, tenant_id: str, viewer: DeskViewer, conversation_id: str) -> bool:
        """Also those that they have had or are given, and those in which they were mentioned.
        Raise NotFound where there is no such conversation."""
        ...


class ConversationNotes(Protocol):
    """What agents write for each other. Nothing that customers can reach reads it."""

    async def add(self, tenant_id: str, note: Note) -> Note:
        """Keep it once for each id, and tell the desks. Returns what is kept; raise Conflict where
        the id is that of another note."""
        ...

    async def listed(self, tenant_id: str, conversation_id: str) -> list[Note]:
        """The latest, oldest first, at most `MOST_NOTES_SHOWN`."""
        ...


class Drafts(Protocol):
    """What agents have begun to write."""

    async def write(
        self, tenant_id: str, agent: str, conversation_id: str, draft: Draft
    ) -> Draft | None:
        """The later one holds, which is returned; an empty one deletes. None where there is none
        then."""
        ...

    async def get(self, tenant_id: str, agent: str, conversation_id: str) -> Draft | None:
        """None where there is none."""
        ...

    async def sent(self, tenant_id: str, agent: str, conversation_id: str) -> None:
        """Delete it; what was written before and comes late does not bring it back."""
        ...


class CannedReplies(Protocol):
    """Texts that agents have ready."""

    async def listed(self, tenant_id: str) -> list[CannedReply]:
        """All of them, by name and locale."""
        ...

    async def write(self, tenant_id: str, reply: CannedReply) -> None:
        """In place of one of the same name and locale. Raise Conflict beyond `MOST_REPLIES`."""
        ...

    async def delete(self, tenant_id: str, name: str, locale: str) -> None:
        """Raise NotFound where there is none."""
        ...


class SavedViews(Protocol):
    """Lists of handoffs under names."""

    async def listed(self, tenant_id: str, agent: str) -> list[SavedView]:
        """The agent's own, then the team's, by name."""
        ...

    async def write(self, tenant_id: str, view: SavedView) -> None:
        """In place of one of the same owner and name. Raise Conflict beyond `MOST_VIEWS`."""
        ...

    async def delete(self, tenant_id: str, agent: str, name: str, *, shared: bool) -> None:
        """Raise NotFound where there is none."""
        ...


class DeskSearch(Protocol):
    """Conversations by what is known of them."""

    async def find(
        self,
        tenant_id: str,
        query: DeskQuery,
        *,
        viewer: DeskViewer,
        after: After | None,
        limit: int,
    ) -> list[Found]:
        """The latest first, each once. Only what the viewer may see."""
        ...


class BlockedSenders(Protocol):
    """Of whom nothing is taken for a while."""

    async def subjects_of(self, tenant_id: str, conversation_id: str) -> list[Subject]:
        """By what whoever wrote last in a conversation is known again: their key, their customer
        id; the conversation where neither is known. Raise NotFound for no conversation."""
        ...

    async def block(self, tenant_id: str, blocked: BlockedSender) -> None:
        """Anew, where they are blocked already. Raise Conflict beyond `MOST_BLOCKED`."""
        ...

    async def lift(self, tenant_id: str, subjects: Collection[Subject]) -> int:
        """How many were blocked."""
        ...

    async def listed(self, tenant_id: str, *, at: datetime) -> list[BlockedSender]:
        """Those who are blocked at that time, the latest first."""
        ...

    async def count_refused(self, tenant_id: str, subject: Subject) -> None:
        """One more message was not taken."""
        ...


@dataclass(frozen=True, kw_only=True)
class DeskTools:
    """All of them, as the gateway has them."""

    access: DeskAccess
    notes: ConversationNotes
    drafts: Drafts
    canned_replies: CannedReplies
    views: SavedViews
    search: DeskSearch
    blocked: BlockedSenders
    merges: HandoffMerges
    queue_overrides: QueueOverrides
