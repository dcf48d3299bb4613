"""`ToolCaller` over HTTP: a tenant's tool is an operation of its backend."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache

import httpx

from domain.addresses import AllowedAddresses, origin_of
from domain.bot.model import Tool
from domain.bot.tool_operations import HttpOperation
from domain.errors import (
    ConfigurationError,
    DependencyRejected,
    DependencyUnavailable,
    InvalidInput,
    OutcomeUnknown,
)
from domain.tools import ToolCall, ToolOutcome, ToolStatus
from infra.http.backends import BackendSource, FixedBackends, TenantBackends, server_name
from infra.http.circuit_breakers import CircuitBreakers
from infra.http.connections import ALLOWED, TENANT, Resolve, open_client, resolve
from infra.http.requests import build_request
from infra.http.responses import asked_to_wait, failing, is_asked_to_wait, outcome_of, read_body

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_REQUEST_TIMEOUT = 408


class HttpToolCaller:
    """Calls each tenant's own backends with that tenant's own secrets, and nobody else's."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        backends: Mapping[str, TenantBackends] | BackendSource,
        circuits: CircuitBreakers | None = None,
        *,
        listed: Sequence[str] = (),
    ) -> None:
        """`listed` is what any tenant may call beside the servers of its own."""
        AllowedAddresses.of(listed)
        self._listed = tuple(listed)
        self.client = client
        self._backends = FixedBackends(backends) if isinstance(backends, Mapping) else backends
        self._circuits = circuits or CircuitBreakers()

    async def call(self, tool: Tool, operation: HttpOperation, call: ToolCall) -> ToolOutcome:
        """Call once. `tool` differs from the call's own where it looks up what became of a write.

        Raise DependencyUnavailable when the backend did nothing (it was not reached, or asked us
        to come back later), OutcomeUnknown when it got the request and its answer was lost,
        DependencyRejected when its answer is not one we can read, ConfigurationError when the
        tenant's files or settings do not fit the operation.
        """
        if not is_entitled(tool, call):
            return ToolOutcome(status=ToolStatus.REFUSED, code="not_verified")
        backends = await self._backends.of(call.tenant_id)
        try:
            request = build_request(tool, operation, call, backends)
        except InvalidInput:
            return ToolOutcome(status=ToolStatus.REFUSED, code="invalid_argument")
        except httpx.InvalidURL:
            raise ConfigurationError(f"{tool.name}: its URL is not one") from None
        self._require_allowed(tool, call, request, backends)
        server = server_name(operation)
        try:
            async with self._circuits.guard(call.tenant_id, server, urgent=call.urgent):
                response, body = await self._exchange(tool, server, request)
            if is_asked_to_wait(response, body):
                raise asked_to_wait(server, response)
            return outcome_of(response, body, call.keep, is_lookup=tool.name != call.tool)
        except DependencyRejected as error:
            raise DependencyRejected(f"{tool.name}: {server} cannot be used: {error}") from None

    def _require_allowed(
        self, tool: Tool, call: ToolCall, request: httpx.Request, backends: TenantBackends
    ) -> None:
        """Before a name is resolved; where it leads is checked when it is connected to."""
        allowed = allowed_addresses(self._listed, tuple(backends.servers.values()))
        try:
            origin = origin_of(str(request.url))
        except ValueError:
            raise ConfigurationError(f"{tool.name}: its URL is not one") from None
        if not allowed.allows(origin):
            raise ConfigurationError(f"{tool.name}: the operator does not allow {origin}")
        own = {TENANT: call.tenant_id, ALLOWED: allowed}
        request.extensions = {**request.extensions, **own}

    async def _exchange(
        self, tool: Tool, server: str, request: httpx.Request
    ) -> tuple[httpx.Response, bytes]:
        seconds = tool.timeout.total_seconds()
        try:
            async with asyncio.timeout(seconds):
                return await self._send(server, request)
        except TimeoutError:
            raise OutcomeUnknown(f"{server} did not answer within {seconds:g} s") from None
        except _NOT_SENT as error:
            raise DependencyUnavailable(
                f"{server} cannot be reached ({type(error).__name__})"
            ) from None
        except (httpx.LocalProtocolError, httpx.UnsupportedProtocol):
            raise ConfigurationError(f"{tool.name}: its request cannot be sent") from None
        except httpx.TransportError as error:
            raise OutcomeUnknown(
                f"{server} got the request, its answer was lost ({type(error).__name__})"
            ) from None

    async def _send(self, server: str, request: httpx.Request) -> tuple[httpx.Response, bytes]:
        response = await self.client.send(request, stream=True, follow_redirects=False)
        try:
            if response.is_server_error or response.status_code == _REQUEST_TIMEOUT:
                raise failing(server, response)
            return response, await read_body(response)
        finally:
            await response.aclose()


@asynccontextmanager
async def open_http_tools(
    backends: Mapping[str, TenantBackends] | BackendSource,
    circuits: CircuitBreakers | None = None,
    *,
    listed: Sequence[str] = (),
    resolver: Resolve = resolve,
) -> AsyncIterator[HttpToolCaller]:
    """Open one client for all tenants."""
    for found in backends.values() if isinstance(backends, Mapping) else ():
        allowed_addresses(tuple(listed), tuple(found.servers.values()))
    async with open_client(resolver) as client:
        yield HttpToolCaller(client, backends, circuits, listed=listed)


@lru_cache(maxsize=1_024)
def allowed_addresses(listed: tuple[str, ...], servers: tuple[str, ...]) -> AllowedAddresses:
    """A tenant's own servers, and what is listed for all."""
    try:
        return AllowedAddresses.of(listed, servers)
    except ValueError as error:
        raise ConfigurationError(f"TENANT_BACKENDS: a server {error}") from error


def is_entitled(tool: Tool, call: ToolCall) -> bool:
    """Check again what the flow asked for; whether the order is theirs the backend decides."""
    requirement = tool.requires or ""
    if requirement == "verified_customer":
        return call.customer is not None
    if requirement.startswith("owner_of "):
        return call.customer is not None or bool(call.arguments.get("email"))
    return True
