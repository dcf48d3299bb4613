"""Memory twin of the stash."""

from collections.abc import Sequence

from domain.messages import InboundMessage


class MemoryStash:
    """Implements `MessageStash` within one process."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], InboundMessage] = {}

    async def put(
        self, tenant_id: str, conversation_id: str, messages: Sequence[InboundMessage]
    ) -> None:
        for message in messages:
            self._kept.setdefault((tenant_id, conversation_id, message.message_id), message)

    async def get(
        self, tenant_id: str, conversation_id: str, message_ids: Sequence[str]
    ) -> list[InboundMessage]:
        places = [(tenant_id, conversation_id, name) for name in message_ids]
        return [self._kept[place] for place in places if place in self._kept]
