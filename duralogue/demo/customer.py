"""A customer at the public API, who hears everything that the event stream says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
from rich.console import Console

from domain.errors import RateLimited
from duralogue.chat_client import ChatClient, StreamEvent
from duralogue.demo.heard_events import HeardEvents


@dataclass
class Customer(HeardEvents):
    """Says something and waits for what comes of it."""

    chat: ChatClient
    console: Console
    called: str = "Ada"
    bot: str = "Ava"

    async def say(self, text: str, *, message_id: str | None = None) -> str:
        """Send it; where it was too fast, again under the same id, which is always safe."""
        message_id = message_id or uuid4().hex
        while True:
            try:
                return await self.chat.say(text, message_id=message_id)
            except RateLimited as refusal:
                await asyncio.sleep(refusal.retry_after.total_seconds())

    async def ask(self, text: str) -> dict[str, Any]:
        """Say it, and return the last thing the bot says in the turn that answers it."""
        message_id = await self.say(text)
        return await self.answer_to(message_id)

    async def answer_to(self, message_id: str) -> dict[str, Any]:
        event = await self.hears(
            lambda e: e.data.get("role") == "bot" and e.data.get("in_reply_to") == message_id
        )
        return event.data

    def said_by_bot(self) -> list[dict[str, Any]]:
        return [e.data for e in self.heard if e.data.get("role") == "bot"]

    def was_told(self, words: str) -> bool:
        return any(words in said["text"] for said in self.said_by_bot())

    def has_no_gaps(self) -> bool:
        return [e.seq for e in self.heard] == list(range(1, len(self.heard) + 1))

    async def listen(self) -> None:
        async for event in self.chat.events(0):
            self._print(event)
            await self.hear(event)

    def _print(self, event: StreamEvent) -> None:
        if event.kind != "message":
            return
        names = {
            "customer": f"[bold cyan]{self.called}[/]",
            "bot": f"[bold green]{self.bot}[/]",
            "system": "[dim]note[/]",
        }
        who = names.get(event.data["role"], f"[bold magenta]{event.data.get('sent_by')}[/]")
        self.console.print(f"  {who}: {event.data['text']}", highlight=False)
        for citation in event.data.get("citations", ()):
            self.console.print(f"       [dim]- {citation['title']}, {citation['heading']}[/]")
        if event.data.get("quick_replies"):
            self.console.print(f"       [dim]{' | '.join(event.data['quick_replies'])}[/]")


@asynccontextmanager
async def visiting(
    http: httpx.AsyncClient,
    tenant: str,
    console: Console,
    *,
    called: str = "Ada",
    bot: str = "Ava",
) -> AsyncIterator[Customer]:
    customer = Customer(await ChatClient.begin(http, tenant), console, called, bot)
    listening = asyncio.create_task(customer.listen())
    try:
        yield customer
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
