"""Cards of a reply, and buttons that stay while more is said."""

import base64
from collections.abc import Sequence
from typing import Any

from playwright.async_api import Route, expect

from tests.e2e.browser.conftest import REPOSITORY
from tests.e2e.browser.visitor import Visitor

AXE = REPOSITORY / "web" / "node_modules" / "axe-core" / "axe.min.js"
IMAGES = "https://images.shop.example"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
SCRIPT = "<img src=x onerror=\"document.title='taken over'\">"


async def show(
    visitor: Visitor, *said: dict[str, Any], happenings: Sequence[dict[str, Any]] = ()
) -> None:
    """Let the history hold these messages of the bot, and what happened between them."""
    messages = [
        {"role": "bot", "at": "2026-03-02T09:30:00+00:00", "text": "Here:", "seq": seq} | message
        for seq, message in enumerate(said, start=1)
    ]
    page = {
        "messages": [{"message_id": f"m-{each['seq']}"} | each for each in messages],
        "next_before": None,
        "happenings": list(happenings),
        "latest_event": len(messages),
    }

    async def history(route: Route) -> None:
        if route.request.method == "GET":
            await route.fulfill(json=page)
        else:
            await route.continue_()

    await visitor.page.route("**/messages?*", history)
    await visitor.page.reload()
    await visitor.expect_status("Here to help")


async def test_a_card_shows_its_picture_and_words_and_its_button_speaks(visitor: Visitor) -> None:
    """
    Pictures come over https alone and late, with their description; markup stays text.
    """
    fetched = {"content_type": "image/png", "body": PIXEL}
    await visitor.page.route(f"{IMAGES}/*", lambda route: route.fulfill(**fetched))
    image = {"url": f"{IMAGES}/grinder.png", "alt": "A hand grinder"}
    unsafe = {"url": "http://images.shop.example/x.png", "alt": "Never fetched"}
    first = {
        "title": SCRIPT,
        "subtitle": "49 EUR",
        "text": "Of steel.",
        "image": image,
        "buttons": ["Buy the grinder"],
        "links": [
            {"text": "Details", "url": "https://shop.example/grinder"},
            {"text": "Click me", "url": "javascript:alert(1)"},
        ],
    }
    await show(visitor, {"cards": [first, {"title": "Another", "image": unsafe}]})

    card = visitor.log.get_by_role("listitem").first
    picture = card.get_by_role("img", name="A hand grinder")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_attribute("loading", "lazy")
    await expect(picture).to_have_attribute("referrerpolicy", "no-referrer")
    await expect(card).to_contain_text(SCRIPT)
    await expect(card.get_by_role("link")).to_have_count(1)
    await expect(visitor.log.get_by_role("img")).to_have_count(1)
    await visitor.page.evaluate(AXE.read_text())
    found = await visitor.page.evaluate("async () => (await axe.run()).violations")
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []

    button = card.get_by_role("button", name="Buy the grinder")
    await button.click()

    await expect(visitor.own.locator(".text")).to_have_text("Buy the grinder")
    await expect(button).to_be_disabled()
    assert {url for url in visitor.requested if url.startswith(IMAGES)} == {image["url"]}
    visitor.requested = [url for url in visitor.requested if not url.startswith(IMAGES)]


async def test_a_picture_that_cannot_be_fetched_leaves_no_gap(visitor: Visitor) -> None:
    """
    The words say it all without it.
    """
    await visitor.page.route(f"{IMAGES}/*", lambda route: route.fulfill(status=404))
    image = {"url": f"{IMAGES}/gone.png", "alt": "Gone"}
    await show(visitor, {"cards": [{"title": "Grinder", "image": image}]})

    await expect(visitor.log.get_by_role("listitem")).to_contain_text("Grinder")
    await expect(visitor.log.get_by_role("img")).to_have_count(0)
    visitor.requested = [url for url in visitor.requested if not url.startswith(IMAGES)]


async def test_a_rating_can_be_given_after_another_message_has_come(visitor: Visitor) -> None:
    """
    The question is still open, so its buttons are.
    """
    rate = {"text": "How did we do?", "quick_replies": ["1", "2", "3", "4", "5"]}
    await show(visitor, rate, {"text": "Your parcel has left."}, {"text": "Anything else?"})
    five = visitor.log.get_by_role("button", name="5", exact=True)
    await expect(five).to_be_enabled()

    await five.click()

    await expect(visitor.own.locator(".text")).to_have_text("5")
    await expect(five).to_be_disabled()
    await expect(visitor.own).to_have_attribute("data-delivery", "sent")
