"""A browser, and visitors in it, in front of the running product."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, async_playwright, expect
from rich.console import Console

from duralogue.chat_client import open_http
from duralogue.demo.customer import Customer, visiting
from duralogue.embedded.stack import Stack
from tests.e2e.browser.chromium import find_chromium
from tests.e2e.browser.desk_page import DeskPage, desk_of
from tests.e2e.browser.desk_team import ASK_FOR_PERSON, TENANT, Team, team_of
from tests.e2e.browser.product import RunningProduct
from tests.e2e.browser.visitor import PATIENCE, Visitor

REPOSITORY = Path(__file__).parents[3]
_PATIENCE_MS = PATIENCE.total_seconds() * 1000

NewVisitor = Callable[..., Awaitable[Visitor]]


@pytest.fixture(scope="session")
def product(stack: Stack) -> RunningProduct:
    return RunningProduct(stack, "acme")


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    chromium = find_chromium(REPOSITORY / ".duralogue" / "chromium")
    expect.set_options(timeout=_PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium.executable, args=list(chromium.arguments)
        )
        yield browser
        await browser.close()


@pytest.fixture
async def new_visitor(browser: Browser, product: RunningProduct) -> AsyncIterator[NewVisitor]:
    """Make visitors, each in a browser profile of their own unless `beside` another's tab.

    Whatever they do, no request may leave the gateway and no script may fail.
    """
    visitors: list[Visitor] = []

    async def make(*, beside: Visitor | None = None, **profile: Any) -> Visitor:
        if beside is None:
            context = await browser.new_context(**{"locale": "en-GB", **profile})
            context.set_default_timeout(_PATIENCE_MS)
        else:
            context = beside.page.context
        visitors.append(Visitor(await context.new_page(), product.chat_url))
        return visitors[-1]

    yield make
    for visitor in visitors:
        await visitor.page.context.close()
        assert visitor.errors == []
        assert visitor.origins <= {product.url}


@pytest.fixture
async def visitor(new_visitor: NewVisitor) -> Visitor:
    visitor = await new_visitor()
    await visitor.open_chat()
    return visitor


@pytest.fixture(scope="session")
async def team(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Team]:
    folder: Path = tmp_path_factory.mktemp("kiosk")
    async with team_of(stack, folder) as team:
        yield team


@pytest.fixture(scope="module")
async def sam(browser: Browser, team: Team) -> AsyncIterator[DeskPage]:
    desk = await desk_of(browser, team, team.sam)
    yield desk
    await desk.page.context.close()
    assert desk.errors == []


@pytest.fixture(scope="module")
async def kim(browser: Browser, team: Team) -> AsyncIterator[DeskPage]:
    desk = await desk_of(browser, team, team.kim)
    yield desk
    await desk.page.context.close()
    assert desk.errors == []


@pytest.fixture
async def bob(team: Team) -> AsyncIterator[Customer]:
    """In the middle of a flow, and waiting for a person."""
    async with (
        open_http(team.url) as http,
        visiting(http, TENANT, Console(quiet=True), called="Bob") as bob,
    ):
        await bob.ask("I would like an offer")
        await bob.say(ASK_FOR_PERSON)
        yield bob
