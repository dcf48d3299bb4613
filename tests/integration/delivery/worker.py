"""A process that sends, made to be killed.

python -m tests.integration.delivery.worker TEMPORAL DATABASE_URL PROVIDER_URL
"""

import asyncio
import sys

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Worker

from activities.delivery import DeliveryActivities
from domain.channel_addresses import (
    Channel,
)
from infra.postgres.deliveries import PostgresDeliveries
from infra.postgres.engine import create_engine
from infra.postgres.people import PostgresConversationPeople
from tests.fakes.keys import FakeKeys
from tests.fakes.senders import SlackLikeSender
from tests.support import plain_http
from workers.delivery import build_worker


def sending_worker(temporal: Client, engine: AsyncEngine, provider: httpx.AsyncClient) -> Worker:
    senders = {Channel.SLACK: SlackLikeSender(provider)}
    return build_worker(
        temporal,
        DeliveryActivities(
            PostgresDeliveries(engine, FakeKeys()),
            senders,
            PostgresConversationPeople(engine, FakeKeys()),
        ),
    )


async def main(temporal_address: str, database_url: str, provider_url: str) -> None:
    temporal = await Client.connect(temporal_address, data_converter=pydantic_data_converter)
    async with (
        plain_http(base_url=provider_url, timeout=60) as provider,
        sending_worker(temporal, create_engine(database_url, pool_size=2), provider),
    ):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
