"""A Temporal that may be down, and messages for it or for the spool."""

from datetime import UTC, datetime

from domain.channel_addresses import Channel
from domain.errors import DependencyUnavailable
from domain.messages import InboundMessage


class Temporal:
    def __init__(self) -> None:
        self.is_up = True
        self.attempts = 0
        self.delivered: list[str] = []

    async def deliver(self, message: InboundMessage) -> None:
        self.attempts += 1
        if not self.is_up:
            raise DependencyUnavailable("down")
        self.delivered.append(message.message_id)


def a_message(message_id: str) -> InboundMessage:
    return InboundMessage(
        message_id=message_id,
        tenant_id="acme",
        conversation_id="c-1",
        channel=Channel.WEB,
        text="hello",
        received_at=datetime(2026, 1, 26, tzinfo=UTC),
    )
