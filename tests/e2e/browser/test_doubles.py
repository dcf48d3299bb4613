"""The pages on which a newcomer plays Slack and a phone, without the rest of the product."""

import asyncio
import base64
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect
from slack_sdk.web.async_client import AsyncWebClient
from starlette.responses import JSONResponse

from provider_doubles.serving import running_double
from provider_doubles.slack import SlackSettings, create_slack_double
from provider_doubles.twilio import TwilioSettings, create_twilio_double
from tests.integration.provider_doubles.app_server import AppServer, running_app

REPOSITORY = Path(__file__).parents[3]
AXE = REPOSITORY / "web" / "node_modules" / "axe-core" / "axe.min.js"
NARROW = {"width": 360, "height": 740}
HOSTILE = "<img src=x onerror=alert(1)> *not <b>bold</b>*"
BLOCKS: list[dict[str, Any]] = [
    {"type": "header", "text": {"type": "plain_text", "text": "Your order"}},
    {"type": "section", "text": {"type": "mrkdwn", "text": "*A-1* is on its way &amp; soon there"}},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "choose",
                "text": {"type": "plain_text", "text": "Return it"},
                "value": "return",
            }
        ],
    },
]
FORM = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "A return"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "reason",
            "label": {"type": "plain_text", "text": "Why?"},
            "element": {"type": "plain_text_input", "action_id": "why"},
        }
    ],
}
Open = Callable[..., Awaitable[Page]]


@pytest.fixture
async def app() -> AsyncIterator[AppServer]:
    async with running_app() as served:
        yield served


@pytest.fixture
async def open_page(browser: Browser) -> AsyncIterator[Open]:
    """Nothing may be asked of anybody else, and no script may fail."""
    strange: list[str] = []
    pages: list[Page] = []

    async def make(url: str, **profile: Any) -> Page:
        context = await browser.new_context(bypass_csp=False, **profile)
        page = await context.new_page()
        page.on("pageerror", lambda error: strange.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(url) else strange.append(asked.url),
        )
        await page.goto(url)
        pages.append(page)
        return page

    yield make
    for page in pages:
        await page.context.close()
    assert strange == []


@pytest.fixture
async def slack(app: AppServer) -> AsyncIterator[str]:
    async with running_double(create_slack_double(SlackSettings(request_url=app.url))) as url:
        yield url


def client_of(slack: str) -> AsyncWebClient:
    return AsyncWebClient("xoxb-double-bot-token", base_url=f"{slack}/api/", retry_handlers=[])


async def violations(page: Page) -> Any:
    """What axe finds. The page's own policy lets no script in: the file is read by the browser."""
    await page.evaluate(AXE.read_text())
    return await page.evaluate("async () => (await axe.run()).violations")


async def test_a_thread_is_played(app: AppServer, slack: str, open_page: Open) -> None:
    page = await open_page(slack)
    await page.get_by_role("button", name="#help").click()
    await page.get_by_role("textbox", name="Message").fill(HOSTILE)
    await page.get_by_role("button", name="Send").click()
    said = page.get_by_role("log", name="Messages").get_by_role("article")
    await expect(said).to_contain_text("<img src=x onerror=alert(1)>")
    ts = (await app.wait_for(1))[0].body.decode().split('"ts": "')[1].split('"')[0]
    await client_of(slack).chat_postMessage(
        channel="C0HELP0000", thread_ts=ts, text="Your order", blocks=BLOCKS
    )
    await page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("log", name="Thread")
    await expect(thread.get_by_role("heading", name="Your order")).to_be_visible()
    await expect(thread).to_contain_text("A-1 is on its way & soon there")
    await thread.get_by_role("button", name="Return it").click()
    async with asyncio.timeout(10):
        await app.wait_for(3)
    assert any(each.path == "/interactions" for each in app.calls)


async def test_a_form_is_filled_in(app: AppServer, slack: str, open_page: Open) -> None:
    client = client_of(slack)
    await client.chat_postMessage(channel="U0ADA00001", text="Your order", blocks=BLOCKS)
    page = await open_page(slack)
    await page.get_by_role("button", name="Return it").click()
    calls = await app.wait_for(2)
    body = next(each.body.decode() for each in calls if each.path == "/interactions")
    found = re.search(r"trigger_id%22%3A\+?%22([0-9a-f.]+)", body)
    assert found is not None
    await client.views_open(trigger_id=found[1], view=FORM)
    form = page.get_by_role("dialog")
    await form.get_by_label("Why?").fill("Too small")
    wrong = {"response_action": "errors", "errors": {"reason": "Say more"}}
    app.answers = [JSONResponse(wrong)]
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_contain_text("Say more")
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_be_hidden()


async def test_an_edit_a_deletion_and_a_command(
    app: AppServer, slack: str, open_page: Open
) -> None:
    page = await open_page(slack)
    words = page.get_by_role("textbox", name="Message", exact=True)
    await words.fill("Helo")
    await words.press("Enter")
    said = page.get_by_role("log", name="Messages").get_by_role("article")
    await said.get_by_role("button", name="Edit").click()
    await said.get_by_label("Your message").fill("Hello")
    await said.get_by_role("button", name="Save").click()
    await expect(said).to_contain_text("(edited)")
    await said.get_by_role("button", name="Delete").click()
    await expect(said).to_have_count(0)
    await words.fill("/support where is it")
    await words.press("Enter")
    assert "/commands" in [each.path for each in await app.wait_for(4)]


async def test_a_phone_is_played(app: AppServer, open_page: Open) -> None:
    settings = TwilioSettings(request_url=f"{app.url}/messages")
    double = create_twilio_double(settings)
    async with running_double(double) as url:
        page = await open_page(url)
        await page.get_by_role("textbox", name="Message").fill(HOSTILE)
        await page.get_by_role("button", name="Send").click()
        messages = page.get_by_role("log")
        await expect(messages).to_contain_text("<img src=x onerror=alert(1)>")
        form: dict[str, str | float | bool] = {
            "To": "+15550111111",
            "From": settings.numbers[0],
            "Body": "Which?\n1. A\n2. B",
        }
        api = f"{url}/2010-04-01/Accounts/{settings.account_sid}/Messages.json"
        asked = page.context.request
        auth = {"Authorization": _basic(settings)}
        assert (await asked.post(api, form=form, headers=auth)).status == 201
        await expect(messages).to_contain_text("1 segment, GSM-7 · delivered")
        await page.get_by_role("button", name="Reply 2").click()
        await app.wait_for(2)
        await page.get_by_role("button", name="STOP").click()
        await expect(page.get_by_text("You have said STOP")).to_be_visible()
        assert (await asked.post(api, form=form, headers=auth)).status == 400


def _basic(settings: TwilioSettings) -> str:

    text = f"{settings.account_sid}:{settings.auth_token}"
    return f"Basic {base64.b64encode(text.encode()).decode()}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_pages_are_accessible_and_fit(
    app: AppServer, slack: str, open_page: Open, scheme: str
) -> None:
    client = client_of(slack)
    root = await client.chat_postMessage(channel="U0ADA00001", text="Your order", blocks=BLOCKS)
    await client.chat_postMessage(channel=root["channel"], thread_ts=root["ts"], text="More")
    async with running_double(create_twilio_double()) as phone:
        for url in (slack, phone):
            page = await open_page(url, viewport=NARROW, color_scheme=scheme)
            if url == slack:
                await page.get_by_role("button", name="1 reply").click()
            assert await violations(page) == []
            assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
