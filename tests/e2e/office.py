"""A tenant's people behind the running product, and the shop's own records."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import httpx

from duralogue.chat_client import open_http
from duralogue.demo.staff import Colleague, ShopOffice
from duralogue.embedded.stack import Stack
from tests.support import plain_http


@dataclass
class Office:
    """Of Acme."""

    agent: Colleague
    supervisor: Colleague
    shop: ShopOffice
    _records: httpx.AsyncClient

    async def order(self, amount: str) -> tuple[str, str]:
        """A delivered order that can be returned: its number, and whose e-mail address is on it."""
        order_id = f"A{uuid4().int % 600_000 + 300_000}"
        email = f"{order_id.lower()}@example.com"
        order = {
            "id": order_id,
            "customer_id": f"cust-{order_id}",
            "email": email,
            "item": "Kettle",
            "total": {"amount": amount, "currency": "EUR"},
        }
        answer = await self._records.post("/admin/orders", json=order)
        answer.raise_for_status()
        return order_id, email


@asynccontextmanager
async def office_of(stack: Stack) -> AsyncIterator[Office]:
    tokens, key = stack.tokens["acme"], stack.home.secrets().shop_admin_key
    async with (
        open_http(stack.ports.gateway_url) as http,
        open_http(stack.ports.shop_url) as shop,
        plain_http(
            base_url=stack.ports.shop_url,
            headers={"Authorization": f"Bearer {key}"},
            timeout=60,
        ) as records,
    ):
        yield Office(
            Colleague(http, "acme", tokens["agent"]),
            Colleague(http, "acme", tokens["supervisor"]),
            ShopOffice(shop, key),
            records,
        )
