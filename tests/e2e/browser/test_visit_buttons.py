"""Buttons out of a tool's result: the practice's free times, on a wide page and on a telephone."""

import pytest
from playwright.async_api import Browser, expect

from duralogue.embedded.stack import Stack
from tests.e2e.browser.product import RunningProduct
from tests.e2e.browser.visitor import PATIENCE, Visitor


@pytest.mark.parametrize("width", [1280, 360])
async def test_free_times_are_pressed(browser: Browser, stack: Stack, width: int) -> None:
    """Each is a button that fits the page; one press is the answer, and More shows others."""
    context = await browser.new_context(locale="en-GB", viewport={"width": width, "height": 740})
    context.set_default_timeout(PATIENCE.total_seconds() * 1000)
    visitor = Visitor(await context.new_page(), RunningProduct(stack, "dentist").chat_url)
    await visitor.open_chat()

    await visitor.page.get_by_role("button", name="Book a visit").click()
    await expect(visitor.replies.last).to_contain_text("When would you like to come?")
    await expect(visitor.quick_replies).to_have_count(5)
    first = await visitor.quick_replies.first.inner_text()
    await visitor.quick_replies.last.click()
    await expect(visitor.quick_replies.first).not_to_have_text(first)
    chosen = await visitor.quick_replies.nth(1).inner_text()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await visitor.page.evaluate(overflow) == 0
    await visitor.quick_replies.nth(1).click()

    await expect(visitor.own.last).to_contain_text(chosen)
    await expect(visitor.replies.last).to_contain_text("What name shall I put it under?")
    assert visitor.errors == []
    await context.close()
