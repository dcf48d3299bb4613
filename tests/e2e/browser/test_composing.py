"""Typing and pasting into the chat, and how it is sent."""

from typing import Any

import pytest
from playwright.async_api import Route, expect

from tests.e2e.browser.visitor import Visitor

QUESTION = "How long do I have to return an item?"
MESSAGES = "**/conversations/*/messages"
COMPOSE = """(field, by) => field.dispatchEvent(
  new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...by }))"""


async def test_a_paste_with_a_form_feed_is_sent(visitor: Visitor) -> None:
    """
    Text out of a PDF brings control characters, which nobody sees and nobody means.
    """
    await visitor.field.fill("How long do I have\fto return\u0007 an item?\u0000")
    await visitor.field.press("Enter")

    await expect(visitor.replies).to_have_count(1)
    await expect(visitor.own.locator(".text")).to_have_text(
        "How long do I have\nto return an item?"
    )
    await expect(visitor.own).to_have_attribute("data-delivery", "sent")


@pytest.mark.parametrize("by", [{"isComposing": True}, {"keyCode": 229}])
async def test_enter_chooses_a_word_while_an_input_method_composes(
    visitor: Visitor, by: dict[str, Any]
) -> None:
    """
    Half a word of Japanese is no message; some browsers tell it by the key code alone.
    """
    await visitor.field.fill("にほn")
    await visitor.field.evaluate(COMPOSE, by)
    await expect(visitor.own).to_have_count(0)
    await expect(visitor.field).to_have_value("にほn")

    await visitor.field.press("Enter")

    await expect(visitor.own).to_have_count(1)


async def test_of_a_text_that_is_too_long_nothing_is_lost(visitor: Visitor) -> None:
    """
    It stays in the field with how much is too much, and is sent once it is short enough.
    """
    text = "word " * 901 + "ab"
    await visitor.field.fill(text)
    await visitor.field.press("Enter")

    await expect(visitor.page.get_by_text("507 characters too many")).to_be_visible()
    await expect(visitor.field).to_have_value(text)
    await expect(visitor.own).to_have_count(0)

    await visitor.field.fill(text[:4_000])
    await visitor.field.press("Enter")

    await expect(visitor.own).to_have_attribute("data-delivery", "sent")


@pytest.mark.parametrize(
    "nothing", ["\u200b\u200d\ufeff", " \u2060\u00a0", "\u3164\u2800", "\ufe0f"]
)
async def test_a_message_that_nobody_can_see_is_not_sent(visitor: Visitor, nothing: str) -> None:
    """
    An empty bubble says nothing to anybody.
    """
    await visitor.field.fill(nothing)
    await visitor.field.press("Enter")
    await visitor.ask(QUESTION)

    await expect(visitor.own).to_have_count(1)


async def test_what_is_refused_says_why_and_is_kept_to_be_mended(visitor: Visitor) -> None:
    """
    Also over a reload; sending it again as it is would be refused again.
    """
    problem = {"detail": "text: must be shorter"}

    async def refuse(route: Route) -> None:
        if route.request.method == "POST":
            await route.fulfill(status=422, json=problem)
        else:
            await route.continue_()

    await visitor.page.route(MESSAGES, refuse)
    await visitor.say(QUESTION)
    await expect(visitor.own).to_contain_text("Not sent: text: must be shorter")
    await visitor.page.reload()
    await expect(visitor.own).to_contain_text("Not sent: text: must be shorter")
    await visitor.page.unroute(MESSAGES)

    await visitor.page.get_by_role("button", name="Edit").click()

    await expect(visitor.own).to_have_count(0)
    await expect(visitor.field).to_have_value(QUESTION)
    await visitor.field.press("Enter")
    await expect(visitor.replies).to_have_count(1)
