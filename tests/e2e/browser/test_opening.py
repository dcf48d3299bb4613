"""The chat's first view, who comes and leaves, and its end."""

import re
from uuid import uuid4

from playwright.async_api import Route, expect

from tests.e2e.browser.conftest import NewVisitor
from tests.e2e.browser.product import RunningProduct
from tests.e2e.browser.visitor import Visitor

QUESTION = "How long do I have to return an item?"
END = "**/conversations/*/end"


async def test_the_chat_opens_with_a_greeting_and_what_to_begin_with(visitor: Visitor) -> None:
    """
    An empty room makes people leave: they see what can be done here, and one press does it.
    """
    starters = visitor.quick_replies
    await expect(visitor.page.locator(".greeting")).to_contain_text("Ava")
    await expect(starters.first).to_be_enabled()
    text = await starters.first.inner_text()

    await starters.first.click()

    await expect(visitor.own.locator(".text")).to_have_text(text)
    await expect(visitor.page.locator(".top").get_by_role("button")).to_have_count(0)
    await expect(visitor.replies).to_have_count(1)


async def test_on_a_page_of_its_own_the_field_has_the_focus(visitor: Visitor) -> None:
    """
    Whoever opens the chat wants to write.
    """
    await expect(visitor.field).to_be_focused()


async def test_a_person_who_joins_and_leaves_is_told_of(
    visitor: Visitor, product: RunningProduct
) -> None:
    """
    Also after a reload, where the history tells it.
    """
    await visitor.say("I want to talk to a human")
    await expect(visitor.page.get_by_text("Waiting for a colleague")).to_be_visible()
    async with product.staff("agent") as agent:
        waiting = (await agent.get("/handoffs", params={"status": "waiting"})).json()["handoffs"]
        handoff = f"/handoffs/{waiting[-1]['handoff_id']}"
        name = (await agent.post(f"{handoff}/claim")).raise_for_status().json()["assigned_agent"]
        joined = visitor.log.get_by_text(f"{name} joined", exact=True)
        await expect(joined).to_have_count(1)
        (await agent.post(f"{handoff}/return")).raise_for_status()
        left = visitor.log.get_by_text(f"{name} left; you")
        await expect(left).to_have_count(1)
        late = {"message_id": str(uuid4()), "text": "One more thing"}
        refused = await agent.post(f"{handoff}/messages", json=late)
        assert refused.status_code == 409
        assert re.search("given .*back", refused.json()["detail"])

    await visitor.page.reload()

    await expect(joined).to_have_count(1)
    await expect(left).to_have_count(1)


async def test_ending_asks_first_and_closes_the_conversation(visitor: Visitor) -> None:
    """
    Nobody ends a chat by a slip; once it is ended, nothing of it is kept in the browser.
    """
    await expect(visitor.page.get_by_role("button", name="More")).to_have_count(0)
    await visitor.ask(QUESTION)
    await visitor.choose("End chat")
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.field).to_be_focused()
    await visitor.choose("End chat")
    await visitor.page.get_by_role("button", name="End chat").click()
    await expect(visitor.page.get_by_text("ended this chat")).to_be_visible()
    await expect(visitor.field).to_have_count(0)

    await visitor.page.reload()
    await visitor.expect_status("Here to help")

    await expect(visitor.own).to_have_count(0)
    await expect(visitor.quick_replies.first).to_be_enabled()
    await visitor.ask(QUESTION)


async def test_a_new_chat_begins_another_conversation(visitor: Visitor) -> None:
    """
    With the field ready, and the first one in the list of chats.
    """
    posted: list[str] = []
    visitor.page.on(
        "request", lambda request: posted.append(request.url) if request.method == "POST" else None
    )
    await visitor.ask(QUESTION)

    await visitor.choose("New chat")

    await expect(visitor.own).to_have_count(0)
    await expect(visitor.field).to_be_focused()
    await visitor.ask(QUESTION)
    await expect(visitor.own).to_have_count(1)
    assert len({url for url in posted if url.endswith("/messages")}) == 2


async def test_what_is_under_way_keeps_the_chat_open_and_says_so(visitor: Visitor) -> None:
    """
    A refund that waits for its approval is not lost by a press.
    """
    await visitor.ask(QUESTION)
    await visitor.page.route(END, lambda route: route.fulfill(status=409, json={"detail": "open"}))
    await visitor.choose("End chat")
    await visitor.page.get_by_role("button", name="End chat").click()

    await expect(visitor.page.get_by_text("still being worked on")).to_be_visible()
    await visitor.page.get_by_role("button", name="Keep chatting").click()

    await expect(visitor.field).to_be_focused()
    await visitor.ask("Do you ship to Norway?")


async def test_the_tenants_logo_is_shown_and_a_broken_one_leaves_its_letter(
    new_visitor: NewVisitor,
) -> None:
    """
    A picture that cannot be fetched must not leave a torn page in the header.
    """
    logo = "https://static.shop.example/logo.png"
    visitor = await new_visitor()

    async def with_logo(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(json={**(await answer.json()), "logo": logo})

    await visitor.page.route("**/branding", with_logo)
    await visitor.page.route(logo, lambda route: route.fulfill(status=404))
    await visitor.open_chat()

    await expect(visitor.page.locator(".avatar")).to_have_text("A")
    assert logo in visitor.requested
    visitor.requested.remove(logo)
