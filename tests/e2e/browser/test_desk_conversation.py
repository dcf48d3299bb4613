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


async def customer_says(page: Page, text: str) -> None:
    place = urlsplit(page.url)
    query = urlencode({"c": CONVERSATION, "text": text})
    await page.request.get(f"{place.scheme}://{place.netloc}/desk-says?{query}")


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
