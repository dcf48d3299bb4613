"""Serving a double: uvicorn that can hang up without an answer, and stop listening for a while."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

HANG_UP = "provider_doubles.hang_up"
"""The ASGI extension by which a fault closes a connection without an answer."""
REFUSE = "provider_doubles.refuse"
"""The ASGI extension by which a fault stops the server from listening, for so many seconds."""

_KEPT_ALIVE_S = 30
"""Longer than callers keep an idle connection: who closes it first never cuts a request off."""


class _HangUpProtocol(H11Protocol):
    """HTTP/1.1 whose requests carry, as an extension, a function that closes their connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app = _with_hang_up(self.app, transport)


def _with_hang_up(app: ASGIApp, transport: asyncio.Transport) -> ASGIApp:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        extensions = {**scope.get("extensions", {}), HANG_UP: transport.abort}
        await app({**scope, "extensions": extensions}, receive, send)

    return application


class DoubleServer(uvicorn.Server):
    """`listening` is set once the double answers."""

    def __init__(self, app: Starlette, *, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(
            uvicorn.Config(
                self._with_refusal(app),
                host=host,
                port=port,
                http=_HangUpProtocol,
                access_log=False,
                timeout_keep_alive=_KEPT_ALIVE_S,
                log_level="warning",
                timeout_graceful_shutdown=2,
            )
        )
        self.listening = asyncio.Event()
        self._reopening: asyncio.Task[None] | None = None
        self._place = (host, port)

    def _with_refusal(self, app: ASGIApp) -> ASGIApp:
        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            extensions = {**scope.get("extensions", {}), REFUSE: self.refuse_for}
            await app({**scope, "extensions": extensions}, receive, send)

        return application

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._place = self.servers[0].sockets[0].getsockname()[:2]
        self.listening.set()

    @property
    def address(self) -> str:
        host, port = self._place
        return f"http://{host}:{port}"

    def refuse_for(self, seconds: float) -> None:
        """Refuse every new connection for so long; those that are open end now."""
        if self._reopening is not None and not self._reopening.done():
            return
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None:
                transport.close()
        self._reopening = asyncio.create_task(self._listen_again(seconds))

    async def _listen_again(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        if self.should_exit:
            return
        protocol = partial(
            _HangUpProtocol,
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
        )
        host, port = self._place
        self.servers = [
            await asyncio.get_running_loop().create_server(protocol, host, port, reuse_address=True)
        ]


@asynccontextmanager
async def running_double(
    app: Starlette, *, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[str]:
    """Serve the double inside this process and yield its base URL, without a slash at its end."""
    server = DoubleServer(app, host=host, port=port)
    serving = asyncio.create_task(server.serve())
    try:
        await server.listening.wait()
        yield server.address
    finally:
        server.should_exit = True
        await serving
