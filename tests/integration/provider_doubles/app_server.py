"""A stand-in of the app that a provider calls: it notes every call, and answers as it is told."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provider_doubles.serving import running_double


@dataclass
class Called:
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class AppServer:
    url: str = ""
    calls: list[Called] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    """Given in order; then 200 and nothing."""
    _arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, request: Request) -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        called = Called(request.url.path, headers, await request.body())
        async with self._arrived:
            self.calls.append(called)
            self._arrived.notify_all()
        return self.answers.pop(0) if self.answers else Response("")

    async def wait_for(self, count: int) -> list[Called]:
        async with asyncio.timeout(10), self._arrived:
            await self._arrived.wait_for(lambda: len(self.calls) >= count)
        return self.calls


@asynccontextmanager
async def running_app() -> AsyncIterator[AppServer]:
    app = AppServer()
    routes = [Route("/{path:path}", app.take, methods=["GET", "POST"])]
    async with running_double(Starlette(routes=routes)) as url:
        app.url = url
        yield app
