"""`ChannelCalls` over HTTP, guarded as tools' calls are."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx

from domain.addresses import AllowedAddresses, Origin, origin_of
from domain.channels import ChannelAnswer, ChannelCall
from domain.errors import (
    ConfigurationError,
    DependencyRejected,
    DependencyUnavailable,
    OutcomeUnknown,
)
from infra.http.connections import ALLOWED, TENANT, Resolve, open_client, resolve
from infra.http.responses import read_body, retry_after

_WITHIN = timedelta(seconds=3.5)
"""Below the four seconds that a delivery waits for its sender, which then knows what happened."""
_CONNECTED_WITHIN = timedelta(seconds=2)
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class HttpChannelCalls:
    """Reaches the address of the call and nothing else. Where it is a name, that is resolved once
    for each connection, and refused where it leads inside."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        listed: Sequence[str] = (),
        within: timedelta = _WITHIN,
    ) -> None:
        """`listed` are the operator's own entries: ranges inside the network that may be called."""
        self._client = client
        self._listed = tuple(listed)
        self._within = within.total_seconds()

    async def post(self, call: ChannelCall) -> ChannelAnswer:
        request = self._request(call)
        try:
            async with asyncio.timeout(self._within):
                return await self._exchange(request)
        except TimeoutError:
            raise OutcomeUnknown(f"no answer within {self._within:g} s") from None
        except _NOT_SENT as error:
            raise DependencyUnavailable(f"no connection ({type(error).__name__})") from None
        except (httpx.LocalProtocolError, httpx.UnsupportedProtocol):
            raise ConfigurationError("the call cannot be sent: its address is not usable") from None
        except httpx.TransportError as error:
            raise OutcomeUnknown(f"the answer was lost ({type(error).__name__})") from None

    def _request(self, call: ChannelCall) -> httpx.Request:
        try:
            origin = origin_of(call.url)
            allowed = self._allowed(call.url, origin)
            url = httpx.URL(call.url)
        except (ValueError, httpx.InvalidURL):
            raise ConfigurationError("the address of the account is not one") from None
        return self._client.build_request(
            "POST",
            url,
            content=call.body,
            headers={
                **call.headers,
                "Content-Type": call.content_type,
                "Accept-Encoding": "identity",
                "User-Agent": "Duralogue",
            },
            timeout=httpx.Timeout(self._within, connect=_CONNECTED_WITHIN.total_seconds()),
            # One pool for each address: what a pool may reach is what its latest call may.
            extensions={TENANT: f"{call.tenant_id} {origin}", ALLOWED: allowed},
        )

    def _allowed(self, url: str, origin: Origin) -> AllowedAddresses:
        """An address inside is called where the operator has written it, here or in the list. A
        name is somebody else's to lead anywhere at any time, so it leads to public ones only."""
        if origin.ip is not None or origin.host == "localhost":
            return AllowedAddresses.of(self._listed, (url,))
        return AllowedAddresses.of((*self._listed, f"{origin.host}:{origin.port}"))

    async def _exchange(self, request: httpx.Request) -> ChannelAnswer:
        response = await self._client.send(request, stream=True, follow_redirects=False)
        try:
            body = await read_body(response)
        except DependencyRejected:  # too large, or compressed: the status says what came of it
            body = b""
        finally:
            await response.aclose()
        return ChannelAnswer(
            status=response.status_code, retry_after=retry_after(response), body=body
        )


@asynccontextmanager
async def open_channel_calls(
    listed: Sequence[str] = (), *, resolver: Resolve = resolve
) -> AsyncIterator[HttpChannelCalls]:
    """With a client of its own, for all tenants; it is closed at the end."""
    async with open_client(resolver) as client:
        yield HttpChannelCalls(client, listed=listed)
