"""An agent's replies on the desk: undone, held, kept, before the development server's gateway."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.browser.conftest import REPOSITORY

WEB = REPOSITORY / "web"
STARTS_WITHIN_S = 30
CONVERSATION = "web-c0ffee3"
"""Tom's, which Sam has; the desk is Sam's."""
OTHER = "web-c0ffee10"
"""Tom's too, on the web, for which nobody has come yet."""
UNDONE_WITHIN_MS = 15_000


@pytest.fixture
async def desk_url() -> AsyncIterator[str]:
    """A gateway of the test's own, in which nothing has happened yet."""
    node = shutil.which("node") or "node"
    environment = {**os.environ, "PORT": "0"}
    server = await asyncio.create_subprocess_exec(
        node, "dev/server.mjs", cwd=WEB, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    line = (await asyncio.wait_for(server.stdout.readline(), STARTS_WITHIN_S)).decode().strip()
    yield line.replace("/chat/", "/desk/")
    server.kill()
    await server.wait()


@pytest.fixture
async def page(browser: Browser, desk_url: str) -> AsyncIterator[Page]:
    """Sam's desk, with Tom's conversation open."""
    context = await browser.new_context(locale="en-GB")
    page = await context.new_page()
    await page.goto(f"{desk_url}#inbox/{CONVERSATION}")
    await expect(page.locator("desk-transcript")).to_contain_text("Parcel says delivered")
    yield page
    await context.close()


async def customer_says(page: Page, text: str, conversation: str = CONVERSATION) -> None:
    await happens(page, c=conversation, text=text)


async def happens(page: Page, **what: str) -> None:
    place = urlsplit(page.url)
    await page.request.get(f"{place.scheme}://{place.netloc}/desk-says?{urlencode(what)}")


async def write(page: Page, text: str) -> None:
    await page.locator("#composer").fill(text)
    await page.locator("#composer").press("Enter")


async def test_a_reply_can_be_taken_back_and_is_sent_once(page: Page) -> None:
    """
    Undone, its words are there again; sent, a reload in the middle neither loses nor doubles it.
    """
    transcript = page.locator("desk-transcript")
    await write(page, "I am looking, Tom.")
    await transcript.get_by_role("button", name="Undo").click()
    await expect(page.locator("#composer")).to_have_value("I am looking, Tom.")
    await expect(transcript).not_to_contain_text("I am looking")

    await page.locator("#composer").press("Enter")
    await expect(transcript.get_by_role("button", name="Undo")).to_be_visible()
    await page.reload()

    sent = transcript.locator("[data-message-id]").filter(has_text="I am looking, Tom.")
    await expect(sent).to_have_count(1, timeout=UNDONE_WITHIN_MS)
    await expect(page.locator("#composer")).to_have_value("")


async def test_a_reply_to_what_is_no_longer_the_last_word_is_held(page: Page) -> None:
    """
    The customer wrote while it could still be undone: the agent sees it before they do.
    """
    transcript = page.locator("desk-transcript")
    await write(page, "It will arrive tomorrow.")
    await customer_says(page, "Never mind, my neighbour has it.")

    again = transcript.get_by_role("button", name="Send anyway")
    await expect(again).to_be_visible(timeout=UNDONE_WITHIN_MS)
    await expect(transcript).to_contain_text("has written since")
    await again.click()

    await expect(again).to_be_hidden()
    sent = transcript.locator("[data-message-id]").filter(has_text="It will arrive tomorrow.")
    await expect(sent).to_have_count(1)


async def test_a_resolve_that_newer_words_hold_is_decided_by_the_agent(page: Page) -> None:
    """
    Nothing is done, and the words are shown; then it is done all the same.
    """
    await page.get_by_role("button", name="Resolve", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("combobox").select_option("solved")
    await dialog.get_by_role("button", name="Resolve", exact=True).click()
    await customer_says(page, "Wait, one more thing.")

    held = page.get_by_role("alert").filter(has_text="Wait, one more thing.")
    await expect(held).to_be_visible(timeout=UNDONE_WITHIN_MS)
    await expect(held).to_contain_text("has written since")
    await held.get_by_role("button", name="Resolve anyway").click()

    await expect(held).to_be_hidden()
    await expect(page.get_by_role("button", name="Resolve", exact=True)).to_have_count(0)


async def test_two_conversations_of_one_customer_are_one_line(page: Page) -> None:
    """
    Merged from a dialog, answered on the channel on which the customer wrote last, taken apart.
    """
    rows = page.locator(".rows > li")
    await page.locator("summary[aria-label=More]").click()
    await page.get_by_role("button", name="Merge conversations").click()
    await page.get_by_role("dialog").get_by_role("button", name="Can I still return").click()
    channels = page.get_by_role("group", name="Channels of this customer")
    await expect(channels).to_be_visible(timeout=UNDONE_WITHIN_MS)
    await page.locator("nav.views .tab[data-view=mine]").click()
    await expect(rows).to_have_count(1)

    await customer_says(page, "It is the blue one.", OTHER)
    await expect(channels).to_contain_text("wrote last by Web chat")
    await expect(rows).to_contain_text("It is the blue one.")
    await rows.get_by_role("button").click()
    await expect(page.locator("desk-transcript")).to_contain_text("It is the blue one.")
    await write(page, "Yes, until Friday.")
    sent = page.locator("desk-transcript").locator("[data-message-id]").filter(has_text="Friday")
    await expect(sent).to_have_count(1)

    await page.locator("summary[aria-label=More]").click()
    await page.get_by_role("button", name="Separate from the other").click()
    await expect(channels).to_be_hidden()
    await expect(rows).to_have_count(2)


async def test_a_draft_and_what_was_missed_are_there_after_a_cut(page: Page) -> None:
    """
    Half a sentence survives a reload; what was said while the network was gone is shown.
    """
    await page.locator("#composer").fill("Half a sen")
    await page.reload()
    await expect(page.locator("#composer")).to_have_value("Half a sen")

    await page.context.set_offline(True)
    await expect(page.locator(".connection")).to_contain_text("No connection")
    await customer_says(page, "Are you still there?")
    await page.context.set_offline(False)

    await expect(page.locator("desk-transcript")).to_contain_text("Are you still there?")
    await expect(page.locator(".connection")).to_be_empty()


async def test_a_note_is_for_the_team_alone(page: Page) -> None:
    """
    Whoever does not have a conversation can only write notes in it.
    """
    await page.get_by_role("button", name="Lena Fuchs").click()
    await expect(page.get_by_text("Only notes can be written here")).to_be_visible()
    await write(page, "@Kim knows about invoices")

    await expect(page.locator("desk-transcript")).to_contain_text("Note by Sam")
    await expect(page.get_by_role("button", name="Undo")).to_have_count(0)


async def test_a_note_nobody_chose_is_no_note_for_the_next_owner(page: Page) -> None:
    """
    Who left a note, or took one back, and is given the conversation then, writes to the customer;
    words begun for the team stay for the team.
    """
    await page.get_by_role("button", name="Lena Fuchs").click()
    reply = page.locator(".kinds").get_by_role("button", name="Reply")
    await expect(page.get_by_text("Only notes can be written here")).to_be_visible()
    await write(page, "@Kim knows about invoices")
    await page.locator("#composer").fill("Or maybe")
    await page.locator("#composer").fill("")
    await page.get_by_role("button", name="Claim", exact=True).first.click()
    await expect(reply).to_be_enabled()
    await expect(reply).to_have_attribute("aria-pressed", "true")

    await page.evaluate("(id) => { location.hash = `#inbox/${id}`; }", OTHER)
    await page.locator("#composer").fill("She was rude the last time")
    await page.get_by_role("button", name="Claim", exact=True).first.click()
    await expect(reply).to_be_enabled()
    await expect(reply).to_have_attribute("aria-pressed", "false")


async def test_whoever_looks_on_sees_the_bots_words_arrive(page: Page) -> None:
    """
    As text alone, in the place of the message to come; only the message is read out.
    """
    await page.goto(page.url.replace(CONVERSATION, OTHER))
    transcript = page.locator("desk-transcript")
    words = transcript.locator(".draft")
    await expect(transcript.locator("[data-message-id]").first).to_be_visible()
    await expect(words).to_be_hidden()
    await happens(page, c=CONVERSATION, words="of another conversation")
    await happens(page, c=OTHER, words="Within <b>30")
    await expect(words.locator(".text")).to_have_text("Within <b>30")
    await expect(words).to_have_attribute("aria-hidden", "true")
    await happens(page, c=OTHER, words="Within 30 days")
    await expect(words.locator(".text")).to_have_text("Within 30 days")

    await happens(page, c=OTHER, text="Within 30 days, unused.", role="bot")
    message = transcript.locator("[data-message-id]").filter(has_text="Within 30 days, unused.")
    await expect(message).to_be_visible()
    await expect(words).to_be_hidden()

    await happens(page, c=OTHER, words="It costs")
    await expect(words).to_be_visible()
    await happens(page, c=OTHER, words="")
    await expect(words).to_be_hidden()
