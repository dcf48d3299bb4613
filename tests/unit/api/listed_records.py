"""Transcripts and events written beforehand, in place of a store."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from domain.conversations import ConversationEvent, ConversationStanding
from domain.errors import DuralogueError, NotFound
from domain.identities import SessionProof
from domain.messages import TranscriptMessage


@dataclass
class ListedTranscripts:
    """The same lines, whoever asks for whichever conversation."""

    said: list[TranscriptMessage] = field(default_factory=list)
    stands: ConversationStanding | None = None

    async def standing(self, tenant_id: str, conversation_id: str) -> ConversationStanding:
        if self.stands is None:
            raise NotFound("there is no such conversation")
        return self.stands

    async def history(
        self, tenant_id: str, conversation_id: str, *, before: int | None, limit: int
    ) -> list[TranscriptMessage]:
        found = [message for message in self.said if before is None or message.seq < before]
        return found[-limit:]


@dataclass
class ListedEvents:
    """Events written beforehand; following them ends where they end, so that a test can."""

    written: list[ConversationEvent] = field(default_factory=list)
    failure: DuralogueError | None = None
    is_endless: bool = False

    async def after(
        self, tenant_id: str, conversation_id: str, seq: int, *, limit: int = 200
    ) -> list[ConversationEvent]:
        return [event for event in self.written if event.seq > seq][:limit]

    async def latest(self, tenant_id: str, conversation_id: str) -> int:
        return max((event.seq for event in self.written), default=0)

    async def follow(
        self, tenant_id: str, conversation_id: str, seq: int, *, reader: SessionProof | None = None
    ) -> AsyncIterator[ConversationEvent]:
        for event in await self.after(tenant_id, conversation_id, seq):
            yield event
        if self.is_endless:
            await asyncio.Event().wait()
        if self.failure:
            raise self.failure
