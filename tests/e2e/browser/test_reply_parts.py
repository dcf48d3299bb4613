"""Lists, forms, ratings, several cards, and messages that were changed on another channel."""

import re
from typing import Any

import pytest
from playwright.async_api import Route, expect

from tests.e2e.browser.conftest import NewVisitor
from tests.e2e.browser.test_accessibility import AXE, violations
from tests.e2e.browser.test_cards import show
from tests.e2e.browser.visitor import Visitor

FORM: dict[str, Any] = {
    "flow": "intake",
    "title": "Before we start",
    "fields": [
        {"name": "name", "label": "What is your name?", "kind": "text"},
        {"name": "email", "label": "Your e-mail?", "kind": "email"},
        {"name": "about", "label": "About?", "kind": "choice", "options": ["Order", "Return"]},
        {"name": "note", "label": "Anything else?", "kind": "long_text", "optional": True},
    ],
}
CARDS = [
    {"title": f"Room {number}", "buttons": [f"Book {number}"], "text": "With breakfast."}
    for number in range(1, 6)
]
LISTS = [{"title": "Topics", "items": [{"title": "Delivery", "description": "Times, costs"}]}]
RATING = {"text": "How was it?", "quick_replies": ["1", "2", "3", "4", "5"], "asks_rating": True}
TO_THE_RIGHT = "() => { document.documentElement.dir = 'rtl'; }"
PLACE = "strip => [Math.round(strip.scrollLeft), strip.scrollWidth > strip.clientWidth]"


async def posted(visitor: Visitor) -> list[dict[str, Any]]:
    """What is posted from now on; it goes no further."""
    bodies: list[dict[str, Any]] = []

    async def keep(route: Route) -> None:
        body = route.request.post_data_json
        assert body is not None
        bodies.append(body)
        await route.fulfill(status=202, json={"message_id": body["message_id"]})

    await visitor.page.route("**/messages", keep)
    return bodies


async def test_a_form_says_what_is_missing_and_is_sent_at_once(visitor: Visitor) -> None:
    """
    By keyboard, with the first wrong field focused and its error read out.
    """
    await show(visitor, {"text": "What is your name?", "form": FORM})
    bodies = await posted(visitor)
    name = visitor.page.get_by_role("textbox", name="What is your name?")
    email = visitor.page.get_by_role("textbox", name="Your e-mail?")
    await visitor.page.get_by_role("button", name="Send", exact=True).first.press("Enter")
    await expect(name).to_be_focused()
    await expect(name).to_have_attribute("aria-invalid", "true")
    await expect(name).to_have_accessible_description("Please fill this in.")

    await name.fill("Ada <b>L</b>")
    await email.fill("nowhere")
    await visitor.page.get_by_role("combobox", name="About?").select_option("Return")
    await email.press("Enter")
    await expect(email).to_be_focused()
    await expect(email).to_have_accessible_description(re.compile("^Please check this"))
    assert bodies == []
    await email.fill("ada@example.org")
    await email.press("Enter")

    await expect(visitor.own.locator(".text")).to_have_text("Ada <b>L</b>\nada@example.org\nReturn")
    values = {"name": "Ada <b>L</b>", "email": "ada@example.org", "about": "Return"}
    [body] = bodies
    assert body["form"] == {"flow": "intake", "values": values}
    assert "text" not in body
    await expect(name).to_have_count(0)


async def test_a_rating_is_given_with_a_comment(visitor: Visitor) -> None:
    """
    The rating alone on the first line, as the bot reads it.
    """
    await show(visitor, RATING)
    bodies = await posted(visitor)
    await visitor.page.get_by_role("radio", name="3 of 5").focus()
    await visitor.page.keyboard.press("ArrowRight")
    await expect(visitor.page.get_by_role("radio", name="4 of 5")).to_be_checked()
    await visitor.page.get_by_role("textbox", name="like to add?").fill("Quick!")
    await visitor.page.get_by_role("button", name="Send rating").press("Enter")

    await expect(visitor.own.locator(".text")).to_have_text("4\nQuick!")
    assert [body["text"] for body in bodies] == ["4\nQuick!"]
    await expect(visitor.page.get_by_role("radio")).to_have_count(0)


