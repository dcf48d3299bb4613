"""The SDK's HTTP on our own connections: checked addresses, bounded answers.

Where the SDK follows a redirect, which it does within one origin only, that is a request as any."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import httpx2

from domain.addresses import AllowedAddresses, origin_of
from domain.errors import (
    ConfigurationError,
    DependencyRejected,
    DependencyUnavailable,
    DuralogueError,
    OutcomeUnknown,
)
from infra.http.connections import ALLOWED, TENANT
from infra.http.mcp.exchange import CALL, Exchange
from infra.http.responses import retry_after

MOST_BYTES = 1024 * 1024
"""Of one answer, however it is sent."""
MOST_REQUESTS = 60
"""Of one call: pages of the list, and what a sign-in takes. A server that asks us something in each
line of an endless stream would have us write without an end."""
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_HOP_BY_HOP = frozenset({"transfer-encoding", "connection", "keep-alive"})
"""Headers that are of this connection only."""
_STREAM = "text/event-stream"


class CheckedTransport(httpx2.AsyncBaseTransport):
    """Sends what the SDK asks for through the client of all tools.

    It never raises: a request that failed in a task of the SDK's own would bring down the session
    with an exception group. The failure is kept in the exchange, and the SDK sees a 503.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        tenant_id: str,
        allowed: AllowedAddresses,
        exchange: Exchange,
    ) -> None:
        self._client = client
        self._own = {TENANT: tenant_id, ALLOWED: allowed}
        self._allowed = allowed
        self._exchange = exchange
        self._requests = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body = await request.aread()
        method = _rpc_method(body)
        self._requests += 1
        try:
            if self._requests > MOST_REQUESTS:
                raise self._lost(CALL if CALL in self._exchange.sent else None, "it wants too much")
            return await self._answer(request, body, method)
        except DuralogueError as error:
            self._exchange.failure = self._exchange.failure or error
            return httpx2.Response(503, request=request)

    async def _answer(
        self, request: httpx2.Request, body: bytes, method: str | None
    ) -> httpx2.Response:
        sent = self._checked(request, body)
        try:
            if method is not None:
                self._exchange.sent.add(method)
            response = await self._client.send(sent, stream=True, follow_redirects=False)
        except _NOT_SENT as error:
            self._exchange.sent.discard(method or "")
            raise DependencyUnavailable(
                f"{self._exchange.server} cannot be reached ({type(error).__name__})"
            ) from None
        except httpx.TransportError as error:
            raise self._lost(method, type(error).__name__) from None
        if method is not None:
            self._exchange.statuses.pop(method, None)
            self._exchange.statuses[method] = response.status_code
            self._exchange.retry_after = retry_after(response)
        return await self._handed_on(request, response, method)

    def _checked(self, request: httpx2.Request, body: bytes) -> httpx.Request:
        """Each of them: where to sign in, or register, the server itself says."""
        url = str(request.url)
        try:
            origin = origin_of(url)
        except ValueError:
            raise ConfigurationError(
                f"{self._exchange.server} names an address that is none"
            ) from None
        if not self._allowed.allows(origin):
            raise ConfigurationError(
                f"{self._exchange.server}: the operator does not allow {origin}"
            )
        headers = [
            (name, value)
            for name, value in request.headers.multi_items()
            if name.lower() not in {"accept-encoding", "content-length", "connection"}
        ]
        timeout = request.extensions.get("timeout", {})
        return httpx.Request(
            request.method,
            url,
            headers=[*headers, ("accept-encoding", "identity")],
            content=body or None,
            extensions={"timeout": timeout, **self._own},
        )

    async def _handed_on(
        self, request: httpx2.Request, response: httpx.Response, method: str | None
    ) -> httpx2.Response:
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise DependencyRejected(f"{self._exchange.server}: its answer is compressed")
        headers = [
            (name, value)
            for name, value in response.headers.multi_items()
            if name.lower() not in _HOP_BY_HOP
        ]
        stream = _Bounded(response, self._exchange)
        if response.headers.get("content-type", "").lower().startswith(_STREAM):
            return httpx2.Response(
                response.status_code, headers=headers, stream=stream, request=request
            )
        try:
            body = b"".join([piece async for piece in stream])
        except httpx2.ReadError as error:
            raise self._lost(method, str(error)) from None
        finally:
            await response.aclose()
        headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        return httpx2.Response(response.status_code, headers=headers, content=body, request=request)

    def _lost(self, method: str | None, why: str) -> DuralogueError:
        if self._exchange.failure is not None:
            return self._exchange.failure
        kind = OutcomeUnknown if method == CALL else DependencyUnavailable
        return kind(f"{self._exchange.server} did not answer in full ({why})")


class _Bounded(httpx2.AsyncByteStream):
    """An answer as it comes, up to a size."""

    def __init__(self, response: httpx.Response, exchange: Exchange) -> None:
        self._response = response
        self._exchange = exchange

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        try:
            async for piece in self._response.aiter_raw():
                seen += len(piece)
                if seen > MOST_BYTES:
                    self._exchange.failure = DependencyRejected(
                        f"{self._exchange.server}: its answer is larger than {MOST_BYTES} bytes"
                    )
                    raise httpx2.ReadError("too large")
                yield piece
        except httpx.TransportError as error:
            raise httpx2.ReadError(type(error).__name__) from None

    async def aclose(self) -> None:
        await self._response.aclose()


def _rpc_method(body: bytes) -> str | None:
    """The JSON-RPC method that a body asks for; None of anything else."""
    if not body.startswith(b"{"):
        return None
    try:
        asked: Any = json.loads(body)
    except ValueError:
        return None
    method = asked.get("method")
    return method if isinstance(method, str) else None
