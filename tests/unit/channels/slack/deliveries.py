"""Rows of the ledger for tests of Slack."""

from datetime import UTC, datetime
from typing import Any

from domain.channel_addresses import Channel, ChannelAddress
from domain.deliveries import Delivery, DeliveryStatus
from domain.messages import Role

TEAM, DM, THREAD = "T0123ABC", "D0123ABC", "1700000000.000100"


def delivery(text: str = "Hello", *, thread: str = THREAD, **changed: Any) -> Delivery:
    """Said by the bot in a thread of a direct message, and being sent."""
    values: dict[str, Any] = {
        "tenant_id": "acme",
        "delivery_id": "acme/slack-1/t1/0",
        "conversation_id": "slack-1",
        "message_id": "m1",
        "seq": 3,
        "role": Role.BOT,
        "channel": Channel.SLACK,
        "status": DeliveryStatus.SENDING,
        "sending_since": datetime(2026, 12, 1, 12, tzinfo=UTC),
        "text": text,
        "address": ChannelAddress(channel=Channel.SLACK, account=TEAM, recipient=DM, thread=thread),
    }
    return Delivery(**{**values, **changed})
