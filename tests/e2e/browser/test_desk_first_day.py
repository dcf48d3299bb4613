"""Somebody's first day at the desk, before the development server's gateway."""

from urllib.parse import quote

from playwright.async_api import Page, expect

from tests.e2e.browser.desk_page import UNDO_MS
from tests.e2e.browser.test_desk_areas import NewDesk
from tests.e2e.browser.test_desk_areas import desk_url as desk_url  # noqa: PLC0414 - a fixture
from tests.e2e.browser.test_desk_areas import new_desk as new_desk  # noqa: PLC0414 - a fixture

WAITS, WAITS_TOO, KIMS, MINE = "h-0", "h-1", "h-8", "h-3"
FOCUSED = "document.activeElement.id || document.activeElement.localName"
PHONE = {"viewport": {"width": 360, "height": 740}}


async def open_row(page: Page, handoff: str, *, view: str = "waiting") -> None:
    await page.locator(f"[data-view={view}]").click()
    await page.locator(f"[data-handoff={handoff}]").click()
    await expect(page.locator("desk-transcript")).to_be_visible()


async def test_a_menu_closes_by_escape_elsewhere_and_with_the_next_conversation(
    new_desk: NewDesk,
) -> None:
    """
    By Escape the focus is where it was.
    """
    page = await new_desk()
    await open_row(page, MINE, view="mine")
    menu, summary = page.locator(".talk details.menu"), page.locator("summary[aria-label=More]")

    await summary.click()
    await expect(menu).to_have_attribute("open", "")
    await page.keyboard.press("Escape")
    await expect(menu).not_to_have_attribute("open", "")
    await expect(summary).to_be_focused()
    for elsewhere in (page.locator("#composer"), page.locator("[data-view=waiting]")):
        await summary.click()
        await elsewhere.click()
        await expect(menu).not_to_have_attribute("open", "")
    await summary.click()
    await page.locator(f"[data-handoff={WAITS}]").focus()
    await expect(menu).not_to_have_attribute("open", "")


async def test_no_row_moves_away_from_under_the_pointer_that_marks_it(new_desk: NewDesk) -> None:
    """
    What can be done with the marked ones stands over tabs and filters, on a phone and in German
    too.
    """
    for profile in ({}, {"locale": "de-DE"}, {**PHONE, "locale": "de-DE"}):
        page = await new_desk(**profile)
        row = page.locator(f"[data-id={WAITS}]")
        before = await row.bounding_box()
        await page.locator(f"[data-id={WAITS_TOO}] .row-mark").click()
        bar = page.locator(".marked-bar")
        await expect(bar).to_be_visible()

        assert await row.bounding_box() == before
        assert await bar.evaluate("(bar) => bar.scrollHeight <= bar.clientHeight")
        await bar.locator(".plain").click()
        await expect(bar).to_have_count(0)


async def test_whoever_takes_a_customer_can_write_at_once(new_desk: NewDesk) -> None:
    """
    By the button; by key the next key is a command still. The focus is never nowhere.
    """
    page = await new_desk()
    await open_row(page, "h-4")
    await page.get_by_role("button", name="Claim", exact=True).click()
    await expect(page.locator("#composer")).to_be_focused()
    await expect(page.locator(".kinds [aria-pressed=true]")).to_have_text("Reply")

    await open_row(page, "h-5")
    await page.keyboard.press("c")
    await expect(page.get_by_role("button", name="Resolve", exact=True)).to_be_visible()
    assert await page.evaluate(FOCUSED) == "desk-transcript"
    await page.keyboard.press("t")
    await expect(page.get_by_role("dialog")).to_be_visible()


async def test_a_colleague_is_chosen_at_an_at_sign_and_called_by_name(new_desk: NewDesk) -> None:
    """
    In a note; what follows an at sign and is nobody's name stops no note.
    """
    page = await new_desk()
    await open_row(page, KIMS, view="team")
    await page.locator("#composer").press_sequentially("See @k")
    await expect(page.locator(".reply-picker [role=option]")).to_have_text(["Kim available"])
    await page.keyboard.press("Enter")
    await expect(page.locator("#composer")).to_have_value("See @Kim ")
    await page.locator("#composer").press_sequentially(", she is @home.")
    await page.keyboard.press("Enter")

    await expect(page.locator(".team-note .called")).to_have_text("@Kim")
    await expect(page.locator(".team-note .text")).to_have_text("See @Kim , she is @home.")


