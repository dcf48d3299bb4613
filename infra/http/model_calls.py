"""HTTP clients for tenants' model servers: only to where the operator allows, a pool for each."""

import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx

from domain.addresses import AllowedAddresses, Origin, origin_of
from domain.errors import ConfigurationError, DependencyRejected
from infra.http.connections import ALLOWED, TENANT, CheckedTransport, Resolve, resolve

ClientFor = Callable[[str, str], httpx.AsyncClient]
"""By a tenant's id and the address of its server."""
LARGEST_ANSWER = 32 * 1024 * 1024
"""Bytes: 96 vectors of 4,096 numbers are about 8 MiB of JSON."""
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
        request.headers["Accept-Encoding"] = "identity"
        response = await self._inner.handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            # A few kilobytes may hold gigabytes, and httpx unpacks each piece as a whole.
            await response.aclose()
            raise DependencyRejected(f"{origin} sent its answer compressed, unasked")
        if isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _Bounded(response.stream, str(origin))
        return response


class _Bounded(httpx.AsyncByteStream):
    """An answer as it comes, up to a size: libraries read theirs whole."""

    def __init__(self, inner: httpx.AsyncByteStream, server: str) -> None:
        self._inner = inner
        self._server = server

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        async for piece in self._inner:
            seen += len(piece)
            if seen > LARGEST_ANSWER:
                raise DependencyRejected(
                    f"{self._server} sent an answer of more than {LARGEST_ANSWER:,} bytes"
                )
            yield piece

    async def aclose(self) -> None:
        await self._inner.aclose()


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
    # What the system trusts, or SSL_CERT_FILE and SSL_CERT_DIR, which OpenSSL reads itself: behind
    # a company's proxy, and in front of a server of one's own, httpx's certifi knows nobody.
    inner = CheckedTransport(limits, resolver=resolver, trusted=ssl.create_default_context())
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
