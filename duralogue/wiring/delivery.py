"""The worker of the queue `delivery`: sends through channels' providers."""

from contextlib import AsyncExitStack
from datetime import timedelta

from temporalio.worker import Worker

from activities.delivery import DeliveryActivities
from duralogue.wiring.channels import RememberedConnections, SenderPorts, senders
from duralogue.wiring.foundation import Foundation
from infra.http.channel_calls import open_channel_calls
from infra.postgres.channel_connections import PostgresChannelConnections
from infra.postgres.deliveries import PostgresDeliveries
from infra.postgres.event_hub import EventHub
from infra.postgres.events import PostgresConversationEvents
from workers.delivery import build_worker


async def build(base: Foundation, stack: AsyncExitStack) -> Worker:
    idle_hub = EventHub(base.engine)  # read by number, never followed
    ports = SenderPorts(
        events=PostgresConversationEvents(base.engine, idle_hub),
        connections=RememberedConnections(PostgresChannelConnections(base.engine, base.keys)),
        calls=await stack.enter_async_context(open_channel_calls(base.settings.outbound_allowed)),
    )
    return build_worker(
        base.temporal,
        DeliveryActivities(PostgresDeliveries(base.engine, base.keys), senders(ports)),
        drain=timedelta(seconds=base.settings.drain_seconds),
    )
