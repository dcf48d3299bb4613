"""The inbox of a conversation: what waits, in order, and which ids it has seen."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from domain.channels import MessageChange, MessageDeleted
from domain.conversations import ConversationStatus, Owner
from domain.desk.requests import SnoozeHandoff
from domain.dialogue.events import TurnEvent
from domain.handoffs import AgentMessage, HandoffUpdate, ReturnToBot
from domain.messages import InboundMessage

_RING_SIZE = 500
_HASH_BYTES = 8


class OwnerChange(BaseModel):
    """The conversation has a new owner: to be recorded and told."""

    owner: Owner
    status: ConversationStatus
    handoff_id: str
    agent: str | None = None
    is_resolved: bool = False
    disposition: str = ""
    note: str = ""


class OverflowRange(BaseModel):
    """Places in the stash, one after another: two numbers, however many messages wait there."""

    first: int
    count: int

    @property
    def end(self) -> int:
        """The position after the last."""
        return self.first + self.count


class Withdrawal(BaseModel):
    """A message that was deleted while it waited: nobody answers it, and the records say so."""

    message: InboundMessage
    """Without its words."""
    deletion: MessageDeleted


class WaitingChange(BaseModel):
    """An edit or a deletion whose message is not in the inbox."""

    change: MessageChange
    is_looked_up: bool = False
    """Whether the transcript was asked: it had no such message then."""


class CarefulAct(BaseModel):
    """What an agent does unless somebody has written since; one of the two is set."""

    act_id: str
    give_back: ReturnToBot | None = None
    snooze: SnoozeHandoff | None = None

    def request(self) -> ReturnToBot | SnoozeHandoff:
        """What is to be done."""
        request = self.give_back or self.snooze
        if request is None:
            raise ValueError("an act without a request")
        return request


class InboxEntry(BaseModel):
    """One thing that arrived. Exactly one of the fields beside `at` is set."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    at: AwareDatetime
    message: InboundMessage | None = None
    withdrawn: Withdrawal | None = None
    overflow: OverflowRange | None = Field(default=None, alias="stashed")
    """Messages that wait outside, in order; `at` is when the first of them came."""
    event: TurnEvent | None = None
    agent_message: AgentMessage | None = None
    owner_change: OwnerChange | None = None
    handoff_update: HandoffUpdate | None = None
    note: str | None = None
    """The name of a response that the customer is to hear while a person serves them."""
    close_reason: str | None = None
    careful_act: CarefulAct | None = None

    def is_message(self) -> bool:
        """Whether it is words of a customer, here or outside."""
        return self.message is not None or self.overflow is not None

    @model_serializer(mode="wrap")
    def _without_what_is_unset(self, serialize: SerializerFunctionWrapHandler) -> dict[str, object]:
        written: dict[str, object] = serialize(self)
        return {name: value for name, value in written.items() if value is not None}


