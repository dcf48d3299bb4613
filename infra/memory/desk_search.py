"""A memory twin of the desk's search: words as they are, without prefixes."""

import re
import unicodedata

from domain.conversations import ConversationEventKind, ConversationStatus
from domain.desk.lists import DeskViewer
from domain.desk.search import After, DeskQuery, Found, Matched, snippet_of
from domain.desk.spellings import spellings
from domain.handoffs import HandoffKind, HandoffStatus
from domain.ports.desk_tools import DeskAccess
from infra.memory.database import MemoryConversation, MemoryDatabase

_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD_OF_NAME = re.compile(r"[^\W_]+")
_PART_OF_WORD = re.compile(r"[0-9]+|[^0-9]+")


class MemoryDeskSearch:
    """Implements `DeskSearch` by looking at everything: words as they are, without prefixes."""

    def __init__(self, database: MemoryDatabase, access: DeskAccess) -> None:
        self._database = database
        self._access = access

    async def find(
        self,
        tenant_id: str,
        query: DeskQuery,
        *,
        viewer: DeskViewer,
        after: After | None,
        limit: int,
    ) -> list[Found]:
        found = []
        for (tenant, conversation_id), one in self._database.conversations.items():
            if tenant != tenant_id:
                continue
            hit = self._hit(tenant_id, conversation_id, query)
            last = max(one.events, key=lambda event: event.seq, default=None)
            if hit is None or last is None:
                continue
            if not await self._access.may_see(tenant_id, viewer, conversation_id):
                continue
            if after and (last.at, conversation_id) >= (after.at, after.conversation_id):
                continue
            found.append(
                Found(
                    conversation_id=conversation_id,
                    channel=one.channel,
                    status=_standing_of(self._database, tenant_id, conversation_id),
                    customer_ref=one.customer_ref,
                    snippet=snippet_of(hit[1], query.text),
                    matched=hit[0],
                    at=last.at,
                )
            )
        return sorted(found, key=lambda each: (each.at, each.conversation_id), reverse=True)[:limit]

    def _hit(
        self, tenant_id: str, conversation_id: str, query: DeskQuery
    ) -> tuple[Matched, str] | None:
        place = (tenant_id, conversation_id)
        one = self._database.conversations[place]
        if one.customer_ref == query.text:
            return Matched.CUSTOMER, ""
        handoffs = [
            each
            for each in self._database.handoffs.values()
            if (each.tenant_id, each.conversation_id) == place
        ]
        numbers = {each.contact for each in handoffs} & set(query.phones)
        if numbers or set(query.people) & set(self._database.people.get(place, {})):
            return Matched.PHONE, ""
        for handoff in handoffs:
            if handoff.disposition and handoff.disposition == query.text:
                return Matched.DISPOSITION, ""
            if handoff.assigned_agent == query.text:
                return Matched.AGENT, ""
        words = query.text.lower().split()
        for line in sorted(one.messages.values(), key=lambda line: -line.seq):
            if words and all(word in line.text.lower() for word in words):
                return Matched.WORDS, line.text
        name = _named(one, query.text)
        return None if name is None else (Matched.FILE, name)


def _named(one: MemoryConversation, query: str) -> str | None:
    """The latest file that has the words in its name; of no message that was taken back."""
    gone = {
        event.data["message_id"]
        for event in one.events
        if event.kind is ConversationEventKind.MESSAGE_CHANGED and event.data["change"] == "deleted"
    }
    wanted = [set(words) for each in spellings(query) if (words := _words_of_name(each))]
    for line in sorted(one.messages.values(), key=lambda line: -line.seq):
        for file in line.attachments if line.message_id not in gone else ():
            if any(words <= set(_words_of_name(file.name)) for words in wanted):
                return file.name
    return None


def _words_of_name(name: str) -> list[str]:
    folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", name)).casefold()
    words = _WORD_OF_NAME.findall(folded)
    return words + [part for word in words for part in _PART_OF_WORD.findall(word)]


def _standing_of(database: MemoryDatabase, tenant_id: str, conversation_id: str) -> str:
    """With the bot, it may be a person who is waited for."""
    status = database.conversations[tenant_id, conversation_id].status
    waits = any(
        (each.tenant_id, each.conversation_id) == (tenant_id, conversation_id)
        and (each.status, each.kind) == (HandoffStatus.WAITING, HandoffKind.CHAT)
        for each in database.handoffs.values()
    )
    is_the_bots = status == ConversationStatus.ACTIVE
    return ConversationStatus.WAITING_FOR_HUMAN if is_the_bots and waits else status
