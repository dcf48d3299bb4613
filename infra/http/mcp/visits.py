"""Sessions with tenants' servers at the addresses that the operator has connected."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx

from domain.errors import ConfigurationError
from domain.mcp_sign_ins import McpSignIn
from domain.ports import McpSignIns
from infra.http.backends import BackendSource, TenantBackends
from infra.http.mcp.exchange import Exchange
from infra.http.tools import allowed_addresses

if TYPE_CHECKING:
    import httpx2

    from infra.http.mcp.session import Visit

_MOST_REDIRECTS = 8
"""Within the server's origin and with the method kept; no other is followed. The library counts the
requests of a sign-in as well."""
_SECONDS = 30.0
"""Of one request of the SDK's, where the tool's own time is longer."""


class ConnectedVisits:
    """Each with the tenant's own address, secret or sign-in, and nobody else's."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        backends: BackendSource,
        sign_ins: McpSignIns,
        *,
        listed: Sequence[str] = (),
    ) -> None:
        """`listed` is what any tenant may call beside the servers of its own."""
        self._client = client
        self._backends = backends
        self._sign_ins = sign_ins
        self._listed = tuple(listed)

    @asynccontextmanager
    async def open(
        self,
        tenant_id: str,
        server: str,
        exchange: Exchange,
        auth: "httpx2.Auth | None" = None,
    ) -> AsyncIterator["Visit"]:
        """Raise ConfigurationError where it is not connected, or must not be called. `auth` is how
        an operator signs in who sits at a terminal."""
        backends = await self._backends.of(tenant_id)
        url = _address(server, backends)
        sign_in = await self._sign_ins.of(tenant_id, server)
        issuer = (sign_in.issuer,) if sign_in is not None and sign_in.issuer else ()
        own = (*backends.servers.values(), *issuer)
        try:
            import httpx2

            from infra.http.mcp.session import open_visit
            from infra.http.mcp.transport import CheckedTransport
        except ModuleNotFoundError:
            raise ConfigurationError(
                "MCP servers need the extra `mcp`: pip install 'duralogue[mcp]'"
            ) from None
        _hush()
        allowed = allowed_addresses(self._listed, own)
        async with (
            httpx2.AsyncClient(
                transport=CheckedTransport(self._client, tenant_id, allowed, exchange),
                headers=_bearer(server, backends) if sign_in is None else None,
                auth=auth or self._auth(tenant_id, server, url, sign_in),
                timeout=_SECONDS,
                max_redirects=_MOST_REDIRECTS,
                trust_env=False,
            ) as client,
            open_visit(url, url, exchange, client) as visit,
        ):
            yield visit

    def _auth(
        self, tenant_id: str, server: str, url: str, sign_in: McpSignIn | None
    ) -> "httpx2.Auth | None":
        if sign_in is None:
            return None
        from infra.http.mcp.sign_in import SealedTokens, authorization_code, client_credentials

        tokens = SealedTokens(self._sign_ins, tenant_id, server)
        if sign_in.grant == "client_credentials":
            return client_credentials(url, sign_in, tokens)
        return authorization_code(url, sign_in, tokens)


def _address(server: str, backends: TenantBackends) -> str:
    url = backends.servers.get(server)
    if url is None:
        raise ConfigurationError(
            f"no MCP server {server!r} is connected: run `duralogue connect mcp`"
        )
    if httpx.URL(url).scheme not in {"http", "https"}:
        raise ConfigurationError(f"the MCP server {server!r} must be at http(s)://…")
    return url


def _bearer(server: str, backends: TenantBackends) -> dict[str, str] | None:
    secret = backends.secrets.get(f"{server}_api_key")
    return {"Authorization": f"Bearer {secret.get_secret_value()}"} if secret else None


def _hush() -> None:
    """The SDK logs whole messages where it cannot read them, and those are customers'."""
    for library in ("mcp", "httpx2", "httpcore2"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
