"""The chat while something between the customer and the bot is broken."""

import json

import pytest
from playwright.async_api import Route, expect

from tests.e2e.browser.conftest import NewVisitor
from tests.e2e.browser.product import RunningProduct
from tests.e2e.browser.visitor import Visitor
from tests.support import eventually

QUESTION = "How long do I have to return an item?"
MESSAGES = "**/conversations/*/messages"
MESSAGES_AND_HISTORY = "**/conversations/*/messages*"
BRANDING = "**/branding"
SESSIONS = "**/sessions"
EVENTS = "**/conversations/*/events"
KEPT = "Your message is kept."
SPOIL_THE_SESSION = """() => {
  const key = Object.keys(localStorage).find((key) => key.endsWith(":acme"));
  const kept = JSON.parse(localStorage.getItem(key));
  kept.session.token = "spoilt";
  localStorage.setItem(key, JSON.stringify(kept));
}"""


async def test_a_gateway_that_crashes_is_waited_for_and_nothing_is_lost_or_doubled(
    visitor: Visitor, product: RunningProduct
) -> None:
    """
    What is written while the gateway is down is sent when it is back, and answered once.
    """
    await visitor.ask(QUESTION)

    product.kill("gateway")
    await visitor.expect_status("Reconnecting…")
    await visitor.say("Do you ship to Norway?")

    await visitor.expect_status("Here to help")
    await expect(visitor.replies).to_have_count(2)
    await expect(visitor.own).to_have_count(2)
    await visitor.page.reload()
    await expect(visitor.replies).to_have_count(2)
    await expect(visitor.own).to_have_count(2)


@pytest.mark.parametrize("status", [429, 503])
async def test_a_gateway_that_is_busy_is_asked_again_with_the_same_id(
    visitor: Visitor, status: int
) -> None:
    """
    The id makes it safe: even if the refused request had arrived, it would be one message.
    """
    ids: list[str] = []

    async def refuse_once(route: Route) -> None:
        ids.append(json.loads(route.request.post_data or "{}")["message_id"])
        if len(ids) == 1:
            await route.fulfill(status=status, headers={"Retry-After": "0"})
        else:
            await route.continue_()

    await visitor.page.route(MESSAGES, refuse_once)
    await visitor.ask(QUESTION)

    assert len(ids) == 2
    assert len(set(ids)) == 1
    await expect(visitor.own).to_have_count(1)


async def test_an_answer_lost_on_the_way_back_does_not_double_the_message(
    visitor: Visitor,
) -> None:
    """
    The gateway has accepted, the network swallows the answer, the page asks again.
    """
    attempts = 0

    async def swallow_the_first_answer(route: Route) -> None:
        nonlocal attempts
        attempts += 1
        if attempts == 1:
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await visitor.page.route(MESSAGES, swallow_the_first_answer)
    await visitor.ask(QUESTION)
    await eventually(lambda: attempts == 2)
    await visitor.page.reload()

    await expect(visitor.own).to_have_count(1)
    await expect(visitor.replies).to_have_count(1)


async def test_a_message_that_never_gets_through_says_so_and_can_be_sent_again(
    visitor: Visitor,
) -> None:
    """
    Never a message that only seems to have been sent.
    """
    await visitor.page.route(
        MESSAGES, lambda route: route.fulfill(status=503, headers={"Retry-After": "0"})
    )
    await visitor.say(QUESTION)
    await expect(visitor.own).to_contain_text("Not sent.")

    await visitor.page.unroute(MESSAGES)
    await visitor.page.get_by_role("button", name="Try again").click()

    await expect(visitor.replies).to_have_count(1)
    await expect(visitor.own).not_to_contain_text("Not sent.")


async def test_what_was_not_yet_accepted_survives_a_reload(visitor: Visitor) -> None:
    """
    Reloading is what people do when something hangs; it must not lose what they wrote.
    """
    await visitor.page.route(MESSAGES, lambda route: route.abort())
    await visitor.say(QUESTION)
    await expect(visitor.own).to_have_attribute("data-delivery", "sending")

    await visitor.page.unroute(MESSAGES)
    await visitor.page.reload()

    await expect(visitor.replies).to_have_count(1)
    await expect(visitor.own).to_have_count(1)


