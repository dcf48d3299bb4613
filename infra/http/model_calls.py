"""HTTP clients for tenants' model servers: only to where the operator allows, a pool for each."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx

from domain.addresses import AllowedAddresses, Origin, origin_of
from domain.errors import ConfigurationError
from infra.http.connections import ALLOWED, TENANT, CheckedTransport, Resolve, resolve

ClientFor = Callable[[str, str], httpx.AsyncClient]
"""By a tenant's id and the address of its server."""
_MOST_CONNECTIONS = 50
_KEPT_S = 30


class _OneServer(httpx.AsyncBaseTransport):
    """Calls one server for one tenant, whatever address a library makes of its own."""

    def __init__(
        self, inner: CheckedTransport, tenant_id: str, origin: Origin, allowed: AllowedAddresses
    ) -> None:
        self._inner = inner
        self._origin = origin
        self._pool = f"{tenant_id} model {origin}"
        self._allowed = allowed

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        origin = origin_of(str(request.url))
        if origin != self._origin or not self._allowed.allows(origin):
            raise ConfigurationError(f"the operator does not allow {origin}")
        request.extensions = {**request.extensions, TENANT: self._pool, ALLOWED: self._allowed}
        return await self._inner.handle_async_request(request)


def allowed_for(url: str, listed: tuple[str, ...]) -> AllowedAddresses:
    """An IP address is the operator's own word. A name is somebody else's to lead anywhere at any
    time: it leads to public addresses, or to private ones that OUTBOUND_ALLOWED lists."""
    origin = origin_of(url)
    if origin.ip is not None or origin.host == "localhost":
        return AllowedAddresses.of(listed, (url,))
    return AllowedAddresses.of((*listed, f"{origin.host}:{origin.port}"))


@asynccontextmanager
async def open_model_clients(
    listed: tuple[str, ...], *, resolver: Resolve = resolve
) -> AsyncIterator[ClientFor]:
    """One client for each server of each tenant: no cookies, proxies or redirects, and no
    time-outs either; whoever calls has those."""
    limits = httpx.Limits(max_connections=_MOST_CONNECTIONS, keepalive_expiry=_KEPT_S)
    inner = CheckedTransport(limits, resolver=resolver)
    clients: dict[tuple[str, Origin], httpx.AsyncClient] = {}

    def client_for(tenant_id: str, url: str) -> httpx.AsyncClient:
        origin = origin_of(url)
        if (tenant_id, origin) not in clients:
            clients[tenant_id, origin] = httpx.AsyncClient(
                transport=_OneServer(inner, tenant_id, origin, allowed_for(url, listed)),
                trust_env=False,
                follow_redirects=False,
                timeout=httpx.Timeout(None, connect=5),
            )
        return clients[tenant_id, origin]

    try:
        yield client_for
    finally:
        await inner.aclose()
