"""The backend goes down in the middle of a flow, and comes back."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from rich.console import Console

from duralogue.chat_client import open_http
from duralogue.demo.customer import Customer, visiting
from duralogue.demo.staff import Colleague, ShopOffice
from duralogue.embedded.stack import Stack


@dataclass
class Scene:
    ada: Customer
    operator: Colleague
    shop: ShopOffice


@pytest.fixture
async def scene(stack: Stack) -> AsyncIterator[Scene]:
    async with (
        open_http(stack.ports.gateway_url) as http,
        open_http(stack.ports.shop_url) as backend,
        visiting(http, "acme", Console()) as ada,
    ):
        shop = ShopOffice(backend, stack.home.secrets().shop_admin_key)
        try:
            yield Scene(ada, Colleague(http, "acme", stack.tokens["acme"]["operator"]), shop)
        finally:
            await shop.fault("none")


async def test_a_parked_flow_resumes_by_itself_when_the_backend_is_back(scene: Scene) -> None:
    """The customer is told, gets other answers meanwhile, and hears the outcome unasked."""
    await scene.shop.fault("failing")
    await scene.ada.ask("Where is my order A100004?")
    told = await scene.ada.ask("ada@example.com")
    meanwhile = await scene.ada.ask("How many days do I have to send something back?")
    before = scene.ada.last_seq
    await scene.shop.fault("none")
    await scene.operator.repair(scene.ada.chat.visit.conversation_id, "retry_now")
    resumed = await scene.ada.hears(lambda e: e.data.get("role") == "bot", after=before)

    assert told["text"]
    assert "A100004" not in told["text"]
    assert meanwhile["citations"]
    assert "A100004" in resumed.data["text"]


async def test_guessing_order_numbers_gets_nothing(scene: Scene) -> None:
    """Another customer's order and one that never was are answered alike."""
    await scene.ada.ask("Where is my order A100007?")
    others = await scene.ada.ask("ada@example.com")
    await scene.ada.ask("cancel")
    await scene.ada.ask("Where is my order A999999?")
    nobodys = [said["text"].replace("A999999", "A100007") for said in scene.ada.said_by_bot()]

    assert "Grace" not in others["text"]
    assert others["text"] in nobodys
