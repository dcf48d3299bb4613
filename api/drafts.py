"""Drafts of answers as this gateway has heard them, passed on to whoever follows the conversation.

None is passed on once something is committed that its worker did not know of: a person who takes
over, the answer itself. And each follower has all events that were there before it.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Final, Literal, Protocol

from domain.conversations import ConversationEvent, ConversationEventKind
from domain.drafts import DraftPiece, DraftText
from domain.messages import Role

ConversationKey = tuple[str, str]
"""Tenant and conversation."""

_MOST_DRAFTS: Final = 2_000
_MOST_CHARACTERS: Final = 4_000_000
"""Of all drafts together; those that were silent longest make room."""
_MOST_COMMITS: Final = 20_000
_LASTS_S: Final = 60.0
"""Without a word: its worker has died."""
_ANSWERS: Final = {Role.BOT, Role.HUMAN_AGENT}


@dataclass(frozen=True)
class ShownWords:
    """What one stream sends of a draft. From the start: they take the place of what was shown."""

    draft_id: str
    status: Literal["writing", "withdrawn"]
    start: int
    text: str


@dataclass
class _Heard:
    draft: DraftText
    after: int
    """The conversation's latest event when its last piece was sent."""
    at: float


class Drafts:
    """The latest draft of each conversation. Implements `DraftListener`."""

    def __init__(self) -> None:
        self._heard: OrderedDict[ConversationKey, _Heard] = OrderedDict()
        self._characters = 0
        self._commits: OrderedDict[ConversationKey, int] = OrderedDict()
        self._followers: defaultdict[ConversationKey, set[DraftFollower]] = defaultdict(set)

    @contextmanager
    def followed(
        self, conversation: ConversationKey, bell: "Bell", seq: int
    ) -> "Iterator[DraftFollower]":
        """What is drafted from now on, and so far. The follower puts itself into `bell` whenever
        it has something; `seq` is the last event that it has."""
        follower = DraftFollower(self, conversation, bell, seq)
        self._followers[conversation].add(follower)
        if self.current(conversation) is not None:
            follower.ring()
        try:
            yield follower
        finally:
            self._followers[conversation].discard(follower)
            if not self._followers[conversation]:
                del self._followers[conversation]

    def heard(self, piece: DraftPiece, after: int) -> None:
        conversation = (piece.key.tenant_id, piece.key.conversation_id)
        known = self._heard.get(conversation)
        if known is None or known.draft.is_before(piece):
            self._forget(conversation)
            known = self._heard[conversation] = _Heard(DraftText.of(piece), after, monotonic())
            self._characters += len(known.draft.text)
        else:
            before = len(known.draft.text)
            known.draft.take(piece)
            known.after, known.at = max(known.after, after), monotonic()
            self._characters += len(known.draft.text) - before
            self._heard.move_to_end(conversation)
        self._make_room()
        for follower in self._followers.get(conversation, ()):
            follower.ring()

    def committed(self, tenant_id: str, conversation_id: str, seq: int) -> None:
        conversation = (tenant_id, conversation_id)
        if not seq:
            for follower in self._followers.get(conversation, ()):
                follower.is_proven = False
            return
        self._commits[conversation] = max(seq, self._commits.pop(conversation, 0))
        if len(self._commits) > _MOST_COMMITS:
            self._commits.popitem(last=False)

    def interrupted(self) -> None:
        self._heard.clear()
        self._characters = 0

    def current(self, conversation: ConversationKey) -> tuple[DraftText, int] | None:
        """The draft and the event after which it was sent; None where it is of the past."""
        found = self._heard.get(conversation)
        if found is None or found.at + _LASTS_S < monotonic():
            return None
        if found.after < self._commits.get(conversation, 0):
            return None
        return found.draft, found.after

    def _forget(self, conversation: ConversationKey) -> None:
        if (known := self._heard.pop(conversation, None)) is not None:
            self._characters -= len(known.draft.text)

    def _make_room(self) -> None:
        while len(self._heard) > _MOST_DRAFTS or self._characters > _MOST_CHARACTERS:
            self._forget(next(iter(self._heard)))


class Bell(Protocol):
    """A queue, as far as it is used here."""

    def put_nowait(self, item: "DraftFollower", /) -> None: ...


class DraftFollower:
    """One stream's place in the drafts of its conversation."""

    def __init__(
        self,
        drafts: Drafts,
        conversation: ConversationKey,
        bell: "Bell",
        seq: int,
    ) -> None:
        self._drafts = drafts
        self._conversation = conversation
        self._bell = bell
        self._seq = seq
        self._has_rung = False
        self._shown: tuple[str, int, int] | None = None
        """Turn, attempt and version of what its reader sees."""
        self._length = 0
        self.is_proven = True
        """Whether nothing has changed since its reader's session was last seen to hold."""

    def ring(self) -> None:
        """Rung once until it is looked at: a slow reader gets more at a time, not more often."""
        if not self._has_rung:
            self._has_rung = True
            self._bell.put_nowait(self)

    def saw(self, event: ConversationEvent) -> None:
        """The reader has this event. A message takes the draft's place."""
        self._seq = event.seq
        self.is_proven = True
        is_message = event.kind is ConversationEventKind.MESSAGE
        if is_message and event.data.get("role") in _ANSWERS:
            self._shown = None
        if self._drafts.current(self._conversation) is not None:
            self.ring()

    def words(self) -> ShownWords | None:
        """What its reader does not have yet, and may see now."""
        self._has_rung = False
        current = self._drafts.current(self._conversation)
        if current is None or not self.is_proven:
            return None
        draft, after = current
        if self._seq < after:
            return None  # an event that was there before is still to come
        name = (draft.key.turn, draft.key.attempt, draft.version)
        draft_id = ".".join(map(str, name))
        if draft.withdrawn:
            return self._withdrawn(draft_id)
        if name != self._shown:
            self._length = 0
        if len(draft.text) <= self._length:
            return None
        start, self._length, self._shown = self._length, len(draft.text), name
        return ShownWords(draft_id, "writing", start, draft.text[start:])

    def whole(self) -> str | None:
        """All of the words so far, "" where they were withdrawn, None where there are none; for
        whoever has the conversation open beside its own events."""
        self._has_rung = False
        current = self._drafts.current(self._conversation)
        if current is None:
            return None
        return "" if current[0].withdrawn else current[0].text

    def _withdrawn(self, draft_id: str) -> ShownWords | None:
        if self._shown is None:
            return None
        self._shown = None
        return ShownWords(draft_id, "withdrawn", 0, "")
