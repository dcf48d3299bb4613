"""A customer's page: its conversation's events, and the words of answers on their way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.e2e.http.visitor import Visitor
from tests.support import eventually, plain_http

_AGAIN_AFTER_S = 0.3


@dataclass
class Page:
    """What its stream has had, in order; a stream that is cut is taken up where it was."""

    url: str
    visitor: Visitor
    got: list[dict[str, Any]] = field(default_factory=list)

    @property
    def conversation_id(self) -> str:
        return self.visitor.conversation_id

    @property
    def events(self) -> list[dict[str, Any]]:
        """Those with a number."""
        return [one for one in self.got if one["seq"] is not None]

    @property
    def said(self) -> list[dict[str, Any]]:
        """By the bot."""
        spoken = [one["data"] for one in self.events if one["kind"] == "message"]
        return [data for data in spoken if data["role"] == "bot"]

    @property
    def shown(self) -> list[str]:
        """Each time the words of the draft, "" where they were withdrawn; then what was said."""
        shown, text = [], ""
        for one in self.got:
            data = one["data"]
            if one["kind"] == "draft":
                is_writing = data["status"] == "writing"
                text = (text[: data["start"]] + data["text"]) if is_writing else ""
                shown.append(text)
            elif one["kind"] == "message" and data["role"] == "bot":
                shown.append(f"said: {data['text']}")
        return shown

    def has_no_gaps(self) -> bool:
        """Whether every event came once and in order."""
        return [one["seq"] for one in self.events] == list(range(1, len(self.events) + 1))

    async def says(self, text: str) -> str:
        """Returned once the gateway has taken it."""
        message_id = uuid4().hex
        body = {"message_id": message_id, "text": text}
        async with plain_http(base_url=self.url, timeout=60) as http:
            path, headers = f"{self.visitor.path}/messages", self.visitor.headers
            (await http.post(path, json=body, headers=headers)).raise_for_status()
        return message_id

    async def asks(self, text: str) -> dict[str, Any]:
        """What the bot says to it."""
        return await self.answer_to(await self.says(text))

    async def answer_to(self, message_id: str) -> dict[str, Any]:
        """The first message of the bot's that answers it."""

        def answers() -> list[dict[str, Any]]:
            return [data for data in self.said if data["in_reply_to"] == message_id]

        await eventually(lambda: bool(answers()))
        return answers()[0]

    async def follow(self) -> None:
        """Until it is closed."""
        while True:
            after = self.events[-1]["seq"] if self.events else 0
            async with aclosing(self.visitor.follow(self.url, after)) as stream:
                async for one in stream:
                    self.got.append(one)
            await asyncio.sleep(_AGAIN_AFTER_S)


@asynccontextmanager
async def page_of(url: str, tenant: str) -> AsyncIterator[Page]:
    """Somebody in a new conversation."""
    page = Page(url, await Visitor.begin(url, tenant))
    following = asyncio.create_task(page.follow())
    try:
        yield page
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
