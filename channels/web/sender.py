"""The web's way out: what is committed is delivered, and the event stream says whether it is."""

from datetime import datetime

from domain.conversations import ConversationEventKind
from domain.deliveries import Delivery, Sent
from domain.errors import UndeliverableMessage
from domain.ports import ConversationEvents


class WebSender:
    """Implements `ChannelSender`. Nothing is left to send: a page reads what the commit stored."""

    can_find = True
    repeats_are_safe = False

    def __init__(self, events: ConversationEvents) -> None:
        self._events = events

    async def send(self, delivery: Delivery) -> Sent:
        """Raise UndeliverableMessage where the commit did not store it: nothing else can."""
        found = await self._read(delivery)
        if found is None:
            raise UndeliverableMessage("it is not among the conversation's events")
        return found

    async def find(
        self,
        delivery: Delivery,
        *,
        since: datetime,  # noqa: ARG002 - it is found by its number
        known: frozenset[str],  # noqa: ARG002
    ) -> Sent | None:
        return await self._read(delivery)

    async def _read(self, delivery: Delivery) -> Sent | None:
        """The number of its event, which is what a page asks for."""
        events = await self._events.after(
            delivery.tenant_id, delivery.conversation_id, delivery.seq - 1, limit=1
        )
        for event in events:
            said = (event.kind, event.data.get("role"), event.data.get("message_id"))
            if said == (ConversationEventKind.MESSAGE, delivery.role, delivery.message_id):
                return Sent(provider_message_id=str(event.seq))
        return None
