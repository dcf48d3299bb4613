"""A sender of text messages, in front of a Twilio on loopback."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from channels.sms.connection import new_connection
from channels.sms.sender import SmsSender
from domain.channel_addresses import Channel, ChannelAddress, conversation_id_of, person_key_of
from domain.channel_settings import ChannelSettings, SmsChannel
from domain.deliveries import Delivery, DeliveryStatus
from domain.messages import Role
from domain.tenant_settings import Branding, TenantConfig
from infra.memory.bots import MemoryBots
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.database import MemoryDatabase
from infra.memory.people import MemoryConversationPeople
from tests.integration.channels.sms.twilio import ACCOUNT_SID, TOKEN, Twilio, running_twilio
from tests.integration.postgres.stores import a_bot

KEY = bytes(range(32))
NUMBER, OURS = "+4915112345678", "+4930901820"
PERSON = person_key_of("acme", "phone", NUMBER, KEY)


@dataclass
class Desk:
    """The sender, its tenant, and what it may ask."""

    twilio: Twilio
    sender: SmsSender
    database: MemoryDatabase
    bots: MemoryBots
    connections: MemoryChannelConnections
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    async def set(self, **settings: Any) -> None:
        """What the tenant decides of text messages."""
        bot = a_bot("acme", revision=f"r{len(str(settings))}")
        channels = ChannelSettings(sms=SmsChannel(**settings))
        tenant = TenantConfig(tenant="acme", branding=Branding(name="Shop"), channels=channels)
        await self.bots.publish(bot.model_copy(update={"tenant": tenant}), by="test")

    def wrote(self, at: datetime, recipient: str = NUMBER) -> None:
        """The customer, at that moment."""
        self.database.people["acme", a_delivery("", recipient=recipient).conversation_id] = {
            PERSON: at
        }


def a_delivery(text: str, *, recipient: str = NUMBER, seq: int = 2, **more: Any) -> Delivery:
    address = ChannelAddress(channel=Channel.SMS, account="support", recipient=recipient)
    conversation_id = conversation_id_of("acme", address, KEY)
    given: dict[str, Any] = {
        "tenant_id": "acme",
        "delivery_id": f"{conversation_id}/bot/s1t{seq}.0.0",
        "conversation_id": conversation_id,
        "message_id": f"s1t{seq}.0.0",
        "seq": seq,
        "role": Role.BOT,
        "channel": Channel.SMS,
        "status": DeliveryStatus.SENDING,
        "attempts": 1,
        "sending_since": datetime.now(UTC),
        "text": text,
        "address": address,
    }
    return Delivery.model_validate(given | more)


def again(delivery: Delivery) -> Delivery:
    """The row at the next attempt."""
    return delivery.model_copy(update={"attempts": delivery.attempts + 1})


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with running_twilio() as twilio:
        database, bots = MemoryDatabase(), MemoryBots()
        connections = MemoryChannelConnections()
        sender = SmsSender(
            connections,
            MemoryConversationPeople(database),
            bots,
            public_url="https://bot.example",
            key=KEY,
        )
        made = Desk(twilio, sender, database, bots, connections)
        await made.set()
        given = {"account_sid": ACCOUNT_SID, "auth_token": TOKEN, "api_url": twilio.url}
        await connections.connect("acme", new_connection("support", number=OURS, **given))
        yield made
