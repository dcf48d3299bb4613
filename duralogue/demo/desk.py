"""The desk's API as one of the staff uses it: lists, notes, replies, and its event stream."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx

from duralogue.chat_client import parse_event
from duralogue.demo.heard_events import HeardEvents
from duralogue.polling import eventually


class Desk(HeardEvents):
    """Somebody's open desk. What changes for them, they hear of without asking."""

    def __init__(self, http: httpx.AsyncClient, tenant: str, token: str) -> None:
        super().__init__()
        self._http = http
        self._path = f"/v1/tenants/{tenant}/desk"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._is_open = asyncio.Event()
        self.name = ""
        """Of whoever sits before it."""

    async def begin(self) -> None:
        self.name = (await self._get("me"))["name"]

    async def be_available(self) -> None:
        """For two minutes: a page would send its heartbeat again and again."""
        await self._send("PUT", "presence", {"presence": "available"})
        await self._send("POST", "heartbeat", {"touched": True})

    async def presence_of(self, name: str) -> str:
        agents = (await self._get("agents"))["agents"]
        return str(next(each["presence"] for each in agents if each["agent"] == name))

    async def listed(self, view: str) -> list[str]:
        """The conversations of a view."""
        found = await self._get("handoffs", view=view)
        return [each["conversation_id"] for each in found["handoffs"]]

    async def opened(self, conversation_id: str) -> dict[str, Any]:
        return await self._get(f"conversations/{conversation_id}")

    async def note(self, conversation_id: str, text: str, *, mentions: list[str]) -> None:
        body = {"note_id": uuid4().hex, "text": text, "mentions": mentions}
        await self._send("POST", f"conversations/{conversation_id}/notes", body)

    async def keep_reply(self, name: str, text: str) -> None:
        """A text that every agent has at hand."""
        body = {"title": name.capitalize(), "text": text, "locale": "en"}
        await self._send("PUT", f"canned-replies/{name}", body)

    async def canned_reply(self, name: str, conversation_id: str) -> str:
        """Filled with what is known of the conversation."""
        found = await self._get("canned-replies", conversation=conversation_id)
        return str(next(each["filled"] for each in found["replies"] if each["name"] == name))

    async def suggestion(self, conversation_id: str) -> dict[str, Any]:
        """Asked for again while nobody has the time to make one."""

        async def ask() -> dict[str, Any] | None:
            path = f"conversations/{conversation_id}/suggestion"
            try:
                return await self._send("POST", path, {})
            except httpx.HTTPStatusError as refused:
                if refused.response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    raise
                return None

        return await eventually(ask)

    async def follow(self) -> None:
        headers = {**self._headers, "Accept": "text/event-stream"}
        async with self._http.stream("GET", f"{self._path}/events", headers=headers) as response:
            response.raise_for_status()
            lines: list[str] = []
            async for line in response.aiter_lines():
                if line:
                    lines.append(line)
                    continue
                self._is_open.set()
                if (event := parse_event(lines)) is not None:
                    await self.hear(event)
                lines = []

    async def has_opened(self) -> None:
        await self._is_open.wait()

    async def _get(self, path: str, **query: str) -> dict[str, Any]:
        return await self._send("GET", path, None, **query)

    async def _send(
        self, method: str, path: str, body: dict[str, Any] | None, **query: str
    ) -> dict[str, Any]:
        response = await self._http.request(
            method, f"{self._path}/{path}", json=body, params=query, headers=self._headers
        )
        response.raise_for_status()
        return dict(response.json()) if response.content else {}


@asynccontextmanager
async def open_desk(http: httpx.AsyncClient, tenant: str, token: str) -> AsyncIterator[Desk]:
    """A desk that follows its events until the block is left."""
    desk = Desk(http, tenant, token)
    following = asyncio.create_task(desk.follow())
    try:
        async with asyncio.timeout(30):
            await desk.has_opened()
            await desk.begin()
        yield desk
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
