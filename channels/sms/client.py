"""Twilio's own client, without retries, with a timeout and a bound on what it reads."""

import asyncio
import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from channels.sms.connection import ACCOUNT_SID, API_URL, AUTH_TOKEN, TWILIO
from domain.channels import ChannelConnection
from domain.errors import ConfigurationError, DependencyUnavailable, OutcomeUnknown

if TYPE_CHECKING:
    from twilio.http.response import Response
    from twilio.rest import Client

_WITHIN_S = 3.5
"""Below the four seconds that a delivery waits for its sender, which then knows what happened."""
_CONNECTED_WITHIN_S = 2.0
_LARGEST_ANSWER = 2 * 1024 * 1024
_LONGEST_WAIT_S = 3_600
_BUSY = 429
_SERVER_ERROR = 500


def client_of(connection: ChannelConnection) -> "Client":
    """To be closed by `close`. Raise ConfigurationError where the connection is of no use.

    Importing Twilio's library takes most of a second, hence only when something is sent.
    """
    from twilio.rest import Client

    token = connection.secrets.get(AUTH_TOKEN)
    account_sid = connection.settings.get(ACCOUNT_SID)
    if token is None or account_sid is None:
        raise ConfigurationError(f"the sender {connection.account} must be connected anew")
    base = connection.settings.get(API_URL, TWILIO)
    http = _http_client(base, _basic(account_sid, token.get_secret_value()))
    # An environment of its own: Twilio's variables are not ours.
    return Client(account_sid, token.get_secret_value(), http_client=http, environment={"": ""})


async def close(client: "Client") -> None:
    """Let its connections go."""
    await client.http_client.close()


def _basic(account_sid: str, token: str) -> str:
    return "Basic " + base64.b64encode(f"{account_sid}:{token}".encode()).decode()


def _http_client(base: str, authorization: str) -> Any:
    import aiohttp
    from twilio.http import AsyncHttpClient
    from twilio.http.response import Response

    timeout = aiohttp.ClientTimeout(
        total=_WITHIN_S, connect=_CONNECTED_WITHIN_S, sock_connect=_CONNECTED_WITHIN_S
    )
    surely_not_sent = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)

    class HttpClient(AsyncHttpClient):  # type: ignore[misc]
        """To one address, whatever the library's own is; its own one logs whom we write to."""

        def __init__(self) -> None:
            super().__init__(_Silent, is_async=True)
            self.session = aiohttp.ClientSession(timeout=timeout)

        async def close(self) -> None:
            await self.session.close()

        async def request(self, method: str, url: str, **given: Any) -> "Response":
            """The timeout is the session's, and redirects are not followed, whatever is given."""
            try:
                async with self.session.request(
                    method.upper(),
                    url.replace(TWILIO, base, 1),
                    params=given.get("params"),
                    data=_flat(given.get("data")),
                    headers={**(given.get("headers") or {}), "Authorization": authorization},
                    allow_redirects=False,
                ) as answer:
                    body = await _read(answer)
                    _require_well(answer.status, answer.headers, body)
                    return Response(answer.status, body, answer.headers)
            except surely_not_sent as error:
                raise DependencyUnavailable("Twilio cannot be reached") from error
            except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError) as error:
                raise OutcomeUnknown(f"no answer of Twilio's: {type(error).__name__}") from error

    return HttpClient()


def _flat(data: Mapping[str, object] | None) -> list[tuple[str, str]] | None:
    """A form, where a list is a field given several times."""
    if data is None:
        return None
    return [
        (name, str(one))
        for name, value in data.items()
        for one in (value if isinstance(value, list | tuple) else [value])
    ]


async def _read(answer: Any) -> str:
    body: bytes = await answer.content.read(_LARGEST_ANSWER)
    while len(body) < _LARGEST_ANSWER and not answer.content.at_eof():
        body += await answer.content.read(_LARGEST_ANSWER - len(body))
    return body.decode("utf-8", errors="replace")


def _require_well(status: int, headers: Mapping[str, str], body: str) -> None:
    """Raise for what the library's own error would not tell: how long to wait, and that a server's
    error says nothing of what became of the request."""
    if status == _BUSY:
        raise DependencyUnavailable(
            "too many requests at once for this Twilio account", retry_after=_retry_after(headers)
        )
    if status >= _SERVER_ERROR:
        raise OutcomeUnknown(f"Twilio answered {status}", retry_after=_retry_after(headers))
    try:
        json.loads(body or "{}")
    except ValueError:
        raise OutcomeUnknown(f"Twilio answered {status} with what is no JSON") from None


def _retry_after(headers: Mapping[str, str]) -> timedelta | None:
    with suppress(ValueError):
        seconds = float(headers.get("Retry-After", ""))
        if seconds >= 0:
            return timedelta(seconds=min(seconds, _LONGEST_WAIT_S))
    return None


class _Silent:
    """In place of a log of recipients."""

    @staticmethod
    def info(*_: object) -> None:
        """Says nothing."""

    debug = warning = error = info