class Inbox(RootModel[list[InboxEntry]]):
    """What has arrived and is not dealt with yet, in the order in which it came.

    The one place where the list changes; it is carried from run to run as a plain list.
    """

    root: list[InboxEntry] = Field(default_factory=list)

    def __len__(self) -> int:
        """Entries, not messages: an entry may stand for many that overflowed."""
        return len(self.root)

    def first(self) -> InboxEntry | None:
        """What is next, left where it is."""
        return self.root[0] if self.root else None

    def add(self, *entries: InboxEntry) -> None:
        """Put entries behind everything that waits."""
        self.root.extend(entries)

    def add_event(self, event: TurnEvent, at: datetime) -> None:
        """Put an event behind everything that waits."""
        self.add(InboxEntry(at=at, event=event))

    def take(self) -> InboxEntry:
        """Remove and return the first entry; IndexError where nothing waits."""
        return self.root.pop(0)

    def take_messages(self, most: int) -> tuple[InboundMessage, ...]:
        """The first message and what the same person wrote right after it, `most` in all; a form
        alone, since its answers are read field by field.

        A turn is one person's: nobody's words count as a customer's.
        """
        taken: list[InboundMessage] = []
        while self.root and (message := self.root[0].message) is not None and len(taken) < most:
            if taken and not _joins(message, taken[0]):
                break
            taken.append(message)
            self.root.pop(0)
        return tuple(taken)

    def merging_until(self, window: timedelta) -> datetime | None:
        """Until when the first message waits for others to join its turn; None for the rest, and
        for a form, which none joins."""
        first = self.first()
        if not window or first is None or not first.is_message():
            return None
        is_form = first.message is not None and first.message.form is not None
        return None if is_form else first.at + window

    def entry_of(self, message_id: str) -> InboxEntry | None:
        """The entry of a message that waits here; None for one that overflowed or never came."""
        return next(
            (e for e in self.root if e.message is not None and e.message.message_id == message_id),
            None,
        )

    def holds(self, message_id: str) -> bool:
        """Whether a message waits here, or that it was withdrawn."""
        withdrawn = [e.withdrawn.message.message_id for e in self.root if e.withdrawn is not None]
        return message_id in withdrawn or self.entry_of(message_id) is not None

    def overflows(self) -> bool:
        """Whether messages wait outside."""
        return any(entry.overflow is not None for entry in self.root)

    def has_messages(self) -> bool:
        """Whether words of a customer wait, here or outside."""
        return any(entry.is_message() for entry in self.root)

    def put_messages_last(self) -> None:
        """Behind all else that waits, in their order."""
        self.root.sort(key=InboxEntry.is_message)

    def drop_careful_act(self, act_id: str) -> None:
        """Forget an act, since who asked for it was told that it was not done."""
        self.root[:] = [
            entry
            for entry in self.root
            if entry.careful_act is None or entry.careful_act.act_id != act_id
        ]

    def drop_agent_message(self, message_id: str) -> None:
        """Forget what an agent wrote, since they were told that it was not sent."""
        self.root[:] = [
            entry
            for entry in self.root
            if entry.agent_message is None or entry.agent_message.message_id != message_id
        ]

    def put_last(self, entry: InboxEntry) -> None:
        """Move an entry that waits here behind all others, as when nobody is to answer it."""
        self.root.remove(entry)
        self.root.append(entry)

    def beyond(self, *, messages: int, characters: int) -> list[InboxEntry]:
        """The entries whose messages exceed what a new run may carry, in order."""
        carried, length, beyond = 0, 0, []
        for entry in self.root:
            if entry.message is None:
                continue
            length += _characters(entry.message)
            if carried < messages and length <= characters:
                carried += 1
            else:
                beyond.append(entry)
        return beyond

    def restore_first(self, entries: Sequence[InboxEntry], count: int) -> None:
        """Put entries that came back in place of the first `count` messages that overflowed.

        Fewer may come back: a message that is not kept any more has been answered.
        """
        restored, first = list(entries), self.root[0]
        if first.overflow is not None and count < first.overflow.count:
            rest = OverflowRange(
                first=first.overflow.first + count, count=first.overflow.count - count
            )
            restored.append(InboxEntry(at=first.at, overflow=rest))
        self.root[:1] = restored

    def join_neighbours(self) -> None:
        """Write positions that follow each other as one entry."""
        joined: list[InboxEntry] = []
        for entry in self.root:
            before = joined[-1].overflow if joined else None
            if before and entry.overflow and before.end == entry.overflow.first:
                before.count += entry.overflow.count
            else:
                joined.append(entry)
        self.root[:] = joined


def first_of(entries: Sequence[InboxEntry], *, most: int, characters: int) -> list[InboxEntry]:
    """The first of these messages, as many as are within both limits; one at least."""
    length, taken = 0, 0
    for entry in entries[:most]:
        length += _characters(entry.message) if entry.message is not None else 0
        if taken and length > characters:
            break
        taken += 1
    return list(entries[:taken])


def _joins(message: InboundMessage, first: InboundMessage) -> bool:
    is_same = (message.customer, message.person) == (first.customer, first.person)
    return is_same and message.form is None and first.form is None


def _characters(message: InboundMessage) -> int:
    """About what it takes to carry it."""
    more: list[BaseModel] = [*message.attachments]
    more += [one for one in (message.button, message.form, message.address) if one is not None]
    return len(message.text) + sum(len(one.model_dump_json()) for one in more)


class SeenIds:
    """A ring of the last 500 ids as 64-bit hashes: 5 kB carried, whatever the ids' length."""

    def __init__(self, packed: str = "") -> None:
        raw = b64decode(packed)
        self._ring = dict.fromkeys(
            raw[start : start + _HASH_BYTES] for start in range(0, len(raw), _HASH_BYTES)
        )

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._ring)

    def add(self, identifier: str) -> bool:
        """False when the id has been seen before."""
        digest = blake2b(identifier.encode(), digest_size=_HASH_BYTES).digest()
        if digest in self._ring:
            return False
        self._ring[digest] = None
        if len(self._ring) > _RING_SIZE:
            del self._ring[next(iter(self._ring))]
        return True

    def has(self, identifier: str) -> bool:
        """Whether the id has been seen, without noting it."""
        return blake2b(identifier.encode(), digest_size=_HASH_BYTES).digest() in self._ring

    def packed(self) -> str:
        """The ring as text, for the constructor of the next run's."""
        return b64encode(b"".join(self._ring)).decode()