async def test_a_blank_of_a_canned_reply_is_shown_before_it_is_sent(new_desk: NewDesk) -> None:
    """
    Once: whoever sends it again means it so. A note may say what it likes.
    """
    page = await new_desk()
    await open_row(page, MINE, view="mine")
    composer = page.locator("#composer")
    await composer.fill("Hello {customer}, hello")
    await composer.press("Enter")
    await expect(page.locator(".toast.problem")).to_contain_text("{customer} is still to be")
    chosen = "(field) => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert await composer.evaluate(chosen) == "{customer}"
    await expect(page.locator(".pending")).to_have_count(0)

    await composer.press("Enter")
    await expect(page.locator(".pending .text")).to_have_text("Hello {customer}, hello")
    await page.get_by_role("button", name="Undo").click()
    await page.locator(".kinds").get_by_role("button", name="Note").click()
    await composer.fill("{customer} is a blank")
    await composer.press("Enter")
    await expect(page.locator(".team-note .text").last).to_have_text("{customer} is a blank")


async def test_what_was_done_to_many_is_taken_back_by_its_key(new_desk: NewDesk) -> None:
    """
    And the words that offered it are gone with it.
    """
    page = await new_desk()
    await page.clock.install()
    for handoff in (WAITS, WAITS_TOO):
        await page.locator(f"[data-id={handoff}] .row-mark").click()
    await page.locator(".marked-bar").get_by_role("button", name="Transfer").click()
    await page.get_by_role("dialog").locator("select").select_option("queue:returns")
    await page.get_by_role("dialog").locator("button[type=submit]").click()
    toast = page.locator(".toast", has_text="2 selected")
    await expect(toast).to_be_visible()

    await page.keyboard.press("z")

    await expect(toast).to_have_count(0)
    await page.clock.fast_forward(UNDO_MS)
    await expect(page.locator(f"[data-id={WAITS_TOO}] .row-place")).to_contain_text("support")


async def test_words_of_others_stay_in_their_place(new_desk: NewDesk, desk_url: str) -> None:
    """
    A word of three hundred letters, marks of direction and markup, wherever they are shown.
    """
    page = await new_desk(viewport={"width": 1280, "height": 800})
    hostile = (
        "W" * 300 + " \u202eabc <img src=x onerror=window.hurt=1> \u0645\u0631\u062d\u0628\u0627"
    )
    said = f"{desk_url.replace('/desk/acme', '/desk-says')}?c=web-c0ffee3&text={quote(hostile)}"
    await page.request.get(said)
    await open_row(page, MINE, view="mine")
    text = page.locator("desk-transcript .customer .text").last
    await expect(text).to_contain_text("<img src=x")

    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await text.evaluate("(text) => text.scrollWidth <= text.clientWidth + 1")
    for words in (text, page.locator(f"[data-id={MINE}] .row-text")):
        assert await words.evaluate("(one) => getComputedStyle(one).unicodeBidi") == "plaintext"
    assert await page.evaluate("window.hurt") is None


async def test_on_a_phone_an_own_conversation_leaves_room_for_its_words(new_desk: NewDesk) -> None:
    """
    The head is two lines of buttons and facts; what has no room is in the menu, which is in sight.
    """
    page = await new_desk(**PHONE, locale="de-DE")
    await open_row(page, MINE, view="mine")
    head = await page.locator(".talk-head").bounding_box()
    await page.locator("summary[aria-label=Mehr]").click()
    items = page.locator(".menu-list")
    menu = await items.bounding_box()

    assert head is not None
    assert head["height"] <= 110
    assert menu is not None
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= 360
    for name in ("Weitergeben", "Zurückstellen", "Anhalten"):
        await expect(items.get_by_role("button", name=name)).to_be_visible()
