"""Serving the shop: uvicorn, with a way to hang up on a caller without an answer."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from example_shop.app import create_app
from example_shop.faults import HANG_UP
from example_shop.settings import ShopSettings

_KEPT_ALIVE_S = 30
"""Longer than callers keep an idle connection: who closes it first never cuts a request off."""


class _HangUpProtocol(H11Protocol):
    """HTTP/1.1 whose requests carry, as an extension, a function that closes their connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app = _with_hang_up(self.app, transport)


def _with_hang_up(app: ASGIApp, transport: asyncio.Transport) -> ASGIApp:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        extensions = {**scope.get("extensions", {}), HANG_UP: transport.close}
        await app({**scope, "extensions": extensions}, receive, send)

    return application


class ShopServer(uvicorn.Server):
    """`listening` is set once the shop answers; uvicorn ends the process if it cannot start."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    @property
    def address(self) -> str:
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"


def build_server(settings: ShopSettings) -> ShopServer:
    return ShopServer(
        uvicorn.Config(
            create_app(settings),
            host=settings.host,
            port=settings.port,
            http=_HangUpProtocol,
            access_log=False,
            timeout_keep_alive=_KEPT_ALIVE_S,
            log_level="warning",
            timeout_graceful_shutdown=5,
        )
    )


@asynccontextmanager
async def running_shop(settings: ShopSettings) -> AsyncIterator[str]:
    """Serve the shop inside this process and yield its base URL."""
    server = build_server(settings)
    serving = asyncio.create_task(server.serve())
    try:
        await server.listening.wait()
        yield server.address
    finally:
        server.should_exit = True
        await serving
