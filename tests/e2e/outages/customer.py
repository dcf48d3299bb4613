"""A customer over plain HTTP: nothing is retried for them, so that every refusal is seen."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.e2e.outages.product import TENANT

TENANT_PATH = f"/v1/tenants/{TENANT}"


@dataclass
class Customer:
    """One visitor's conversation, reached through whichever gateway is given."""

    conversation_id: str
    headers: dict[str, str]
    heard: list[dict[str, Any]] = field(default_factory=list)
    """Every event of the stream, with the `id` under which it came."""

    @classmethod
    async def enter(cls, gateway: httpx.AsyncClient) -> "Customer":
        made = (await gateway.post(f"{TENANT_PATH}/sessions")).raise_for_status().json()
        token = {"Authorization": f"Bearer {made['session_token']}"}
        return cls(made["conversation_id"], token)

    @property
    def path(self) -> str:
        return f"{TENANT_PATH}/conversations/{self.conversation_id}"

    async def say(
        self, gateway: httpx.AsyncClient, message_id: str, text: str = "hello"
    ) -> httpx.Response:
        body = {"message_id": message_id, "text": text}
        return await gateway.post(f"{self.path}/messages", json=body, headers=self.headers)

    @asynccontextmanager
    async def listening(self, gateway: httpx.AsyncClient, after: int = 0) -> AsyncIterator[None]:
        """One connection, never renewed: what it goes through, it survives."""
        opened = asyncio.Event()
        listener = asyncio.create_task(self._listen(gateway, after, opened))
        try:
            await opened.wait()
            yield
        finally:
            listener.cancel()
            await asyncio.gather(listener, return_exceptions=True)

    async def _listen(self, gateway: httpx.AsyncClient, after: int, opened: asyncio.Event) -> None:
        headers = {**self.headers, "Last-Event-ID": str(after)}
        stream = gateway.stream("GET", f"{self.path}/events", headers=headers)
        async with stream as response:
            response.raise_for_status()
            opened.set()
            number: str | None = None
            async for line in response.aiter_lines():
                name, _, value = line.partition(": ")
                if name == "id":
                    number = value
                elif name == "data":
                    self.heard.append({**json.loads(value), "id": number})
                elif not line:
                    number = None

    def notices(self) -> list[tuple[str, str]]:
        told = [event["data"] for event in self.heard if event["kind"] == "notice"]
        return [(notice["status"], notice["text"]) for notice in told]

    def answered(self) -> list[str]:
        """Which messages the bot has answered, in the order of its answers."""
        said = [event["data"] for event in self.heard if event["kind"] == "message"]
        return [
            message["in_reply_to"]
            for message in said
            if message["role"] == "bot" and message["in_reply_to"] is not None
        ]

    def numbers(self) -> list[int]:
        return [event["seq"] for event in self.heard if event["seq"] is not None]
