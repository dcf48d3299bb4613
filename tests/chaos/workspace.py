"""Everything of a running stack that a run of chaos reaches into."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from domain.errors import DependencyUnavailable
from duralogue.chat_client import named_failures, open_http
from duralogue.demo.staff import ShopOffice
from duralogue.embedded.stack import Stack
from duralogue.wiring.foundation import Foundation, open_foundation
from tests.chaos.failover_client import EitherDoor
from tests.chaos.investigation import Investigation
from tests.chaos.providers import Providers, opened_providers
from tests.chaos.scripts import Kind, Scripted, email_of
from tests.chaos.staff import Office
from tests.chaos.visitor import TENANT, Doors, Visitor, until_done

_SAYING_WITHIN_S = 6.0


@dataclass
class Place:
    """The doors for customers, the office behind, and whoever may look into the books."""

    doors: Doors
    statuses: Counter[int]
    office: Office
    orders: httpx.AsyncClient
    investigation: Investigation

    async def receive(self, visitor: Visitor) -> None:
        """From their order until they have said everything and were answered."""
        await self._place_order(visitor.scripted)
        if visitor.scripted.kind is Kind.HUMAN:
            await visitor.enter()
            self.office.wanted.add(visitor.conversation_id)
        await visitor.talk()

    async def _place_order(self, scripted: Scripted) -> None:
        if scripted.order_id is None:
            return
        order = {
            "id": scripted.order_id,
            "customer_id": f"cust-{scripted.order_id}",
            "email": email_of(scripted.order_id),
            "item": "Kettle",
            "total": {"amount": f"{20 + scripted.number % 70}.50", "currency": "EUR"},
        }

        async def place() -> None:
            with named_failures(self.orders):
                response = await self.orders.post("/admin/orders", json=order)
            if response.is_server_error:
                raise DependencyUnavailable("the shop is not well")

        await until_done(place)


@asynccontextmanager
async def opened(stack: Stack, *, channels: bool = False) -> AsyncIterator[Place]:
    statuses: Counter[int] = Counter()

    async def count(response: httpx.Response) -> None:
        statuses[response.status_code] += 1

    url, secrets = stack.ports.gateway_url, stack.home.secrets()
    async with (
        httpx.AsyncClient(
            base_url=url,
            timeout=_SAYING_WITHIN_S,
            transport=EitherDoor(stack.gateway_urls),
            event_hooks={"response": [count]},
        ) as saying,
        httpx.AsyncClient(
            base_url=url,
            timeout=httpx.Timeout(10, read=20),
            transport=EitherDoor(stack.gateway_urls),
        ) as listening,
        open_http(stack.ports.shop_url) as shop,
        open_foundation(stack.settings) as base,
        _providers(stack, base, saying, channels=channels) as providers,
    ):
        shop.headers["Authorization"] = f"Bearer {secrets.shop_admin_key}"
        yield Place(
            Doors(saying, listening, providers),
            statuses,
            # An agent would be held to their capacity; one supervisor takes them all.
            Office(saying, stack.tokens[TENANT]["supervisor"]),
            shop,
            Investigation(
                base.engine, base.temporal, ShopOffice(shop, secrets.shop_admin_key), providers
            ),
        )


@asynccontextmanager
async def _providers(
    stack: Stack, base: Foundation, gateway: httpx.AsyncClient, *, channels: bool
) -> AsyncIterator[Providers | None]:
    if not channels:
        yield None
        return
    async with opened_providers(stack, base, gateway, TENANT) as providers:
        yield providers
