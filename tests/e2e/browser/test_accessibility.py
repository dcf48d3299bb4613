"""The chat without a mouse, without eyes, and in another language."""

from typing import Literal

import pytest
from playwright.async_api import Route, expect

from tests.e2e.browser.conftest import REPOSITORY, NewVisitor
from tests.e2e.browser.visitor import Visitor

AXE = REPOSITORY / "web" / "node_modules" / "axe-core" / "axe.min.js"
QUESTION = "How long do I have to return an item?"
FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
}"""
ANIMATED = """() => document.querySelector("duralogue-chat").shadowRoot
  .getAnimations({ subtree: true }).length"""


async def test_a_conversation_needs_nothing_but_the_keyboard(visitor: Visitor) -> None:
    """
    Type, send, break a line, reach and press a quick reply: all without a mouse.
    """
    keyboard = visitor.page.keyboard
    assert await visitor.page.evaluate(FOCUSED) == "Write a message"

    await keyboard.type("Hello!")
    await keyboard.press("Shift+Enter")
    await keyboard.type("Hello?")
    await keyboard.press("Enter")
    await expect(visitor.own.locator(".text")).to_have_text("Hello!\nHello?")

    await expect(visitor.quick_replies.first).to_be_visible()
    last = await visitor.quick_replies.last.inner_text()
    await keyboard.press("Shift+Tab")
    assert await visitor.page.evaluate(FOCUSED) == last
    await keyboard.press("Enter")
    await expect(visitor.own).to_have_count(2)
    assert await visitor.page.evaluate(FOCUSED) == "Write a message"


async def test_new_messages_are_announced_once(visitor: Visitor) -> None:
    """
    A screen reader reads what is added to a polite log; a node that is replaced is read again.
    """
    await expect(visitor.log).to_have_attribute("aria-live", "polite")
    await visitor.say(QUESTION)
    own = await visitor.own.element_handle()
    await expect(visitor.replies).to_have_count(1)
    await expect(visitor.own).to_have_attribute("data-delivery", "sent")

    assert own is not None
    assert await own.evaluate("element => element.isConnected")
    await expect(visitor.replies.locator(".speaker")).to_have_text("Ava")


async def test_the_page_speaks_german_to_those_who_do(new_visitor: NewVisitor) -> None:
    """
    The chat's own words follow the browser, among the languages that the tenant speaks.
    """
    visitor = await new_visitor(locale="de-DE")

    async def speak_german_too(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(json={**(await answer.json()), "locales": ["en", "de"]})

    await visitor.page.route("**/branding", speak_german_too)
    await visitor.page.goto(visitor.chat_url)

    await visitor.expect_status("Für Sie da")
    await expect(visitor.page.locator("html")).to_have_attribute("lang", "de")
    await expect(visitor.page.get_by_role("textbox", name="Nachricht schreiben")).to_be_visible()


async def test_nothing_moves_for_those_who_asked_for_calm(new_visitor: NewVisitor) -> None:
    """
    prefers-reduced-motion is a request, and for some people a medical one.
    """
    visitor = await new_visitor(reduced_motion="reduce")
    await visitor.open_chat()
    await visitor.say(QUESTION)
    await expect(visitor.own).to_have_count(1)

    assert await visitor.page.evaluate(ANIMATED) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_an_audit_finds_no_barrier(
    new_visitor: NewVisitor, scheme: Literal["light", "dark"]
) -> None:
    """
    axe checks names, roles, structure and contrast of what is really drawn.
    """
    visitor = await new_visitor(color_scheme=scheme, reduced_motion="reduce")
    await visitor.open_chat()
    await visitor.page.evaluate(AXE.read_text())
    await expect(visitor.quick_replies.first).to_be_enabled()
    assert await violations(visitor) == []
    await visitor.ask(QUESTION)
    assert await violations(visitor) == []
    await visitor.page.get_by_role("button", name="More").click()
    assert await violations(visitor) == []
    await visitor.page.locator("#menu").get_by_role("button", name="End chat").click()
    assert await violations(visitor) == []


async def violations(visitor: Visitor) -> list[tuple[str, list[str]]]:
    found = await visitor.page.evaluate("async () => (await axe.run()).violations")

    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
