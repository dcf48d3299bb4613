"""Signing in to an MCP server in a browser: the answer comes to an address of this machine."""

import asyncio
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from mcp.client.auth import AuthorizationCodeResult

from domain.errors import ConfigurationError
from domain.mcp_sign_ins import McpSignIn
from duralogue.mcp_servers import open_servers
from infra.http.mcp.exchange import Exchange
from infra.http.mcp.sign_in import SealedTokens, authorization_code
from infra.settings import Settings

_WITHIN = 300.0
_LONGEST_REQUEST = 8_192
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
    b"You can close this window."
)


async def sign_in(
    settings: Settings,
    tenant_id: str,
    server: str,
    url: str,
    *,
    show: Callable[[str], None],
) -> None:
    """Show the address to open; once the operator has agreed there, the tokens are kept sealed.

    Raise ConfigurationError where nobody agrees within five minutes.
    """
    browser = _Browser(show)
    listening = await asyncio.start_server(browser.heard, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with listening, open_servers(settings) as servers:
        kept = await servers.sign_ins.of(tenant_id, server)
        auth = authorization_code(
            url,
            kept or McpSignIn(grant="authorization_code"),
            SealedTokens(servers.sign_ins, tenant_id, server),
            redirect_to=f"http://127.0.0.1:{port}/callback",
            show=browser.shown,
            answered=browser.result,
        )
        async with servers.visits.open(tenant_id, server, Exchange(server), auth) as visit:
            await visit.listed()


class _Browser:
    """The operator's, which comes back with what they have agreed to."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        loop = asyncio.get_running_loop()
        self._answered: asyncio.Future[AuthorizationCodeResult] = loop.create_future()

    async def shown(self, address: str) -> None:
        self._show(address)

    async def heard(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request of the browser's."""
        try:
            line = await asyncio.wait_for(reader.readline(), timeout=10)
            found = _result(line[:_LONGEST_REQUEST])
            if found is not None and not self._answered.done():
                self._answered.set_result(found)
            writer.write(_ANSWER)
            await writer.drain()
        finally:
            writer.close()

    async def result(self) -> AuthorizationCodeResult:
        try:
            return await asyncio.wait_for(self._answered, timeout=_WITHIN)
        except TimeoutError:
            raise ConfigurationError("nobody has agreed in the browser within 5 minutes") from None


def _result(line: bytes) -> AuthorizationCodeResult | None:
    """What the browser brings back: `GET /callback?code=…&state=… HTTP/1.1`."""
    parts = line.decode("ascii", "replace").split(" ")
    if len(parts) < 2 or not parts[1].startswith("/callback?"):  # noqa: PLR2004 - method and path
        return None
    query = parse_qs(urlsplit(parts[1]).query)
    code = query.get("code", [""])[0]
    if not code:
        return None
    return AuthorizationCodeResult(
        code=code,
        state=query.get("state", [None])[0],
        iss=query.get("iss", [None])[0],
    )
