"""Connections to addresses that were checked, resolved once, in a pool per tenant."""

import asyncio
import http.cookiejar
import logging
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx
import structlog

from domain.addresses import AllowedAddresses, IpAddress
from domain.errors import ConfigurationError

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
TENANT, ALLOWED = "duralogue_tenant", "duralogue_allowed"
"""The extensions of a request that say whose it is, and what that tenant may reach."""
_log = structlog.get_logger(__name__)


async def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver, once for a connection."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to the very address that was checked, so that no second answer of a DNS counts.

    TLS still asks for the host's own name: httpcore takes that from the request.
    """

    def __init__(self, allowed: AllowedAddresses, resolver: Resolve) -> None:
        self.allowed = allowed
        """As the tenant's latest request says: an operator may change it at any time."""
        self._resolve = resolver
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        failure: Exception = httpcore.ConnectError("the name leads nowhere")
        for address in await self._addresses(host, port):
            try:
                return await self._network.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        raise ConfigurationError("tools connect over TCP only")

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)

    async def _addresses(self, host: str, port: int) -> list[IpAddress]:
        """All of them must be allowed: a name that also leads inside is not to be trusted."""
        try:
            texts = await self._resolve(host, port)
        except OSError as error:
            raise httpcore.ConnectError("the name cannot be resolved") from error
        addresses = [ip_address(text) for text in texts]
        for address in addresses:
            if not self.allowed.may_connect(host, port, address):
                _log.warning("tool_address_refused", host=host, port=port)
                raise ConfigurationError(
                    f"{host}:{port} leads to an address that is not allowed; "
                    "the operator may list it in OUTBOUND_ALLOWED"
                )
        return addresses


class CheckedTransport(httpx.AsyncBaseTransport):
    """A pool for each tenant, as one may reach what another may not."""

    def __init__(
        self,
        limits: httpx.Limits,
        *,
        resolver: Resolve = resolve,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self._resolve = resolver
        self._networks: dict[str, CheckedNetwork] = {}
        self._limits = limits
        self._tls = trusted or httpx.create_ssl_context(trust_env=False)
        self._pools: dict[str, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        tenant_id = str(request.extensions[TENANT])
        allowed: AllowedAddresses = request.extensions[ALLOWED]
        if tenant_id not in self._pools:
            network = CheckedNetwork(allowed, self._resolve)
            self._networks[tenant_id] = network
            self._pools[tenant_id] = _Pool(network, self._tls, self._limits)
        self._networks[tenant_id].allowed = allowed
        return await self._pools[tenant_id].handle_async_request(request)

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()


class _Pool(httpx.AsyncHTTPTransport):
    """httpx's own transport over a network of ours, which httpx offers no setting for."""

    def __init__(self, network: CheckedNetwork, tls: Any, limits: httpx.Limits) -> None:
        super().__init__(verify=tls, trust_env=False, limits=limits)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=limits.max_connections,
            max_keepalive_connections=limits.max_keepalive_connections,
            keepalive_expiry=limits.keepalive_expiry,
            network_backend=network,
        )


@asynccontextmanager
async def open_client(resolver: Resolve = resolve) -> AsyncIterator[httpx.AsyncClient]:
    """A client for all tenants: no cookies, no proxies, no redirects, no URLs in logs. Each of its
    requests names `TENANT` and `ALLOWED` and has a time-out of its own."""
    for library in ("httpx", "httpcore"):  # they log whole URLs, and those may hold an e-mail
        logging.getLogger(library).setLevel(logging.WARNING)
    forgetful = http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
    limits = httpx.Limits(max_connections=200, keepalive_expiry=2)
    async with httpx.AsyncClient(
        transport=CheckedTransport(limits, resolver=resolver),
        cookies=forgetful,
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(None),
    ) as client:
        yield client
