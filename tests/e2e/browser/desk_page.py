"""An agent at the desk in a browser: what they do there, and what it shows them."""

import re
from dataclasses import dataclass
from typing import Any, Final

from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.browser.desk_team import TENANT, Member, Team

UNDO_MS: Final = 5_100
_EXPECTED: Final = (
    "the server responded with a status of 4",
    "the server responded with a status of 503",
    "net::ERR_",
)
"""
Refusals that the page tells its agent about, a gateway too busy for now, and cut connections are
noted by Chromium too.
"""


@dataclass(frozen=True)
class Shown:
    """All that could contradict the API."""

    counts: dict[str, int]
    rows: list[tuple[str, str, str]]
    """Of the list: the handoff, the words in it, who has it."""
    said: list[tuple[str, str]]
    """Of the open conversation: message, its words."""
    notes: list[str]
    owner: str
    """"me", a colleague's name, "waiting", or "bot" for whoever is not a person."""


_READ = """() => {
  const text = (node) => node?.textContent.trim() ?? "";
  const counts = {};
  for (const tab of document.querySelectorAll("nav.views .tab")) {
    const count = text(tab.querySelector(".count"));
    const kind = tab.querySelector(".count")?.classList[1];
    if (kind) counts[kind] = Number(count);
  }
  const rows = [...document.querySelectorAll(".rows > li")].map((row) => [
    row.dataset.id, text(row.querySelector(".row-text")),
    text(row.querySelector(".row-signs .sign.owner")),
  ]);
  const log = document.querySelector("desk-transcript")?.shadowRoot;
  const said = [...(log?.querySelectorAll(".message:not(.pending)") ?? [])].map((one) => [
    one.dataset.messageId, text(one.querySelector(".text"))]);
  const notes = [...(log?.querySelectorAll(".team-note .text") ?? [])].map(text);
  const own = [...document.querySelectorAll(".talk-acts > button")].map(text);
  return { counts, rows, said, notes, owner: own.includes("Resolve") ? "me" : text(
    document.querySelector(".banner p")) };
}"""
_OWNED: Final = re.compile(r"(.{1,128}) has this conversation\.")


class DeskPage:
    """Finds things as a screen reader does: by role and name."""

    def __init__(self, page: Page, member: Member, url: str) -> None:
        self.page = page
        self.member = member
        self.url = url
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._note)

    def _note(self, said: Any) -> None:
        if said.type == "error" and not any(each in said.text for each in _EXPECTED):
            self.errors.append(said.text)

    async def sign_in(self) -> None:
        """As people do: on the sign-in page, into a cookie."""
        await self.page.goto(f"{self.url}/desk/{TENANT}/sign-in")
        await self.page.locator("details summary").click()
        await self.page.locator("input[name=token]").fill(self.member.token)
        await self.page.locator("input[name=token]").press("Enter")
        await expect(self.page.get_by_role("main")).to_be_visible()
        await self.is_live()

    async def is_live(self) -> None:
        """It has its lists and hears every event."""
        await expect(self.page.locator(".connection.live")).to_be_attached()

    def row(self, conversation: str) -> Locator:
        return self.page.locator(f"[data-handoff^='{conversation}']")

    async def open(self, conversation: str) -> None:
        await self.row(conversation).click()
        await expect(self.page.locator("desk-transcript")).to_be_visible()

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).first.click()

    async def claim(self) -> None:
        """And have it: what is written now is for the customer."""
        await self.press("Claim")
        await expect(self.page.get_by_role("button", name="Resolve", exact=True)).to_be_visible()

    async def choose(self, name: str) -> None:
        """Press an item of the conversation's menu."""
        await self.page.locator("summary[aria-label=More]").click()
        await self.page.locator(".menu-list").get_by_role("button", name=name).click()

    @property
    def composer(self) -> Locator:
        return self.page.locator("#composer")

    @property
    def reply(self) -> Locator:
        """Pressed where what is written is for the customer, and not a note."""
        return self.page.locator(".kinds").get_by_role("button", name="Reply", exact=True)

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def banner(self) -> Locator:
        return self.page.locator(".banner")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def toast(self) -> Locator:
        return self.page.locator(".toast").last

    async def write(self, text: str) -> None:
        await self.composer.fill(text)
        await self.composer.press("Enter")

    async def no_undo(self) -> None:
        """Let the seconds go by in which it could have been undone."""
        await self.page.clock.fast_forward(UNDO_MS)

    async def confirm(self) -> None:
        """Send the dialog, and let it be done."""
        await self.dialog.locator("button[type=submit]").click()
        await expect(self.dialog).to_have_count(0)
        await self.no_undo()

    async def shown(self) -> Shown:
        found = await self.page.evaluate(_READ)
        return Shown(
            found["counts"],
            [tuple(row) for row in found["rows"]],
            [tuple(each) for each in found["said"]],
            found["notes"],
            _owner(found["owner"]),
        )


def _owner(words: str) -> str:
    if words.startswith(("Waiting for", "Offered to")):
        return "waiting"
    owned = _OWNED.fullmatch(words)
    if owned and owned[1] != "The bot":
        return owned[1]
    return words if words == "me" else "bot"


async def desk_of(browser: Browser, team: Team, member: Member, **profile: Any) -> DeskPage:
    context = await browser.new_context(**{"locale": "en-GB", **profile})
    page = await context.new_page()
    await page.clock.install()
    desk = DeskPage(page, member, team.url)
    await desk.sign_in()
    return desk
