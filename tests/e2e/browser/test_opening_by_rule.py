"""The chat speaks first: by page, once, without taking anything from the reader."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.browser.conftest import NewVisitor
from tests.e2e.browser.product import RunningProduct
from tests.e2e.browser.test_accessibility import AXE, violations
from tests.e2e.browser.test_embedding import an_allowed_origin, visit_shop
from tests.e2e.browser.test_reply_parts import FORM
from tests.e2e.browser.visitor import Visitor

WORDS = "Looking for a grinder?"
RULE: dict[str, Any] = {
    "name": "help",
    "pages": ["/shop*"],
    "after_s": 0,
    "again_after_s": None,
    "opens": False,
    "texts": {"en": WORDS},
    "buttons": {"en": "Track my order"},
}
WATCHED_MS = 2_500
"""The page is looked at once a second."""


@pytest.fixture
async def shopper(new_visitor: NewVisitor) -> AsyncIterator[Visitor]:
    # A browser asks before a page of the internet may call this machine, where the product runs.
    visitor = await new_visitor(reduced_motion="reduce", permissions=["local-network-access"])
    yield visitor
    origin = an_allowed_origin()
    visitor.requested = [url for url in visitor.requested if not url.startswith(origin)]


async def visit(shopper: Visitor, product: RunningProduct, rule: dict[str, Any], path: str) -> Page:
    async def with_rule(route: Route) -> None:
        answer = await route.fetch()
        headers = {
            name: value for name, value in answer.headers.items() if not name.startswith("content-")
        }
        await route.fulfill(json={**(await answer.json()), "proactive": [rule]}, headers=headers)

    await shopper.page.route("**/branding", with_rule)
    await visit_shop(shopper.page, an_allowed_origin(), product.url, path=path)
    return shopper.page


async def test_a_bubble_comes_once_and_opens_the_chat(
    shopper: Visitor, product: RunningProduct
) -> None:
    """
    With its words in place of the greeting; what has the focus keeps it.
    """
    page = await visit(shopper, product, RULE, "/shop/1")
    focused = await page.evaluate("document.activeElement.tagName")
    bubble = page.get_by_role("button", name=WORDS)
    await expect(bubble).to_be_visible()
    await expect(page.get_by_role("status").filter(has_text=WORDS)).to_be_visible()
    assert await page.evaluate("document.activeElement.tagName") == focused
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.evaluate(AXE.read_text())
    page_itself = {"html-has-lang", "landmark-one-main", "region", "page-has-heading-one"}
    assert [found for found in await violations(shopper) if found[0] not in page_itself] == []

    await bubble.click()

    await expect(page.locator(".greeting .text")).to_have_text(WORDS)
    await expect(page.get_by_role("button", name="Track my order")).to_be_visible()
    await expect(bubble).to_have_count(0)
    await visit(shopper, product, RULE, "/shop/2")
    await page.wait_for_timeout(WATCHED_MS)
    await expect(bubble).to_have_count(0)


async def test_what_was_dismissed_stays_away(shopper: Visitor, product: RunningProduct) -> None:
    """
    Also on the next page; and nothing comes where no rule holds.
    """
    page = await visit(shopper, product, RULE, "/about")
    await page.wait_for_timeout(WATCHED_MS)
    await expect(page.get_by_role("button", name=WORDS)).to_have_count(0)
    await page.evaluate("history.pushState({}, '', '/shop/3')")
    await page.get_by_role("button", name="Dismiss").click()
    await expect(page.get_by_role("button", name=WORDS)).to_have_count(0)

    await visit(shopper, product, RULE, "/shop/4")
    await page.wait_for_timeout(WATCHED_MS)

    await expect(page.get_by_role("button", name=WORDS)).to_have_count(0)


async def test_the_chat_may_open_by_itself_and_leaves_the_focus(
    shopper: Visitor, product: RunningProduct
) -> None:
    """
    Whoever is writing on the page writes on.
    """
    page = await visit(shopper, product, RULE | {"opens": True, "after_s": 2}, "/shop/5")
    await page.evaluate("document.body.append(document.createElement('input'))")
    field = page.locator("body > input")
    await field.focus()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await expect(page.locator(".greeting .text")).to_have_text(WORDS)
    await expect(field).to_be_focused()

    await page.get_by_role("button", name="Close the chat", exact=True).click()

    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_the_conversation_begins_with_a_form(new_visitor: NewVisitor) -> None:
    """
    Shown from its beginning, in place of the starters; its answers are the first message.
    """
    visitor = await new_visitor(viewport={"width": 400, "height": 400})

    async def with_form(route: Route) -> None:
        answer = await route.fetch()
        pre_chat = {"en": {"text": "A few things first:", "form": FORM}}
        await route.fulfill(json={**(await answer.json()), "pre_chat": pre_chat})

    await visitor.page.route("**/branding", with_form)
    await visitor.open_chat()
    await expect(visitor.page.get_by_text("A few things first:")).to_be_in_viewport()
    await expect(visitor.page.get_by_role("group", name="Suggested replies")).to_have_count(0)
    await visitor.page.get_by_role("textbox", name="What is your name?").fill("Ada")
    await visitor.page.get_by_role("textbox", name="Your e-mail?").fill("ada@example.org")
    await visitor.page.get_by_role("combobox", name="About?").select_option("Order")
    await visitor.page.get_by_role("button", name="Send", exact=True).first.click()

    await expect(visitor.own).to_have_attribute("data-delivery", "sent")
    await expect(visitor.replies).to_have_count(1)
    await expect(visitor.page.get_by_role("textbox", name="What is your name?")).to_have_count(0)