async def test_what_is_said_before_the_chat_is_open_is_sent_once_it_is(
    new_visitor: NewVisitor,
) -> None:
    """
    The field is there before the session is. Who types fast, or while the gateway is down, loses
    nothing and waits for nobody to press anything.
    """
    visitor = await new_visitor()
    await visitor.page.route(BRANDING, lambda route: route.fulfill(status=503))
    await visitor.page.route(SESSIONS, lambda route: route.fulfill(status=503))
    await visitor.page.goto(visitor.chat_url)
    await visitor.say(QUESTION)
    await visitor.field.fill("Do you ship")
    await visitor.page.unroute(BRANDING)
    await expect(visitor.page.get_by_role("heading", name="Ava")).to_be_visible()
    await visitor.field.press_sequentially(" to Norway?")
    await visitor.field.press("Enter")
    await expect(visitor.own).to_have_count(2)

    await visitor.page.unroute(SESSIONS)

    await expect(visitor.replies).to_have_count(2)
    assert await visitor.own.locator(".text").all_inner_texts() == [
        QUESTION,
        "Do you ship to Norway?",
    ]


async def test_what_an_earlier_visit_could_not_send_goes_first(visitor: Visitor) -> None:
    """
    Also where the next thing is said before the chat is open again, or even has its name.
    """
    ids: list[str] = []
    is_away = True

    async def meet(route: Route) -> None:
        if is_away:
            await route.abort()
            return
        if route.request.method == "POST":
            ids.append(json.loads(route.request.post_data or "{}")["message_id"])
        await route.continue_()

    await visitor.page.route(MESSAGES_AND_HISTORY, meet)
    await visitor.page.route(BRANDING, meet)
    await visitor.say(QUESTION)
    await visitor.page.reload()
    await visitor.say("Do you ship to Norway?")
    await expect(visitor.own).to_have_count(2)

    is_away = False

    await expect(visitor.replies).to_have_count(2)
    await visitor.page.reload()
    await expect(visitor.replies).to_have_count(2)
    assert await visitor.own.locator(".text").all_inner_texts() == [
        QUESTION,
        "Do you ship to Norway?",
    ]
    assert len(ids) == len(set(ids))


async def test_what_the_gateway_says_in_an_outage_is_shown_until_the_answer_comes(
    visitor: Visitor,
) -> None:
    """
    A line of its own that a screen reader hears of: it is not part of what was said.
    """
    await visitor.ask(QUESTION)
    notice = {"seq": None, "kind": "notice", "data": {"status": "kept", "text": KEPT}}
    told = f"event: notice\ndata: {json.dumps(notice)}\n\n"
    stream = {"content_type": "text/event-stream", "body": told}
    await visitor.page.route(EVENTS, lambda route: route.fulfill(**stream))
    await visitor.page.reload()

    shown = visitor.page.get_by_role("status").filter(has_text=KEPT)
    await expect(shown).to_be_visible()
    await visitor.expect_status("Reconnecting…")
    await expect(visitor.log).not_to_contain_text(KEPT)

    await visitor.page.unroute(EVENTS)
    await visitor.say("Do you ship to Norway?")
    await expect(visitor.replies).to_have_count(2)
    await expect(shown).to_have_count(0)
    await visitor.expect_status("Here to help")


async def test_a_session_that_is_no_longer_valid_is_replaced_and_said_so(
    visitor: Visitor,
) -> None:
    """
    After a week away the customer gets a fresh conversation and a word about it, not an error.
    """
    await visitor.ask(QUESTION)
    await visitor.page.evaluate(SPOIL_THE_SESSION)

    await visitor.page.reload()

    await expect(visitor.page.get_by_text("started a new conversation")).to_be_visible()
    await expect(visitor.own).to_have_count(0)
    await visitor.ask(QUESTION)
