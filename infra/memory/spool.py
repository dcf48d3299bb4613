"""Memory twin of the spool."""

from collections.abc import Awaitable, Callable, Sequence

from domain.errors import DependencyUnavailable
from domain.messages import InboundMessage
from domain.rate_limits import Spooled


class MemorySpool:
    """Implements `InboundSpool` within one process."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], dict[str, InboundMessage]] = {}

    async def add(self, message: InboundMessage) -> None:
        place = (message.tenant_id, message.conversation_id)
        self._waiting.setdefault(place, {}).setdefault(message.message_id, message)

    async def holds(self, tenant_id: str, conversation_id: str) -> bool:
        return (tenant_id, conversation_id) in self._waiting

    async def count(self, tenant_id: str, conversation_id: str, *, most: int) -> Spooled:
        of_tenant = sum(
            len(waiting) for place, waiting in self._waiting.items() if place[0] == tenant_id
        )
        of_conversation = len(self._waiting.get((tenant_id, conversation_id), {}))
        return Spooled(min(most, of_tenant), min(most, of_conversation))

    async def waiting(self) -> list[tuple[str, str]]:
        return list(self._waiting)

    async def drain(
        self,
        tenant_id: str,
        conversation_ids: Sequence[str],
        hand_over: Callable[[InboundMessage], Awaitable[None]],
    ) -> int:
        places = [(tenant_id, conversation_id) for conversation_id in conversation_ids]
        return sum([await self._drain(place, hand_over) for place in places])

    async def _drain(
        self, place: tuple[str, str], hand_over: Callable[[InboundMessage], Awaitable[None]]
    ) -> int:
        handed_over = 0
        for message in list(self._waiting.get(place, {}).values()):
            try:
                await hand_over(message)
            except DependencyUnavailable:
                break
            handed_over += 1
            del self._waiting[place][message.message_id]
            if not self._waiting[place]:
                del self._waiting[place]
        return handed_over
