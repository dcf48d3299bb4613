"""Calls Slack through its SDK, which retries nothing: the ledger does.

Imported where the first call is made (`calls.new_calls`), since the SDK is slow to import.
"""

import re
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    encode_basic_auth,
)
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from channels.slack.codes import Then, code_of
from channels.slack.connection import API_URL, BOT, CLIENT, CLIENT_ID, DEFAULT_API_URL, secret_of
from channels.slack.refusals import SlackRefused
from domain.channels import ChannelConnection
from domain.errors import ConfigurationError, DependencyUnavailable, OutcomeUnknown

_WITHIN = timedelta(seconds=3)
_CONNECTED_WITHIN = timedelta(seconds=2)
_LONGEST_PAUSE = timedelta(hours=1)
_SHORTEST_PAUSE = timedelta(seconds=1)
_MOST_CLOSED = 10_000
_TOO_MANY, _TIMED_OUT, _SERVER_ERROR, _OK = 429, 408, 500, 200
_SECONDS = re.compile(r"[0-9]{1,6}")
_LIMITED = frozenset({"ratelimited", "rate_limited", "accesslimited"})

_Gate = tuple[str, str, str]
"""Address of the API, workspace and method: what Slack counts by."""


class SlackClient:
    """Implements `SlackCalls`."""

    def __init__(
        self, *, within: timedelta = _WITHIN, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._within = within.total_seconds()
        self._clock = clock
        self._closed: dict[_Gate, float] = {}

    async def post(
        self, connection: ChannelConnection, method: str, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        token = secret_of(connection, BOT)
        return await self._call(
            connection, method, token, lambda client: client.api_call(method, json=dict(body))
        )

    async def get(
        self, connection: ChannelConnection, method: str, params: Mapping[str, Any]
    ) -> dict[str, Any]:
        token = secret_of(connection, BOT)
        return await self._call(
            connection,
            method,
            token,
            lambda client: client.api_call(method, http_verb="GET", params=dict(params)),
        )

    async def exchange(self, app: ChannelConnection, form: Mapping[str, str]) -> dict[str, Any]:
        client_id = app.settings.get(CLIENT_ID)
        if not client_id:
            raise ConfigurationError(f"the Slack app {app.account!r} has no client_id")
        secret = secret_of(app, CLIENT)
        return await self._call(
            app,
            "oauth.v2.access",
            None,
            lambda client: client.api_call(
                "oauth.v2.access",
                data=dict(form),
                # The SDK's own `auth` takes a class that aiohttp has deprecated.
                headers={"Authorization": encode_basic_auth(client_id, secret)},
            ),
        )

    async def _call(
        self,
        connection: ChannelConnection,
        method: str,
        token: str | None,
        made: Callable[[AsyncWebClient], Awaitable[Any]],
    ) -> dict[str, Any]:
        base_url = connection.settings.get(API_URL, DEFAULT_API_URL)
        gate = (base_url, connection.account, method)
        self._require_open(gate)
        timeout = ClientTimeout(
            total=self._within, sock_connect=min(self._within, _CONNECTED_WITHIN.total_seconds())
        )
        try:
            async with ClientSession(timeout=timeout) as session:
                client = AsyncWebClient(
                    token=token, base_url=base_url, session=session, retry_handlers=[]
                )
                if base_url.startswith("http://"):
                    client.proxy = None  # a double on this very machine
                answer = await made(client)
        except SlackClientError as error:
            raise self._failure(gate, getattr(error, "response", None)) from error
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise DependencyUnavailable(f"{method}: Slack cannot be reached") from error
        except (ClientError, TimeoutError, OSError) as error:
            raise OutcomeUnknown(f"{method}: Slack did not answer") from error
        except (AttributeError, ValueError) as error:
            # The SDK takes the body for JSON; a proxy's page in its place ends up here.
            raise OutcomeUnknown(f"{method}: Slack's answer cannot be read") from error
        data = answer.data
        return data if isinstance(data, dict) else {}

    def _require_open(self, gate: _Gate) -> None:
        left = self._closed.get(gate, 0.0) - self._clock()
        if left > 0:
            raise DependencyUnavailable(
                f"{gate[2]}: Slack asked to be left alone", retry_after=timedelta(seconds=left)
            )

    def _close(self, gate: _Gate, pause: timedelta) -> None:
        now = self._clock()
        if len(self._closed) >= _MOST_CLOSED:
            self._closed = {each: end for each, end in self._closed.items() if end > now}
        self._closed[gate] = max(self._closed.get(gate, 0.0), now + pause.total_seconds())

    def _failure(self, gate: _Gate, response: Any) -> SlackRefused | DependencyUnavailable:
        """Of the SDK's response, or aiohttp's where the SDK could not read it."""
        status = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
        data = getattr(response, "data", None)
        error = data.get("error") if isinstance(data, dict) else None
        if status == _TOO_MANY or error in _LIMITED:
            pause = _pause(response)
            self._close(gate, pause)
            return DependencyUnavailable(f"{gate[2]}: too many calls", retry_after=pause)
        if status >= _SERVER_ERROR or status == _TIMED_OUT:
            return OutcomeUnknown(f"{gate[2]}: Slack answered {status}")
        return _refusal(gate[2], status, error)


def _refusal(method: str, status: int, error: object) -> SlackRefused | DependencyUnavailable:
    if not isinstance(error, str):
        if status in {0, _OK}:
            return OutcomeUnknown(f"{method}: Slack's answer cannot be read")
        return SlackRefused(method, f"HTTP {status}")
    match code_of(error).then:
        case Then.LATER:
            return DependencyUnavailable(f"{method}: {code_of(error).reason}")
        case Then.ASK:
            return OutcomeUnknown(f"{method}: {code_of(error).reason}")
    return SlackRefused(method, error)


def _pause(response: Any) -> timedelta:
    """What Retry-After says, in seconds."""
    headers = getattr(response, "headers", None) or {}
    said = str(headers.get("Retry-After", "")).strip()
    if not _SECONDS.fullmatch(said):
        return _SHORTEST_PAUSE
    return min(max(timedelta(seconds=int(said)), _SHORTEST_PAUSE), _LONGEST_PAUSE)
