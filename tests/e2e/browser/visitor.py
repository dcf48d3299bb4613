"""A visitor at a browser: what they see of the chat, and what they do in it."""

from datetime import timedelta
from urllib.parse import urlsplit

from playwright.async_api import Locator, Page, Request, expect

PATIENCE = timedelta(seconds=60)
"""The first answer after a start trains the bot's classifier, on a machine that may be busy."""


class Visitor:
    """Finds things as a screen reader does: by role and name."""

    def __init__(self, page: Page, chat_url: str) -> None:
        self.page = page
        self.chat_url = chat_url
        self.requested: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._note_request)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note_request(self, request: Request) -> None:
        if request.url.startswith(("http:", "https:")):
            self.requested.append(request.url)

    @property
    def origins(self) -> set[str]:
        """Where this page's requests went."""
        return {"{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in self.requested}

    async def open_chat(self) -> None:
        await self.page.goto(self.chat_url)
        await self.expect_status("Here to help")

    async def expect_status(self, text: str) -> None:
        await expect(self.page.locator(".status")).to_have_text(text)

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name="Write a message")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    def messages(self, role: str) -> Locator:
        return self.log.locator(f".{role}")

    @property
    def own(self) -> Locator:
        return self.messages("customer")

    @property
    def replies(self) -> Locator:
        return self.messages("bot")

    @property
    def quick_replies(self) -> Locator:
        return self.page.get_by_role("group", name="Suggested replies").last.get_by_role("button")

    async def say(self, text: str) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")

    async def choose(self, item: str) -> None:
        """Press an item of the header's menu."""
        await self.page.get_by_role("button", name="More").click()
        await self.page.locator("#menu").get_by_role("button", name=item).click()

    async def ask(self, text: str) -> Locator:
        """Say something and wait for the bot's next message."""
        before = await self.replies.count()
        await self.say(text)
        reply = self.replies.nth(before)
        await expect(reply).to_be_visible()
        return reply

    async def texts(self) -> list[str]:
        return await self.log.locator(".text").all_inner_texts()
