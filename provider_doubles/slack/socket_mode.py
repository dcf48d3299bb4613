"""Slack's Socket Mode as a server on loopback: calls go out over a WebSocket, and come back
acknowledged. What is not acknowledged goes out again over the next connection, as Slack does."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

TOKEN = "xapp-1-A0FFV41KK-1-double"  # noqa: S105 - a double's
_TICKET = "a-ticket"


class SocketModeDouble:
    """`apps.connections.open` and the connection that it leads to."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, Any] = {}
        """Envelope id → the answer that came with the acknowledgement, or None."""
        self.connections = 0
        self.refusal: str | None = None
        """What `apps.connections.open` answers instead, such as "ratelimited"."""
        self.url = ""
        self._numbers = count(1)
        self._waiting: dict[str, dict[str, Any]] = {}
        self._open: web.WebSocketResponse | None = None
        self._changed = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """On a free port of loopback; the address is what `api_url` is to be."""
        app = web.Application()
        app.router.add_post("/api/apps.connections.open", self._opened)
        app.router.add_get("/link", self._linked)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        [address] = runner.addresses
        self.url = f"http://127.0.0.1:{address[1]}"
        try:
            yield f"{self.url}/api/"
        finally:
            await self.drop()
            await runner.cleanup()

    async def send(self, kind: str, payload: Mapping[str, Any]) -> str:
        """`kind` is events_api, interactive or slash_commands. The envelope's id."""
        envelope_id = f"envelope-{next(self._numbers)}"
        self._waiting[envelope_id] = {
            "type": kind,
            "envelope_id": envelope_id,
            "payload": dict(payload),
            "accepts_response_payload": kind != "events_api",
        }
        await self._send(self._waiting[envelope_id])
        return envelope_id

    async def ask_to_reconnect(self) -> None:
        """As Slack does every few hours."""
        await self._send({"type": "disconnect", "reason": "refresh_requested"})

    async def drop(self) -> None:
        """Close the connection without a word."""
        if self._open is not None:
            await self._open.close()

    async def until(self, *envelope_ids: str, connections: int = 0) -> None:
        """Wait until these are acknowledged, and so often somebody has connected."""
        while not self.acknowledged.keys() >= set(envelope_ids) or self.connections < connections:
            self._changed.clear()
            await self._changed.wait()

    async def _send(self, message: Mapping[str, Any]) -> None:
        if self._open is not None and not self._open.closed:
            await self._open.send_json(message)

    async def _opened(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if self.refusal is not None:
            return web.json_response({"ok": False, "error": self.refusal})
        link = f"{self.url.replace('http', 'ws', 1)}/link?ticket={_TICKET}"
        return web.json_response({"ok": True, "url": link})

    async def _linked(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("ticket") != _TICKET:
            raise web.HTTPForbidden
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._open = socket
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.connections += 1
        self._changed.set()
        for waiting in list(self._waiting.values()):
            await socket.send_json({**waiting, "retry_attempt": 1, "retry_reason": "timeout"})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._acknowledge(json.loads(message.data))
        return socket

    def _acknowledge(self, answer: Mapping[str, Any]) -> None:
        envelope_id = answer["envelope_id"]
        self._waiting.pop(envelope_id, None)
        self.acknowledged[envelope_id] = answer.get("payload")
        self._changed.set()
