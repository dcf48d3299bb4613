"""The widget in a page of the tenant's own."""

from pathlib import Path

import pytest
import yaml
from playwright.async_api import Page, expect

from tests.e2e.browser.conftest import REPOSITORY, NewVisitor
from tests.e2e.browser.product import RunningProduct
from tests.e2e.browser.visitor import Visitor

TENANT = REPOSITORY / "tenants" / "acme" / "tenant.yaml"
HOSTILE_STYLES = """
* { display: none !important; color: red; font-size: 60px }
html, body { display: block !important }
"""

SAY_ELSEWHERE = """async () => {
  const key = Object.keys(localStorage).find((name) => name.endsWith(":acme"));
  const { token, conversationId } = JSON.parse(localStorage.getItem(key)).session;
  const gateway = key.slice("duralogue:".length, -":acme".length);
  await fetch(`${gateway}/v1/tenants/acme/conversations/${conversationId}/messages`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ message_id: crypto.randomUUID(), text: "Do you ship to Norway?" }),
  });
}"""
"""As another tab of the same visitor's would."""


def an_allowed_origin(tenant: Path = TENANT) -> str:
    origins: list[str] = yaml.safe_load(tenant.read_text())["channels"]["web"]["allowed_origins"]
    return origins[0]


async def visit_shop(
    page: Page,
    origin: str,
    gateway: str,
    *,
    path: str = "/",
    styles: str = "",
    customer_token: str = "",
) -> None:
    """Open a page of another origin that embeds the chat by one script tag."""
    known = f' data-customer-token="{customer_token}"' if customer_token else ""
    html = (
        f"<!doctype html><title>A shop</title><style>{styles}</style><body><h1>A shop</h1>"
        f'<script src="{gateway}/widget/widget.js" data-tenant="acme"{known} async></script>'
    )
    shown = f"{origin}{path}"
    await page.route(shown, lambda route: route.fulfill(body=html, content_type="text/html"))
    await page.goto(shown)


@pytest.fixture
async def shopper(new_visitor: NewVisitor) -> Visitor:
    # A browser asks before a page of the internet may call this machine, where the product runs.
    return await new_visitor(permissions=["local-network-access"])


async def test_one_script_tag_puts_the_chat_into_a_page_of_the_tenant(
    shopper: Visitor, product: RunningProduct
) -> None:
    """
    Opened and closed by keyboard, and the focus goes where the attention is.
    """
    origin = an_allowed_origin()
    await visit_shop(shopper.page, origin, product.url)
    launcher = shopper.page.get_by_role("button", name="Open the chat with Ava")
    await launcher.press("Enter")
    await expect(shopper.field).to_be_focused()

    reply = await shopper.ask("How long do I have to return an item?")
    source = reply.locator("details.sources").get_by_role("link").first
    address = await source.get_attribute("href")
    assert address is not None
    assert address.startswith(f"{product.url}/help/acme/")
    await shopper.page.get_by_role("button", name="More").press("Enter")
    await shopper.page.keyboard.press("Escape")
    await expect(shopper.page.get_by_role("dialog")).to_have_count(1)
    await shopper.page.keyboard.press("Escape")

    await expect(shopper.page.get_by_role("dialog")).to_have_count(0)
    await expect(launcher).to_be_focused()
    await launcher.press("Enter")
    await expect(shopper.replies).to_have_count(1)
    shopper.requested = [url for url in shopper.requested if not url.startswith(origin)]


async def test_what_comes_while_the_panel_is_closed_is_counted_beside_the_button(
    shopper: Visitor, product: RunningProduct
) -> None:
    """
    Said politely, over the next page, and gone once the chat is opened.
    """
    origin = an_allowed_origin()
    await visit_shop(shopper.page, origin, product.url)
    launcher = shopper.page.get_by_role("button", name="Open the chat with Ava")
    await launcher.click()
    await shopper.ask("How long do I have to return an item?")
    await shopper.page.keyboard.press("Escape")
    await shopper.page.evaluate(SAY_ELSEWHERE)
    badge = shopper.page.get_by_role("status").filter(has_text="1 new message")
    await expect(badge).to_be_visible()
    await expect(shopper.page).to_have_title("(1) A shop")

    await visit_shop(shopper.page, origin, product.url)
    await expect(badge).to_be_visible()
    await launcher.click()

    await expect(badge).to_have_count(0)
    await expect(shopper.page).to_have_title("A shop")
    shopper.requested = [url for url in shopper.requested if not url.startswith(origin)]


async def test_the_page_around_it_cannot_break_the_chat(
    shopper: Visitor, product: RunningProduct
) -> None:
    """
    Pages in the wild style everything; the chat lives in a tree of its own.
    """
    origin = an_allowed_origin()
    await visit_shop(shopper.page, origin, product.url, styles=HOSTILE_STYLES)
    await shopper.page.get_by_role("button", name="Open the chat with Ava").click()

    reply = await shopper.ask("How long do I have to return an item?")

    size = await reply.locator(".text").evaluate("text => getComputedStyle(text).fontSize")
    assert size == "15px"
    shopper.requested = [url for url in shopper.requested if not url.startswith(origin)]


async def test_what_a_customer_could_not_send_is_not_the_next_ones_at_the_same_browser(
    shopper: Visitor, product: RunningProduct
) -> None:
    """
    Somebody at a shared computer wrote in an outage and left. Neither who signs in next nor who
    does not sign in may see it, let alone say it.
    """
    origin = an_allowed_origin()
    launcher = shopper.page.get_by_role("button", name="Open the chat with Ava")
    await visit_shop(
        shopper.page, origin, product.url, customer_token=product.customer_token("cust-ada")
    )
    await launcher.click()
    await shopper.ask("How long do I have to return an item?")
    await shopper.page.route("**/conversations/*/messages", lambda route: route.abort())
    await shopper.say("Where is my order A100002?")
    await expect(shopper.own).to_have_count(2)

    for somebody in (product.customer_token("cust-bob"), ""):
        await visit_shop(shopper.page, origin, product.url, customer_token=somebody)
        await shopper.page.unroute("**/conversations/*/messages")
        await launcher.click()
        await shopper.ask("Do you ship to Norway?")
        assert await shopper.own.locator(".text").all_inner_texts() == ["Do you ship to Norway?"]
    shopper.requested = [url for url in shopper.requested if not url.startswith(origin)]


async def test_a_page_that_the_tenant_did_not_name_gets_no_chat(
    shopper: Visitor, product: RunningProduct
) -> None:
    """
    Anybody can copy the script tag; the gateway answers to the tenant's pages only.
    """
    origin = "https://phishing.example"
    async with shopper.page.expect_event(
        "requestfailed", lambda request: request.url.endswith("/branding")
    ):
        await visit_shop(shopper.page, origin, product.url)

    await expect(shopper.page.get_by_role("button")).to_have_count(0)
    shopper.requested = [url for url in shopper.requested if not url.startswith(origin)]
