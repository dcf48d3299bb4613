"""Lifecycle events of a conversation: a person joined or left, the chat was closed."""

from typing import Final

from api.dependencies import Gateway
from api.views import ShownEvent, show_event
from domain.conversations import ConversationEventKind

_KINDS: Final = frozenset(
    {
        ConversationEventKind.HANDOFF,
        ConversationEventKind.STATUS,
        ConversationEventKind.MESSAGE_CHANGED,
    }
)
_BATCH: Final = 200
_MOST_BATCHES: Final = 5


async def lifecycle_events_between(
    gateway: Gateway, conversation: tuple[str, str], first: int, end: int
) -> tuple[ShownEvent, ...]:
    """Of the events with numbers from `first` up to but not `end`, in order; of very many, the
    first ones."""
    found: list[ShownEvent] = []
    for _ in range(_MOST_BATCHES):
        batch = await gateway.ports.events.after(*conversation, first - 1, limit=_BATCH)
        found += [show_event(e) for e in batch if e.kind in _KINDS and e.seq < end]
        if len(batch) < _BATCH or batch[-1].seq >= end:
            break
        first = batch[-1].seq + 1
    return tuple(found)
