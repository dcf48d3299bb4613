"""The desk's palette, keys, panels and areas, before the development server's gateway."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.browser.conftest import REPOSITORY

WEB = REPOSITORY / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
STARTS_WITHIN_S = 30
CYRILLIC = "\u0443"
"""Where Latin layouts have their E."""
NewDesk = Callable[..., Awaitable[Page]]
PRESS = """(like) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { bubbles: true, cancelable: true, composed: true, ...like }))"""
NOTIFYING = """
  window.told = [];
  window.first = new Promise((resolve) => { window.tell = resolve; });
  window.asked = 0;
  window.Notification = class {
    static permission = "default";
    static async requestPermission() { window.asked += 1; return (this.permission = "granted"); }
    constructor(title) { window.told.push(title); window.tell(title); }
    close() { window.told.push("closed"); }
  };
  Document.prototype.hasFocus = () => false;"""


@pytest.fixture(scope="module")
async def desk_url() -> AsyncIterator[str]:
    """A gateway of the desk's own, with twelve who wait."""
    node = shutil.which("node") or "node"
    server = await asyncio.create_subprocess_exec(
        node,
        "dev/server.mjs",
        cwd=WEB,
        env={**os.environ, "PORT": "0"},
        stdout=asyncio.subprocess.PIPE,
    )
    assert server.stdout is not None
    line = (await asyncio.wait_for(server.stdout.readline(), STARTS_WITHIN_S)).decode().strip()
    yield line.replace("/chat/", "/desk/")
    server.kill()
    await server.wait()


@pytest.fixture
async def new_desk(browser: Browser, desk_url: str) -> AsyncIterator[NewDesk]:
    """Open desks, each in a browser of its own; no script of theirs may fail."""
    pages: list[Page] = []
    errors: list[str] = []

    async def make(script: str = "", **profile: Any) -> Page:
        context = await browser.new_context(**{"locale": "en-GB", **profile})
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.extend([said.text] if said.type == "error" else []))
        if script:
            await page.add_init_script(script)
        await page.goto(desk_url)
        await expect(page.get_by_role("main")).to_be_visible()
        await expect(page.locator("[data-handoff]").first).to_be_visible()
        await page.keyboard.press("?")
        await expect(page.locator(".help-list").first).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        pages.append(page)
        return page

    yield make
    for page in pages:
        await page.context.close()
    assert errors == []


async def sequence(page: Page, keys: str) -> None:
    """Press them with nothing that is written into."""
    await page.evaluate("document.activeElement?.blur()")
    for key in keys.split():
        await page.keyboard.press(key)


async def barriers(page: Page) -> list[tuple[str, list[str]]]:
    await page.evaluate(AXE.read_text())
    found = await page.evaluate("async () => (await axe.run()).violations")
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


async def test_an_audit_finds_no_barrier_in_any_area(new_desk: NewDesk) -> None:
    """
    By night, on a phone and in German; nothing is wider than the screen. Other looks of most of
    them are tried in test_desk_views.py.
    """
    width = 360
    page = await new_desk(
        color_scheme="light",
        locale="de-DE",
        reduced_motion="reduce",
        viewport={"width": width, "height": 768},
    )
    found: dict[str, Any] = {}
    for name, keys, there in (
        ("search", "g f", "#desk-search"),
        ("approvals", "g p", ".approval"),
        ("wall", "g l", ".figures"),
        ("customer", "g m j g u", ".customer .values"),
        ("timeline", "g h", ".timeline .step"),
        ("palette", "Control+k", ".palette-list"),
        ("help", "?", ".help-list"),
    ):
        await sequence(page, keys)
        await expect(page.locator(there).first).to_be_visible()
        found[name] = await barriers(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, name
        if name in ("help", "palette"):
            await page.keyboard.press("Escape")
            await expect(page.get_by_role("dialog")).to_have_count(0)

    assert {name: each for name, each in found.items() if each} == {}
    # Nothing in it may be pressed, and yet it is longer than the screen.
    await page.locator(".side-body").focus()
    await expect(page.locator(".side-body")).to_be_focused()


async def test_shortcuts_never_eat_what_is_written(new_desk: NewDesk) -> None:
    """
    Letters, AltGr of three systems, dead keys and input methods; chords work on, and so do keys
    of a layout without Latin letters.
    """
    page = await new_desk()
    await sequence(page, "g m j")
    await expect(page.get_by_role("button", name="Resolve")).to_be_visible()
    await page.keyboard.press("r")
    await page.keyboard.type("tests, e? jk")
    await expect(page.locator("#composer")).to_have_value("tests, e? jk")
    assert await page.get_by_role("dialog").count() == 0
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("combobox", name="Find a command")).to_be_focused()
    await page.keyboard.press("Escape")

    await page.evaluate("document.activeElement?.blur()")
    for like in (
        {"key": "e", "code": "KeyE", "ctrlKey": True, "altKey": True},
        {"key": "e", "code": "KeyE", "altKey": True},
        {"key": "e", "code": "KeyE", "modifierAltGraph": True},
        {"key": "e", "code": "KeyE", "isComposing": True},
        {"key": "Dead", "code": "Equal"},
        {"key": "e", "code": "KeyE"},
    ):
        await page.evaluate(PRESS, like)
    assert await page.get_by_role("dialog").count() == 0

    await page.evaluate(PRESS, {"key": CYRILLIC, "code": "KeyE"})
    await expect(page.get_by_role("dialog", name="Resolve")).to_be_visible()


