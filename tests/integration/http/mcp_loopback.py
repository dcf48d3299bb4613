"""An MCP server on loopback, as it may behave: either era, faulty, or behind OAuth."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import httpx
import uvicorn

from infra.http.backends import FixedBackends, TenantBackends
from infra.http.connections import open_client
from infra.http.mcp.visits import ConnectedVisits
from infra.memory.mcp_sign_ins import MemoryMcpSignIns
from tests.fakes.mcp_servers import Bistro
from tests.support import eventually

Asgi = Callable[..., Awaitable[None]]
TOKEN = "token-of-acme"


class Door:
    """Stands before the server: `answer` may answer in its place, and `seen` are the requests."""

    def __init__(self, app: Asgi, *, legacy: bool = False) -> None:
        self._app = app
        self._legacy = legacy
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        self.answer: Callable[[str, dict[str, str]], tuple[int, dict[str, str], bytes] | None] = (
            lambda _path, _headers: None
        )
        self.bodies: list[bytes] = []
        self.hangs = False
        self.pours: Callable[[int], bytes] | None = None
        """What a stream holds that answers a call and never ends; by number."""

    def calls(self) -> int:
        """How many requests to call a tool came."""
        return sum(headers.get("x-rpc") == "tools/call" for _, _, headers in self.seen)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        body, receive = await _whole(receive)
        headers["x-rpc"], headers["x-id"] = _asked(body)
        self.seen.append((scope["method"], scope["path"], headers))
        self.bodies.append(body)
        if self._legacy and "mcp-method" in headers:
            await _say(send, 404, {}, b"")
            return
        if self.hangs and headers["x-rpc"] == "tools/call":
            await asyncio.sleep(30)
        if self.pours is not None and headers["x-rpc"] == "tools/call":
            await _pour(send, self.pours)
        own = self.answer(scope["path"], headers)
        if own is not None:
            await _say(send, *own)
            return
        await self._app(scope, receive, send)


async def _whole(receive: Any) -> tuple[bytes, Any]:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    given = False

    async def again() -> Any:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return body, again


def _asked(body: bytes) -> tuple[str, str]:
    """The method, and the id as JSON."""
    try:
        asked = json.loads(body)
    except ValueError:
        return "", ""
    return str(asked.get("method", "")), json.dumps(asked.get("id"))


async def _pour(send: Any, piece: Callable[[int], bytes]) -> None:
    """Until whoever listens has gone, and the server with it."""
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for number in count():
        await send({"type": "http.response.body", "body": piece(number), "more_body": True})
        await asyncio.sleep(0.01)


async def _say(send: Any, status: int, headers: dict[str, str], body: bytes) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def as_json(status: int, **body: Any) -> tuple[int, dict[str, str], bytes]:
    """An answer of the door's own."""
    return status, {"content-type": "application/json"}, json.dumps(body).encode()


@asynccontextmanager
async def on_loopback(bistro: Bistro, *, legacy: bool = False) -> AsyncIterator[tuple[str, Door]]:
    """The server's address, and its door."""
    door = Door(bistro.server.streamable_http_app(), legacy=legacy)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(door, log_level="critical", lifespan="on")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    await eventually(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/mcp", door
    finally:
        server.should_exit = server.force_exit = True
        await serving


@asynccontextmanager
async def visits_at(
    url: str, sign_ins: MemoryMcpSignIns | None = None, **backends: Any
) -> AsyncIterator[ConnectedVisits]:
    """As a worker opens sessions: with our own connections, and the tenant's address."""
    found = {"acme": TenantBackends(servers={"bistro": url}, **backends)}
    async with open_client() as client:
        yield ConnectedVisits(client, FixedBackends(found), sign_ins or MemoryMcpSignIns())


def parts_of(url: str) -> httpx.URL:
    """The address as a URL, for its parts."""
    return httpx.URL(url)


def protected(door: Door, url: str, *, token_at: str = "") -> list[str]:
    """Put the server behind OAuth; returns the paths of what was asked to sign in, as it comes."""
    base = str(parts_of(url).copy_with(path="/"))[:-1]
    asked: list[str] = []
    metadata = {
        "issuer": base,
        "authorization_endpoint": f"{base}/authorize",
        "token_endpoint": token_at or f"{base}/token",
        "registration_endpoint": f"{base}/register",
        "response_types_supported": ["code"],
        "grant_types_supported": ["client_credentials", "authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
    }

    def answer(path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes] | None:
        if path.startswith("/.well-known/oauth-protected-resource"):
            return as_json(200, resource=url, authorization_servers=[base])
        if path.startswith("/.well-known/"):
            return as_json(200, **metadata)
        if path == "/register":
            asked.append(path)
            return as_json(201, client_id="c1", redirect_uris=[_redirect_to(door)])
        if path == "/token":
            asked.append(path)
            return as_json(200, access_token=TOKEN, token_type="Bearer", expires_in=600)
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {"www-authenticate": "Bearer"}, b""
        return None

    door.answer = answer
    return asked


def _redirect_to(door: Door) -> str:
    return str(json.loads(door.bodies[-1])["redirect_uris"][0])
