"""A customer on the chat page, with everything behind it running."""

import re

from playwright.async_api import Route, expect

from tests.e2e.browser.conftest import NewVisitor
from tests.e2e.browser.visitor import Visitor

QUESTION = "How long do I have to return an item?"


async def test_a_question_is_answered_with_its_sources(visitor: Visitor) -> None:
    """
    An answer that cannot be checked is worth little: its sources stand under it.
    """
    reply = await visitor.ask(QUESTION)

    await expect(reply).to_contain_text("30 days")
    sources = reply.locator("details.sources")
    await expect(sources.get_by_role("listitem").first).to_be_visible()
    await expect(sources).to_contain_text("eturn")


async def test_a_source_is_a_page_at_the_right_heading(visitor: Visitor) -> None:
    """
    Whoever wants to be sure reads it there, without searching for the place.
    """
    reply = await visitor.ask(QUESTION)
    source = reply.locator("details.sources").get_by_role("link").first
    heading = await source.locator(".heading").inner_text()

    async with visitor.page.context.expect_page() as opening:
        await source.click()
    page = await opening.value

    target = page.locator("h2:target")
    await expect(target).to_have_text(heading)
    await expect(target).to_be_in_viewport()


async def test_a_quick_reply_is_sent_as_a_message_and_can_be_pressed_once(
    visitor: Visitor,
) -> None:
    """
    A button says what the customer would have typed; pressing it twice must not say it twice.
    """
    await visitor.ask("Hello!")
    button = visitor.quick_replies.first
    text = await button.inner_text()

    await button.click()

    await expect(visitor.own.last).to_contain_text(text)
    await expect(visitor.page.get_by_role("button", name=text, exact=True).first).to_be_disabled()


async def test_a_reload_finds_the_same_conversation(visitor: Visitor) -> None:
    """
    Closing the page is not hanging up.
    """
    await visitor.ask(QUESTION)
    before = await visitor.texts()

    await visitor.page.reload()

    await visitor.expect_status("Here to help")
    await expect(visitor.log.locator(".text")).to_have_text(before)


async def test_another_tab_shows_what_is_said_in_this_one(
    visitor: Visitor, new_visitor: NewVisitor
) -> None:
    """
    Two tabs are one customer: both show the question once and the answer once.
    """
    other = await new_visitor(beside=visitor)
    await other.open_chat()

    await visitor.ask(QUESTION)

    await expect(other.own).to_have_count(1)
    await expect(other.own).to_contain_text(QUESTION)
    await expect(other.log.locator(".text")).to_have_text(await visitor.texts())


async def test_two_visitors_see_nothing_of_each_other(
    visitor: Visitor, new_visitor: NewVisitor
) -> None:
    """
    A conversation belongs to one session.
    """
    await visitor.ask(QUESTION)
    other = await new_visitor()
    await other.open_chat()
    await other.ask("Do you ship to Norway?")

    assert QUESTION not in " ".join(await other.texts())
    await expect(visitor.own).to_have_count(1)


async def test_older_messages_are_read_on_scrolling_up(visitor: Visitor) -> None:
    """
    A long conversation opens at its end; the rest comes when it is asked for, in its place.
    """
    for question in (QUESTION, "Do you ship to Norway?", "Which payment methods are there?"):
        await visitor.ask(question)
    everything = await visitor.texts()

    async def two_at_a_time(route: Route) -> None:
        await route.continue_(url=re.sub(r"limit=\d+", "limit=2", route.request.url))

    await visitor.page.route("**/messages?*", two_at_a_time)
    await visitor.page.reload()
    await visitor.expect_status("Here to help")

    await expect(visitor.log.locator(".text").last).to_have_text(everything[-1])
    region = visitor.page.get_by_role("region", name="Conversation")
    while (shown := await visitor.log.locator(".text").count()) < len(everything):
        await region.evaluate("log => { log.scrollTop = 1; log.scrollTop = 0; }")
        await expect(visitor.log.locator(".text").nth(shown)).to_be_attached()
    await expect(visitor.log.locator(".text")).to_have_text(everything)
