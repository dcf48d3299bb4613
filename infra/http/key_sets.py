"""`PublishedKeySets` and `IdentityProviders` over HTTP, guarded as tools' calls are."""

import asyncio
import base64
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from types import MappingProxyType
from urllib.parse import quote_plus

import httpx

from domain.addresses import AllowedAddresses, Origin, origin_of, plain
from domain.errors import ConfigurationError, DependencyRejected, DependencyUnavailable
from domain.ports import ConnectedServers
from infra.http.connections import ALLOWED, TENANT, Resolve, open_client, resolve
from infra.http.responses import read_body

_WITHIN = timedelta(seconds=3)
_CONNECTED_WITHIN = timedelta(seconds=2)


class HttpKeySets:
    """Reaches what the operator allows the tenant, resolved once, and follows no redirect."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        listed: Sequence[str],
        servers: Mapping[str, Sequence[str]],
        connected: ConnectedServers | None = None,
    ) -> None:
        """Take the operator's list, and by tenant its own servers."""
        self._client = client
        self._listed = tuple(listed)
        self._servers = servers
        self._connected = connected

    async def fetch(self, tenant_id: str, url: str) -> bytes:
        return await self._call(tenant_id, "GET", url)

    async def post(
        self, tenant_id: str, url: str, form: Mapping[str, str], *, basic: tuple[str, str] | None
    ) -> bytes:
        """The answer of an identity provider to a form."""
        shown = {} if basic is None else {"Authorization": _basic(*basic)}
        return await self._call(tenant_id, "POST", url, data=dict(form), shown=shown)

    async def _call(
        self,
        tenant_id: str,
        method: str,
        url: str,
        *,
        data: dict[str, str] | None = None,
        shown: Mapping[str, str] = MappingProxyType({}),
    ) -> bytes:
        allowed = await self._allowed(tenant_id)
        origin = _checked(url, allowed)
        request = self._client.build_request(
            method,
            url,
            data=data,
            headers={"Accept": "application/json", "Accept-Encoding": "identity", **shown},
            timeout=httpx.Timeout(
                _WITHIN.total_seconds(), connect=_CONNECTED_WITHIN.total_seconds()
            ),
            extensions={TENANT: f"{tenant_id} {origin}", ALLOWED: allowed},
        )
        try:
            async with asyncio.timeout(_WITHIN.total_seconds()):
                return await self._answer(request)
        except TimeoutError:
            raise DependencyUnavailable("no answer in time") from None
        except httpx.TransportError as error:
            raise DependencyUnavailable(f"no answer ({type(error).__name__})") from None

    async def _answer(self, request: httpx.Request) -> bytes:
        response = await self._client.send(request, stream=True, follow_redirects=False)
        try:
            _require_answer(response)
            return await read_body(response)
        except DependencyRejected as error:
            if request.method == "POST":
                raise
            raise DependencyUnavailable(str(error)) from None
        finally:
            await response.aclose()

    async def _allowed(self, tenant_id: str) -> AllowedAddresses:
        servers = list(self._servers.get(tenant_id, ()))
        if self._connected is not None:
            servers += await self._connected.servers(tenant_id)
        return AllowedAddresses.of(self._listed, servers)


def _require_answer(response: httpx.Response) -> None:
    """A form that is refused is wrong; a document that is not there may come back."""
    if response.request.method == "POST" and response.is_client_error:
        raise DependencyRejected(f"it answered {response.status_code}")
    if response.status_code != httpx.codes.OK:
        raise DependencyUnavailable(f"it answered {response.status_code}")


def _basic(client: str, secret: str) -> str:
    """RFC 6749, 2.3.1: each part is encoded as in a form first."""
    pair = f"{quote_plus(client)}:{quote_plus(secret)}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def _checked(url: str, allowed: AllowedAddresses) -> Origin:
    try:
        origin = origin_of(url)
    except ValueError:
        raise ConfigurationError("the address of keys or of a provider is none") from None
    is_loopback = origin.ip is not None and plain(origin.ip).is_loopback
    if origin.scheme != "https" and not is_loopback:
        raise ConfigurationError("the address of keys or of a provider must begin with https://")
    if not allowed.allows(origin):
        raise ConfigurationError(f"the operator does not allow {origin}; see OUTBOUND_ALLOWED")
    return origin


@asynccontextmanager
async def open_key_sets(
    listed: Sequence[str],
    servers: Mapping[str, Sequence[str]],
    connected: ConnectedServers | None = None,
    *,
    resolver: Resolve = resolve,
) -> AsyncIterator[HttpKeySets]:
    """With a client of its own, for all tenants; it is closed at the end."""
    async with open_client(resolver) as client:
        yield HttpKeySets(client, listed, servers, connected)
