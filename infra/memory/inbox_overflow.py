"""Memory twin of the stash."""

from collections.abc import Sequence

from domain.messages import InboundMessage
from domain.ports import Shelf


class MemoryStash:
    """Implements `MessageStash` within one process."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Shelf, int], InboundMessage] = {}

    async def put(self, shelf: Shelf, first: int, messages: Sequence[InboundMessage]) -> None:
        self._kept.update(
            {(shelf, place): message for place, message in enumerate(messages, start=first)}
        )

    async def get(self, shelf: Shelf, first: int, count: int) -> list[InboundMessage]:
        places = [(shelf, place) for place in range(first, first + count)]
        return [self._kept[place] for place in places if place in self._kept]