async def test_choosing_from_a_list_says_it(visitor: Visitor) -> None:
    """
    Its title, not what stands below it.
    """
    await show(visitor, {"text": "What is it about?", "lists": LISTS})
    bodies = await posted(visitor)
    row = visitor.log.get_by_role("button", name="Delivery")
    await expect(visitor.log.get_by_role("list", name="Topics")).to_contain_text("Times, costs")
    await row.press("Enter")

    assert [body["text"] for body in bodies] == ["Delivery"]
    await expect(row).to_be_disabled()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
async def test_several_cards_are_turned_by_keys_and_buttons(
    new_visitor: NewVisitor, direction: str
) -> None:
    """
    Forward is to the left where one reads from right to left.
    """
    visitor = await new_visitor(viewport={"width": 320, "height": 700}, reduced_motion="reduce")
    await visitor.open_chat()
    await show(visitor, {"text": "These:", "cards": CARDS})
    if direction == "rtl":
        await visitor.page.evaluate(TO_THE_RIGHT)
    strip = visitor.log.get_by_role("list", name="5 cards")
    following = visitor.log.get_by_role("button", name="Next cards")
    await expect(visitor.log.get_by_role("button", name="Previous cards")).to_be_disabled()
    await following.press("Enter")
    await expect(visitor.log.get_by_role("button", name="Previous cards")).to_be_enabled()

    at, is_longer = await strip.evaluate(PLACE)
    assert is_longer
    assert at < 0 if direction == "rtl" else at > 0
    await expect(following).to_be_focused()
    await strip.focus()
    await visitor.page.keyboard.press("End")
    await expect(strip).to_be_focused()


async def test_what_was_changed_elsewhere_says_so(visitor: Visitor) -> None:
    """
    An edit is shown as it is now; what was deleted is not shown at all.
    """
    change = {"kind": "message_changed", "at": "2026-03-02T09:31:00+00:00"}
    edited = {"message_id": "m-1", "change": "edited", "text": "By Tuesday"}
    deleted = {"message_id": "m-2", "change": "deleted", "text": None}
    said = [{"role": "customer", "text": text} for text in ("By Monday", "My password is x")]
    changes = [change | {"seq": 7, "data": edited}, change | {"seq": 8, "data": deleted}]
    await show(visitor, *said, happenings=changes)

    await expect(visitor.own.first.locator(".text")).to_contain_text("By Tuesday")
    await expect(visitor.own.first).to_contain_text("edited")
    await expect(visitor.own.last).to_contain_text("This message was deleted.")
    await expect(visitor.log.get_by_text("password")).to_have_count(0)
    await expect(visitor.log.get_by_text("By Monday")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
async def test_an_audit_finds_no_barrier_at_320_pixels(
    new_visitor: NewVisitor, scheme: Any, direction: str
) -> None:
    """
    That is also a window of 1,280 pixels at 400 %: nothing is cut off, nothing scrolls sideways.
    """
    visitor = await new_visitor(
        viewport={"width": 320, "height": 256}, color_scheme=scheme, reduced_motion="reduce"
    )
    await visitor.open_chat()
    parts: list[dict[str, Any]] = [{"cards": CARDS}, {"lists": LISTS}, {"form": FORM}, RATING]
    await show(visitor, *parts)
    if direction == "rtl":
        await visitor.page.evaluate(TO_THE_RIGHT)
    await visitor.page.get_by_role("button", name="Send", exact=True).first.click()
    await visitor.page.get_by_role("radio", name="4 of 5").check()

    await visitor.page.evaluate(AXE.read_text())
    assert await violations(visitor) == []
    wide = "() => document.documentElement.scrollWidth > innerWidth"
    assert await visitor.page.evaluate(wide) is False
    log = visitor.page.locator(".log")
    assert await log.evaluate("log => log.scrollWidth <= log.clientWidth")
