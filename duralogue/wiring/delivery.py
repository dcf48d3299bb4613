"""The worker of the queue `delivery`: sends through channels' providers."""

from contextlib import AsyncExitStack
from datetime import timedelta

from temporalio.worker import Worker

from activities.delivery import DeliveryActivities
from duralogue.wiring.channels import SenderPorts, senders
from duralogue.wiring.desk_follower import following_desks
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.remembered_connections import RememberedConnections
from infra.http.channel_calls import open_channel_calls
from infra.postgres.channel_connections import PostgresChannelConnections
from infra.postgres.channel_installs import PostgresChannelInstalls
from infra.postgres.deliveries import PostgresDeliveries
from infra.postgres.event_hub import EventHub
from infra.postgres.events import PostgresConversationEvents
from infra.postgres.key_wrapping import address_key
from infra.postgres.people import PostgresConversationPeople
from workers.delivery import build_worker


async def build(base: Foundation, stack: AsyncExitStack) -> Worker:
    idle_hub = EventHub(base.engine)  # read by number, never followed
    ports = SenderPorts(
        events=PostgresConversationEvents(base.engine, idle_hub),
        connections=RememberedConnections(PostgresChannelConnections(base.engine, base.keys)),
        bots=base.bots,
        public_url=base.settings.public_url,
        people=PostgresConversationPeople(base.engine, base.keys),
        address_key=address_key(base.settings.require_master_key()),
        installs=PostgresChannelInstalls(base.engine),
        calls=await stack.enter_async_context(open_channel_calls(base.settings.outbound_allowed)),
    )
    await stack.enter_async_context(following_desks(base, ports.connections, ports.installs))
    return build_worker(
        base.temporal,
        DeliveryActivities(
            PostgresDeliveries(base.engine, base.keys),
            senders(ports),
            ports.people,
            public_url=base.settings.public_url,
        ),
        drain=timedelta(seconds=base.settings.drain_seconds),
    )
