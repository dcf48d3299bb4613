"""Memory twin of the stash."""

from collections.abc import Sequence

from domain.messages import InboundMessage
from domain.ports import OverflowKey


class MemoryOverflowStore:
    """Implements `OverflowStore` within one process."""

    def __init__(self) -> None:
        self._kept: dict[tuple[OverflowKey, int], InboundMessage] = {}

    async def put(self, key: OverflowKey, first: int, messages: Sequence[InboundMessage]) -> None:
        self._kept.update(
            {(key, position): message for position, message in enumerate(messages, start=first)}
        )

    async def get(self, key: OverflowKey, first: int, count: int) -> list[InboundMessage]:
        positions = [(key, position) for position in range(first, first + count)]
        return [self._kept[position] for position in positions if position in self._kept]
