"""Several chats of one visitor: the list, a way back, and what is new."""

from typing import Any

import pytest
from playwright.async_api import Route, expect

from tests.e2e.browser.conftest import NewVisitor
from tests.e2e.browser.test_accessibility import AXE, violations
from tests.e2e.browser.visitor import Visitor

QUESTION = "How long do I have to return an item?"
OTHER = "Do you ship to Norway?"
HIDE = """hidden => {
  const get = () => (hidden ? "hidden" : "visible");
  Object.defineProperty(document, "visibilityState", { get, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def chats(visitor: Visitor) -> Any:
    return visitor.page.get_by_role("group", name="Your chats").get_by_role("listitem")


async def test_the_list_leads_back_into_an_earlier_chat(visitor: Visitor) -> None:
    """
    Beginning another one ends nothing; both are there after a reload, too.
    """
    await visitor.ask(QUESTION)
    await visitor.choose("New chat")
    await expect(visitor.own).to_have_count(0)
    await visitor.choose("Your chats")
    await expect(chats(visitor)).to_have_count(1)
    await visitor.page.keyboard.press("Escape")
    await visitor.ask(OTHER)

    await visitor.page.reload()
    await visitor.expect_status("Here to help")
    await visitor.choose("Your chats")
    await expect(chats(visitor)).to_have_count(2)
    await expect(visitor.field).to_have_count(0)
    await chats(visitor).last.get_by_role("button").press("Enter")

    await expect(visitor.own.locator(".text")).to_have_text(QUESTION)
    await expect(visitor.field).to_be_focused()
    await visitor.ask("And for a gift?")
    await visitor.choose("Your chats")
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.field).to_be_focused()
    await expect(visitor.own).to_have_count(2)


async def test_a_chat_that_was_ended_is_not_in_the_list(visitor: Visitor) -> None:
    """
    Nothing of it is kept in the browser, and the others are. What is written while another one
    begins is said there.
    """
    await visitor.ask(QUESTION)
    await visitor.choose("New chat")
    await visitor.say(OTHER)
    await expect(visitor.own.locator(".text")).to_have_text(OTHER)
    await expect(visitor.replies).to_have_count(1)
    await visitor.choose("End chat")
    await visitor.page.get_by_role("button", name="End chat").click()
    await visitor.page.get_by_role("button", name="Start a new chat").click()
    await expect(visitor.own).to_have_count(0)
    await visitor.ask("Hello?")

    await visitor.choose("Your chats")

    await expect(chats(visitor)).to_have_count(2)
    await chats(visitor).last.get_by_role("button").click()
    await expect(visitor.own.locator(".text")).to_have_text(QUESTION)


async def test_where_it_cannot_be_read_the_chat_stays(visitor: Visitor) -> None:
    """
    A list that fails says so and leads back; a new chat that fails leaves the one there is.
    """
    await visitor.ask(QUESTION)
    await visitor.page.route("**/conversations", lambda route: route.fulfill(status=503, json={}))
    await visitor.page.route("**/conversations?*", lambda route: route.fulfill(status=503, json={}))
    await visitor.choose("Your chats")
    await expect(visitor.page.get_by_text("That didn")).to_be_visible()
    await visitor.page.get_by_role("button", name="Back to the chat").click()
    await expect(visitor.own).to_have_count(1)

    await visitor.choose("New chat")

    await expect(visitor.page.get_by_text("That didn")).to_be_visible()
    await visitor.page.get_by_role("button", name="Keep chatting").click()
    await visitor.ask(OTHER)


async def test_what_comes_while_nobody_looks_is_counted(visitor: Visitor) -> None:
    """
    In the page's title, over a reload, until the page is looked at again.
    """
    await visitor.ask(QUESTION)
    title = await visitor.page.title()
    await visitor.page.evaluate(HIDE, True)
    await visitor.ask(OTHER)
    await expect(visitor.page).to_have_title(f"(1) {title}")

    await visitor.page.add_init_script(f"({HIDE})(true)")
    await visitor.page.reload()
    await expect(visitor.page).to_have_title(f"(1) {title}")
    await visitor.page.evaluate(HIDE, False)

    await expect(visitor.page).to_have_title(title)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_an_audit_of_the_list_finds_no_barrier(new_visitor: NewVisitor, scheme: Any) -> None:
    """
    On a small screen, with something new in a chat that has ended.
    """
    visitor = await new_visitor(
        viewport={"width": 320, "height": 500}, color_scheme=scheme, reduced_motion="reduce"
    )
    await visitor.open_chat()
    line = {
        "conversation_id": "web-1",
        "last_text": "x" * 300,
        "last_role": "customer",
        "last_at": "2026-03-02T09:30:00+00:00",
        "open": False,
        "unread": 3,
    }
    found = {"conversations": [line, line | {"open": True, "unread": 0, "last_text": ""}]}

    async def listed(route: Route) -> None:
        await route.fulfill(json=found)

    await visitor.page.route("**/conversations?*", listed)
    await visitor.ask("hello")
    await visitor.choose("Your chats")
    await expect(chats(visitor).first).to_contain_text("3 new messages")
    await expect(chats(visitor).first).to_contain_text("This chat has ended")

    await visitor.page.evaluate(AXE.read_text())
    assert await violations(visitor) == []
    wide = "() => document.documentElement.scrollWidth > innerWidth"
    assert await visitor.page.evaluate(wide) is False
