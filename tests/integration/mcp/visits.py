"""Customers of the restaurant, and the process that serves them until it is killed."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.testing import TimeSkipper

from domain.channel_addresses import Channel
from domain.identifiers import conversation_workflow_id
from domain.mcp_tools import ToolPin
from domain.messages import InboundMessage, Role
from infra.http.backends import FixedBackends, TenantBackends
from infra.http.connections import open_client
from infra.http.mcp.exchange import Exchange
from infra.http.mcp.visits import ConnectedVisits
from infra.memory.mcp_sign_ins import MemoryMcpSignIns
from infra.postgres.bots import PostgresBots
from infra.postgres.event_hub import EventHub
from infra.postgres.events import PostgresConversationEvents
from infra.postgres.tool_pins import PostgresToolPins
from tests.integration.http.mcp_loopback import on_loopback
from tests.integration.mcp.restaurant import KILLED, TENANTS, Restaurant, bot_of
from tests.support import eventually
from workflows import queues
from workflows.conversation import ConversationWorkflow
from workflows.conversation_state import ConversationInput

_PATIENCE = 240.0
"""Seconds: a call that was put off is tried again after a while, and processes start slowly."""
ROOT = Path(__file__).parents[3]


@dataclass
class House:
    """The restaurant, and where its customers' conversations are kept."""

    temporal: Client
    address: str
    database_url: str
    engine: AsyncEngine
    events: PostgresConversationEvents
    restaurant: Restaurant
    url: str
    points: Path
    process: asyncio.subprocess.Process | None = None

    async def at_work(self) -> asyncio.subprocess.Process:
        """The process that serves: the one that lives, else a new one."""
        if self.process is None:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.integration.mcp.worker",
                self.address,
                self.database_url,
                self.url,
                str(self.points),
                cwd=ROOT,
            )
        return self.process

    async def dies(self) -> None:
        """Wait for its death, which is no end of its own."""
        if self.process is not None:
            assert await self.process.wait() == KILLED
            self.process = None

    async def is_killed(self) -> None:
        """kill -9, wherever it is."""
        if self.process is not None:
            self.process.kill()
            await self.dies()

    def visitor(self, tenant: str) -> "Visitor":
        """Somebody new."""
        return Visitor(self, tenant, f"c-{uuid4().hex[:10]}")


@dataclass
class Visitor:
    """One customer's conversation."""

    house: House
    tenant: str
    conversation: str

    async def says(self, text: str) -> None:
        """Send a message, as the gateway does."""
        message = InboundMessage(
            message_id=uuid4().hex,
            tenant_id=self.tenant,
            conversation_id=self.conversation,
            channel=Channel.WEB,
            text=text,
            received_at=datetime.now(UTC),
        )
        await self.house.temporal.start_workflow(
            ConversationWorkflow.run,
            ConversationInput(
                tenant_id=self.tenant, conversation_id=self.conversation, channel=Channel.WEB
            ),
            id=self.workflow_id,
            task_queue=queues.CONVERSATIONS,
            start_signal="receive_message",
            start_signal_args=[message],
        )

    @property
    def workflow_id(self) -> str:
        return conversation_workflow_id(self.tenant, self.conversation)

    async def lets_pass(self, time: timedelta) -> None:
        """Put the conversation's own clock forward, and no other's."""
        handle = self.house.temporal.get_workflow_handle(self.workflow_id)
        assert await TimeSkipper(self.house.temporal).fast_forward(handle, time)

    async def loses_its_call(self) -> None:
        """Fail the attempt at once, as Temporal does by itself when its timeout has passed."""
        described = await self.house.temporal.get_workflow_handle(self.workflow_id).describe()
        for lost in described.raw_description.pending_activities:
            attempt = self.house.temporal.get_async_activity_handle(
                workflow_id=self.workflow_id, run_id=None, activity_id=lost.activity_id
            )
            await attempt.fail(RuntimeError("the worker is gone"))

    def bookings(self) -> list[str]:
        """What the restaurant has in its book for this customer."""
        return [one for one in self.house.restaurant.bookings if one.startswith(self.conversation)]

    def keys(self) -> set[str]:
        """Under which the restaurant was asked to book for this customer."""
        return {one for one in self.house.restaurant.keys if one.startswith(self.conversation)}

    async def heard(self) -> list[str]:
        """What the bot has said, in order."""
        found = await self.house.events.after(self.tenant, self.conversation, 0)
        return [one.data["text"] for one in found if one.data.get("role") == Role.BOT]

    async def hears(self, words: str) -> None:
        """Wait until something with these words is said."""

        async def is_said() -> bool:
            return any(words in text for text in await self.heard())

        await eventually(is_said, within=_PATIENCE)


@asynccontextmanager
async def open_house(
    temporal: Client, database_url: str, engine: AsyncEngine, points: Path
) -> AsyncIterator[House]:
    """The restaurant's server, its tools approved for each tenant; nobody serves yet."""
    restaurant = Restaurant()
    async with on_loopback(restaurant) as (url, _), EventHub(engine) as hub:
        for tenant in TENANTS:
            await PostgresBots(engine).publish(bot_of(tenant), by="test")
            await _approve(engine, tenant, url)
        house = House(
            temporal=temporal,
            address=temporal.service_client.config.target_host,
            database_url=database_url,
            engine=engine,
            events=PostgresConversationEvents(engine, hub),
            restaurant=restaurant,
            url=url,
            points=points,
        )
        try:
            yield house
        finally:
            await house.is_killed()


async def _approve(engine: AsyncEngine, tenant: str, url: str) -> None:
    backends = FixedBackends({tenant: TenantBackends(servers={"bistro": url})})
    exchange = Exchange("bistro")
    async with (
        open_client() as client,
        ConnectedVisits(client, backends, MemoryMcpSignIns()).open(
            tenant, "bistro", exchange
        ) as visit,
    ):
        listed = await visit.listed()
    pins = [
        ToolPin(
            server="bistro",
            tool=one.name,
            digest=one.digest(listed.server),
            identity=listed.server,
            definition=one,
            approved_by="op",
            approved_at=datetime.now(UTC),
        )
        for one in listed.tools
    ]
    await PostgresToolPins(engine).approve(tenant, "bistro", pins)
