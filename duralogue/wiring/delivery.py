"""The worker of the queue `delivery`: sends through channels' providers."""

from contextlib import AsyncExitStack
from datetime import timedelta

from temporalio.worker import Worker

from activities.delivery import DeliveryActivities
from channels.web.sender import WebSender
from domain.channel_addresses import (
    Channel,
)
from domain.ports import ChannelSender
from duralogue.wiring.foundation import Foundation
from infra.postgres.deliveries import PostgresDeliveries
from infra.postgres.event_hub import EventHub
from infra.postgres.events import PostgresConversationEvents
from workers.delivery import build_worker


async def build(base: Foundation, _stack: AsyncExitStack) -> Worker:
    return build_worker(
        base.temporal,
        DeliveryActivities(PostgresDeliveries(base.engine), _senders(base)),
        drain=timedelta(seconds=base.settings.drain_seconds),
    )


def _senders(base: Foundation) -> dict[Channel, ChannelSender]:
    """A channel with a provider brings its sender here."""
    unheard = EventHub(base.engine)  # read by number, never followed
    return {Channel.WEB: WebSender(PostgresConversationEvents(base.engine, unheard))}