async def test_the_palette_finds_by_a_few_letters(new_desk: NewDesk) -> None:
    """
    The field keeps the focus and says which line is meant; Enter does it.
    """
    page = await new_desk()
    await page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Find a command")
    await expect(field).to_be_focused()
    await page.keyboard.type("wall")
    await expect(page.get_by_role("option", name="Go to the wall")).to_have_attribute(
        "aria-selected", "true"
    )
    active = await field.get_attribute("aria-activedescendant")
    assert await page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", name="Wall")).to_be_visible()
    assert await page.get_by_role("dialog").count() == 0


async def test_a_canned_reply_is_put_in_by_its_name(new_desk: NewDesk) -> None:
    """
    A slash at the beginning of a word; what is not known is marked, to be written over.
    """
    page = await new_desk()
    await sequence(page, "g m j r")
    composer = page.locator("#composer")
    await composer.fill("")  # drafts survive, also that of the test before
    await page.keyboard.type("Hi and/or /refu")
    await expect(page.get_by_role("option", name="Refund is on its way")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(composer).to_have_value(
        "Hi and/or Your refund for A-1042 over {amount} is on its way."
    )
    await page.keyboard.type("12 EUR")
    await expect(composer).to_have_value(
        "Hi and/or Your refund for A-1042 over 12 EUR is on its way."
    )


async def test_results_stay_and_what_changed_is_not_approved(new_desk: NewDesk) -> None:
    """
    Opening a result leaves the list where it is; a decision names what was seen.
    """
    page = await new_desk()
    await sequence(page, "/")
    await expect(page.locator("#desk-search")).to_be_focused()
    await page.keyboard.type("machine")
    await page.keyboard.press("Enter")
    hits = page.locator(".search-hit")
    await expect(hits).not_to_have_count(0)
    count = await hits.count()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("#composer")).to_be_visible()
    await expect(hits).to_have_count(count)

    await sequence(page, "g p")
    mine = page.locator(".approval", has_text="Refund an order")
    await expect(page.locator(".approval", has_text="Change an address")).to_contain_text(
        "somebody else decides"
    )
    await expect(mine).to_contain_text("escalated to: administrator")
    async with page.expect_request("**/decision") as asked:
        await mine.get_by_role("button", name="Approve").click()
    sent = (await asked.value).post_data_json
    assert sent == {"approve": True, "digest": "d1", "note": ""}
    over = page.locator(".approval.over")
    await expect(over).to_contain_text("approved")
    await expect(over).to_contain_text("A-1042")
    await expect(over).not_to_contain_text("expires")


async def test_nobody_is_asked_for_notifications_unless_they_press_the_button(
    new_desk: NewDesk, desk_url: str
) -> None:
    """
    Then an offer is told; the number in the title counts it either way, with the reply that waits.
    """
    page = await new_desk(script=NOTIFYING)
    says = desk_url.replace("/desk/acme", "/desk-says?offer=h-5")
    await page.context.request.get(says)
    await expect(page).to_have_title("(2) Inbox · Acme")
    assert await page.evaluate("[window.asked, window.told]") == [0, []]

    await page.get_by_role("button", name="Notifications").click()
    await page.get_by_role("button", name="Allow notifications").click()
    await page.keyboard.press("Escape")
    await page.context.request.get(says)
    async with asyncio.timeout(STARTS_WITHIN_S):
        assert "is offered to you" in await page.evaluate("window.first")
