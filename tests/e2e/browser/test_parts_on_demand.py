"""The part of the chat that is fetched when it is first needed, and what happens without it."""

from playwright.async_api import Route, expect

from tests.e2e.browser.conftest import NewVisitor
from tests.e2e.browser.test_cards import show
from tests.e2e.browser.test_reply_parts import FORM
from tests.e2e.browser.visitor import Visitor

PARTS = "**/widget/parts.js*"


async def lost(route: Route) -> None:
    await route.abort()


async def without_parts(new_visitor: NewVisitor) -> Visitor:
    visitor = await new_visitor()
    await visitor.page.route(PARTS, lost)
    await visitor.open_chat()
    return visitor


async def test_a_form_comes_once_its_part_can_be_had(new_visitor: NewVisitor) -> None:
    """
    Until then its question can be answered in words. Files can be sent from then on, too.
    """
    visitor = await without_parts(new_visitor)
    await show(visitor, {"text": "What is your name?", "form": FORM})
    await expect(visitor.replies.first).to_contain_text("What is your name?")
    attach = visitor.page.get_by_role("button", name="Attach files")
    await expect(attach).to_have_count(0)

    await visitor.page.unroute(PARTS, lost)

    name = visitor.page.get_by_role("textbox", name="What is your name?")
    await expect(name).to_be_visible()
    await expect(name).to_be_in_viewport()
    await expect(attach).to_be_visible()


async def test_that_the_list_cannot_be_had_is_said(new_visitor: NewVisitor) -> None:
    """
    The next press tries again, and finds it.
    """
    visitor = await without_parts(new_visitor)
    await visitor.ask("How long do I have to return an item?")
    await visitor.choose("Your chats")
    told = visitor.page.get_by_role("alertdialog")
    await expect(told).to_be_visible()
    await told.get_by_role("button").press("Enter")
    await expect(visitor.field).to_be_focused()

    await visitor.page.unroute(PARTS, lost)
    await visitor.choose("Your chats")

    await expect(visitor.page.get_by_role("group", name="Your chats")).to_be_visible()
