"""The Temporal UI as the how-to describes it, in a browser."""

import re
from pathlib import Path

from playwright.async_api import Browser, expect

from duralogue.embedded.stack import Stack
from tests.e2e.browser.visitor import PATIENCE, Visitor

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "operate-in-the-temporal-ui.md"
_PATIENCE_MS = PATIENCE.total_seconds() * 1000


async def test_the_list_says_where_conversations_stand(
    visitor: Visitor, browser: Browser, stack: Stack
) -> None:
    """
    The line that the page has pasted into the console is one that this UI understands, and the
    details are under the tab that the page names.
    """
    await visitor.ask("Where is my order A100002?")
    [columns] = re.findall(r"```js\n(localStorage.*?)\n```", HOW_TO.read_text(), re.DOTALL)
    context = await browser.new_context(viewport={"width": 1900, "height": 900})
    context.set_default_timeout(_PATIENCE_MS)
    page = await context.new_page()
    workflows = f"{stack.ports.temporal_ui_url}/namespaces/default/workflows"
    asked = "understood track_order, asked for order_email"

    await page.goto(workflows)
    await page.evaluate(columns)
    await page.goto(f'{workflows}?query=LastStep="{asked}"')
    row = page.get_by_role("row").filter(has_text=asked).first

    for shown in ("waiting_for_customer", "track_order", "acme", "web"):
        await expect(row).to_contain_text(shown)
    await row.get_by_role("link").first.click()
    await page.get_by_text("User Metadata", exact=True).first.click()
    details = page.frame_locator("iframe").last  # the UI fences Markdown off
    await expect(details.get_by_text("waiting for: slot order_email")).to_be_visible()
    await context.close()
