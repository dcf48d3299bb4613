"""A server on loopback that answers as a test says, and keeps what was asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class Answer:
    """What a call is answered. `is_reset` breaks the connection instead, `hangs` keeps it."""

    body: str = '{"ok": true, "ts": "1.2"}'
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    is_reset: bool = False
    hangs: bool = False


@dataclass
class Asked:
    method: str
    headers: dict[str, str]
    query: dict[str, str]
    body: str


@dataclass
class Server:
    """The next answer is that of `answers`, at the end its last."""

    answers: list[Answer] = field(default_factory=lambda: [Answer()])
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(
            Asked(
                request.match_info["method"],
                dict(request.headers),
                dict(request.query),
                await request.text(),
            )
        )
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer.hangs:
            await asyncio.sleep(30)
        if answer.is_reset and request.transport is not None:
            request.transport.abort()
        return web.Response(
            text=answer.body,
            status=answer.status,
            headers=answer.headers,
            content_type=answer.content_type,
        )


@asynccontextmanager
async def serving(**kept: Any) -> AsyncIterator[Server]:
    """On a free port of 127.0.0.1."""
    server = Server(**kept)
    app = web.Application()
    app.router.add_route("*", "/api/{method}", server.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    [address] = runner.addresses
    server.url = f"http://127.0.0.1:{address[1]}/api/"
    try:
        yield server
    finally:
        await runner.cleanup()
