"""Notices that the gateway itself sends while the database is unreachable.

A reply, the holding notice and the named failure are stored before they are shown. While they
cannot be, whoever follows the conversation here is told in time by a notice: an event without a
number, so that nothing is missed or repeated because of it.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from api.drafts import DraftFollower
from api.event_store_health import EventStoreHealth
from domain.conversations import ConversationEvent, ConversationEventKind, ConversationStatus
from domain.messages import Role
from domain.tenant_settings import NeverSilent

_LOOK_EVERY: Final = timedelta(milliseconds=200)
_FORGOTTEN_AFTER: Final = timedelta(minutes=2)
"""After its failure was due: by then the conversation's own timers have spoken, and been heard."""

ConversationKey = tuple[str, str]
"""Tenant and conversation."""


class NoticeKind(StrEnum):
    HOLDING = "holding"
    """It takes longer."""
    KEPT = "kept"
    """It takes very long; the message is kept and will be answered."""
    INTERRUPTED = "interrupted"
    """Events cannot be read at the moment; the stream goes on by itself."""
    RESUMED = "resumed"
    """They can be read again."""


@dataclass(frozen=True)
class OutageNotice:
    kind: NoticeKind
    at: datetime
    message_id: str | None = None

    @classmethod
    def now(cls, kind: NoticeKind, message_id: str | None = None) -> Self:
        return cls(kind, datetime.now(UTC), message_id)


Shown = ConversationEvent | OutageNotice | DraftFollower
"""What a stream sends, or where it finds what to send."""


@dataclass
class _UnansweredMessage:
    """A message that this gateway has accepted. Moments are of the loop's clock."""

    message_id: str
    hold_at: float
    fail_at: float
    said: NoticeKind | None = None

    def due(self, now: float) -> NoticeKind | None:
        """What is to be said by now and has not been."""
        if now >= self.fail_at:
            return NoticeKind.KEPT if self.said is not NoticeKind.KEPT else None
        return NoticeKind.HOLDING if now >= self.hold_at and self.said is None else None

    def is_forgotten(self, now: float) -> bool:
        return now >= self.fail_at + _FORGOTTEN_AFTER.total_seconds()


class OutageNotices:
    """Remembers what was accepted here and not yet answered, and speaks where nobody else can."""

    def __init__(self, store: EventStoreHealth) -> None:
        self._store = store
        self._unanswered: defaultdict[ConversationKey, dict[str, _UnansweredMessage]] = defaultdict(
            dict
        )
        self._followers: defaultdict[ConversationKey, set[asyncio.Queue[Shown]]] = defaultdict(set)
        self._guarding: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_failure: object) -> None:
        if self._guarding is not None:
            self._guarding.cancel()
            await asyncio.gather(self._guarding, return_exceptions=True)

    @property
    def is_guarding(self) -> bool:
        """Whether there is anything unanswered to look after."""
        return self._guarding is not None and not self._guarding.done()

    def accepted(
        self, conversation: ConversationKey, message_id: str, patience: NeverSilent
    ) -> None:
        """A message was taken: from now on, somebody has to be heard in time."""
        now = asyncio.get_running_loop().time()
        message = _UnansweredMessage(
            message_id,
            hold_at=now + patience.holding_after.total_seconds(),
            fail_at=now + patience.failure_after.total_seconds(),
        )
        self._unanswered[conversation].setdefault(message_id, message)
        if not self.is_guarding:
            self._guarding = asyncio.create_task(self._guard(), name="notices")

    @contextmanager
    def followed(self, conversation: ConversationKey) -> Iterator[asyncio.Queue[Shown]]:
        """What is said from now on, beginning with what still holds of what was said before."""
        pending: asyncio.Queue[Shown] = asyncio.Queue()
        notified = [each for each in self._unanswered.get(conversation, {}).values() if each.said]
        if notified and notified[-1].said:
            pending.put_nowait(OutageNotice.now(notified[-1].said, notified[-1].message_id))
        self._followers[conversation].add(pending)
        try:
            yield pending
        finally:
            self._followers[conversation].discard(pending)
            if not self._followers[conversation]:
                del self._followers[conversation]

    def all_followed(self) -> tuple[ConversationKey, ...]:
        """The conversations that have a follower here at the moment."""
        return tuple(self._followers)

    def saw(self, conversation: ConversationKey, event: ConversationEvent) -> None:
        """A stored event has reached a follower: what it answers needs no notice any more."""
        waiting = self._unanswered.get(conversation)
        if not waiting:
            return
        if _ends_all(event):
            waiting.clear()
        elif event.kind is ConversationEventKind.MESSAGE:
            _settle(waiting, event)
        if not waiting:
            del self._unanswered[conversation]

    async def _guard(self) -> None:
        """While something is unanswered; every stream of this gateway shares the one look."""
        clock = asyncio.get_running_loop().time
        while self._unanswered:
            await asyncio.sleep(_LOOK_EVERY.total_seconds())
            now = clock()
            if not self._is_anything_due(now):
                continue
            if await self._store.answers():
                self._forget(now)
            else:
                self._speak(clock())

    def _is_anything_due(self, now: float) -> bool:
        return any(
            message.due(now) or message.is_forgotten(now)
            for waiting in self._unanswered.values()
            for message in waiting.values()
        )

    def _speak(self, now: float) -> None:
        for conversation, waiting in self._unanswered.items():
            for message in waiting.values():
                if kind := message.due(now):
                    message.said = kind
                    notice = OutageNotice.now(kind, message.message_id)
                    for follower in self._followers.get(conversation, ()):
                        follower.put_nowait(notice)

    def _forget(self, now: float) -> None:
        """The store is well, so that what the conversation has said could be read."""
        for conversation, waiting in list(self._unanswered.items()):
            for message in list(waiting.values()):
                if message.is_forgotten(now):
                    del waiting[message.message_id]
            if not waiting:
                del self._unanswered[conversation]


def _ends_all(event: ConversationEvent) -> bool:
    """A human has spoken, or the conversation has ended."""
    if event.kind is ConversationEventKind.STATUS:
        return event.data.get("status") == ConversationStatus.CLOSED
    is_message = event.kind is ConversationEventKind.MESSAGE
    return is_message and event.data.get("role") == Role.HUMAN_AGENT


def _settle(waiting: dict[str, _UnansweredMessage], event: ConversationEvent) -> None:
    """An answer names the last message of its turn: that one and those before it are answered."""
    role, answers = event.data.get("role"), event.data.get("in_reply_to")
    if role != Role.BOT or answers not in waiting:
        return
    for message_id in list(waiting):
        del waiting[message_id]
        if message_id == answers:
            return
