"""Every view of the running desk, and its pages that are plain forms: no barrier, not too wide."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from duralogue.demo.customer import Customer
from tests.e2e.browser.conftest import REPOSITORY
from tests.e2e.browser.desk_page import DeskPage, desk_of
from tests.e2e.browser.desk_team import TENANT, Team

AXE = REPOSITORY / "web" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = 360
LOOKS = (("light", 1366), ("dark", 1366), ("light", PHONE))
FORMS = (
    "sign-in",
    "account",
    "settings",
    "settings/queues",
    "settings/queue?name=support",
    "reports",
    "audit",
)


@pytest.fixture
async def sue(browser: Browser, team: Team) -> AsyncIterator[DeskPage]:
    desk = await desk_of(browser, team, team.sue, reduced_motion="reduce")
    yield desk
    await desk.page.context.close()
    assert desk.errors == []


async def barriers(page: Page) -> list[str]:
    """Of the page as it stands, in each look; and whether it is wider than a phone."""
    await page.evaluate(AXE.read_text())
    found = []
    for scheme, width in LOOKS:
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        await page.set_viewport_size({"width": width, "height": 768})
        violations = await page.evaluate("async () => (await axe.run()).violations")
        found += [
            f"{scheme}, {width} px: {each['id']} {each['nodes'][0]['html']}" for each in violations
        ]
        if await page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{scheme}, {width} px: wider than the screen")
    await page.set_viewport_size({"width": 1366, "height": 768})
    return found


async def test_no_view_of_the_desk_has_a_barrier(sue: DeskPage, bob: Customer) -> None:
    """
    Queue, conversation, customer, timeline, search, approvals and wall.
    """
    conversation = bob.chat.visit.conversation_id
    await expect(sue.row(conversation)).to_be_visible()
    found = {"queue": await barriers(sue.page)}
    await sue.open(conversation)
    await sue.claim()
    found["conversation"] = await barriers(sue.page)
    await sue.press("Timeline")
    await expect(sue.page.locator(".timeline .step").first).to_be_visible()
    found["timeline"] = await barriers(sue.page)
    for name, there in (("Search", "#desk-search"), ("Approvals", "h2"), ("Wall", ".figures")):
        await (
            sue.page.get_by_role("navigation", name="Areas")
            .get_by_role("button", name=name)
            .click()
        )
        await expect(sue.page.locator(f"main {there}").first).to_be_visible()
        found[name] = await barriers(sue.page)

    assert {name: each for name, each in found.items() if each} == {}


async def test_no_form_of_the_desk_has_a_barrier(sue: DeskPage, team: Team) -> None:
    """
    Signing in, one's own account, settings, queues, reports; the audit log is refused in the
    same dress.
    """
    found = {}
    for form in FORMS:
        answer = await sue.page.goto(f"{team.url}/desk/{TENANT}/{form}")
        assert answer is not None
        assert answer.status in {200, 403}, f"{form}: {answer.status}"
        found[form] = await barriers(sue.page)

    assert {name: each for name, each in found.items() if each} == {}
