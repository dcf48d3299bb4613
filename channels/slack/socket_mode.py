"""Socket Mode: the same calls over a connection that we open, where Slack cannot reach us.

Slack authenticates us by the app's token instead of signing each call, and takes our answer as an
acknowledgement: it is sent once everything is kept, and else the call comes again.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from channels.slack.connection import API_URL, APP_TOKEN, DEFAULT_API_URL, secret_of
from domain.channels import ChannelConnection, WebhookResponse
from domain.errors import ConfigurationError, DependencyUnavailable, DuralogueError

if TYPE_CHECKING:
    from slack_sdk.socket_mode.aiohttp import SocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

_log = logging.getLogger(__name__)

_KINDS = frozenset({"events_api", "interactive", "slash_commands"})
_WITHIN_S = 10
_KEPT_WITHIN = timedelta(seconds=20)
_PING_EVERY_S = 5.0
_OURS = frozenset(
    {"invalid_auth", "not_allowed_token_type", "not_authed", "missing_scope", "token_revoked"}
)
"""Errors that no waiting mends."""

Keep = Callable[[Mapping[str, Any]], Awaitable[WebhookResponse]]
"""Keep what a call brings. Raise a DuralogueError where that cannot be done: the call comes again.
"""


@asynccontextmanager
async def listening(
    app: ChannelConnection, keep: Keep, *, ping_every_s: float = _PING_EVERY_S
) -> AsyncIterator[None]:
    """While it is entered, calls come in, one after the other; a connection that is lost is opened
    again. Raise ConfigurationError where the app's token is missing or refused,
    DependencyUnavailable where Slack cannot be reached."""
    client = _client(app, ping_every_s)
    in_order = asyncio.Lock()  # the SDK hands over each call in a task of its own

    async def take(_: Any, call: "SocketModeRequest") -> None:
        async with in_order:
            await _take(client, call, keep)

    client.socket_mode_request_listeners.append(take)
    try:
        client.wss_uri = await _opened(client)
        await client.connect()  # type: ignore[no-untyped-call]
        yield
    finally:
        await client.close()  # type: ignore[no-untyped-call]


async def _take(client: "SocketModeClient", call: "SocketModeRequest", keep: Keep) -> None:
    from slack_sdk.socket_mode.response import SocketModeResponse

    answer = WebhookResponse()
    if call.type in _KINDS:
        try:
            async with asyncio.timeout(_KEPT_WITHIN.total_seconds()):
                answer = await keep(call.payload)
        except (DuralogueError, TimeoutError) as error:
            _log.warning("Slack is to send a call again: %s", type(error).__name__)
            return
    body = json.loads(answer.body) if "json" in answer.content_type and answer.body else None
    await client.send_socket_mode_response(SocketModeResponse(call.envelope_id, body or None))


def _client(app: ChannelConnection, ping_every_s: float) -> "SocketModeClient":
    from slack_sdk.socket_mode.aiohttp import SocketModeClient
    from slack_sdk.web.async_client import AsyncWebClient

    url = app.settings.get(API_URL, DEFAULT_API_URL)
    web = AsyncWebClient(base_url=url, timeout=_WITHIN_S, retry_handlers=[])
    logger = logging.getLogger(f"{__name__}.sdk")
    logger.setLevel(logging.CRITICAL)  # it logs whole calls, and addresses that hold a ticket
    client = SocketModeClient(
        app_token=secret_of(app, APP_TOKEN),
        web_client=web,
        logger=logger,
        ping_interval=ping_every_s,
    )
    if url.startswith("http://"):
        client.proxy = web.proxy = None  # a double on this very machine
    return client


async def _opened(client: "SocketModeClient") -> str:
    """The address of a connection. The SDK alone would ask for it for ever, whatever is wrong."""
    from aiohttp import ClientError
    from slack_sdk.errors import SlackApiError, SlackClientError

    try:
        return str(await client.issue_new_wss_url())
    except SlackApiError as error:
        code = str(error.response.get("error", ""))[:60]
        if code in _OURS:
            raise ConfigurationError(
                f"Slack refuses the app token: {code}. It must begin with xapp- and have the scope "
                "connections:write"
            ) from error
        raise DependencyUnavailable(f"Slack opens no connection: {code}") from error
    except (SlackClientError, ClientError, TimeoutError, OSError) as error:
        raise DependencyUnavailable("Slack cannot be reached") from error
