"""What a conversation has still to deal with, in order, and which ids it has seen."""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import blake2b

from pydantic import AwareDatetime, BaseModel, SerializerFunctionWrapHandler, model_serializer

from domain.channels import MessageChange, MessageDeleted
from domain.conversations import ConversationStatus, Owner
from domain.dialogue.events import TurnEvent
from domain.handoffs import AgentMessage
from domain.messages import InboundMessage

_RING_SIZE = 500
_HASH_BYTES = 8


class OwnerChange(BaseModel):
    """The conversation has a new owner: to be recorded and told."""

    owner: Owner
    status: ConversationStatus
    handoff_id: str
    agent: str | None = None


class Stashed(BaseModel):
    """Places in the stash, one after another: two numbers, however many messages wait there."""

    first: int
    count: int

    @property
    def end(self) -> int:
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


class InboxEntry(BaseModel):
    """One thing that arrived. Exactly one of the fields beside `at` and `edited_at` is set."""

    at: AwareDatetime
    message: InboundMessage | None = None
    edited_at: AwareDatetime | None = None
    """Of the latest edit of the message, by the provider's clock."""
    withdrawn: Withdrawal | None = None
    stashed: Stashed | None = None
    """Messages that wait outside, in order; `at` is when the first of them came."""
    event: TurnEvent | None = None
    agent_message: AgentMessage | None = None
    owner_change: OwnerChange | None = None
    close_reason: str | None = None

    def is_message(self) -> bool:
        return self.message is not None or self.stashed is not None

    @model_serializer(mode="wrap")
    def _without_what_is_unset(self, serialize: SerializerFunctionWrapHandler) -> dict[str, object]:
        written: dict[str, object] = serialize(self)
        return {name: value for name, value in written.items() if value is not None}


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

    def packed(self) -> str:
        return b64encode(b"".join(self._ring)).decode()
