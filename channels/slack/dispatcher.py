"""Slack's Bolt, which tells what a verified call is and how Slack wants it acknowledged.

Bolt only routes: it calls nobody, keeps nothing, and its listeners note their own names. Whatever
the call brings is read after it. So Bolt's own rules hold (handshakes, checks of the certificate,
our own messages), and an error of ours is not turned into its plain 500.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from domain.errors import InvalidInput

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

EVENT, PRESSED, FORM_SENT, COMMAND = "event", "pressed", "form_sent", "command"
"""What a call is. Anything else is acknowledged, and brings nothing."""
_NOTED, _SAID, _OURSELVES = "duralogue_noted", "duralogue_said", "duralogue_bot_user"
_OK = 200
_ANY = re.compile(r"")


@dataclass(frozen=True)
class Routed:
    """`kind` is None for what brings nothing: a handshake, an event of our own bot."""

    kind: str | None
    content_type: str
    body: str
    """The acknowledgement."""


async def route(
    payload: Mapping[str, Any], *, bot_user: str | None = None, ack: str = ""
) -> Routed:
    """`bot_user` is ourselves in the workspace; `ack` is what a command is answered. Raise
    InvalidInput where the call is not made as Slack makes them."""
    from slack_bolt.async_app import AsyncBoltRequest  # dear: 0.15 s, at the first call

    noted: list[str] = []
    try:
        request = AsyncBoltRequest(
            body=dict(payload),
            mode="socket_mode",  # takes what was parsed, however it has come
            context={_NOTED: noted, _SAID: ack, _OURSELVES: bot_user},
        )
        response = await _app().async_dispatch(request)
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError):
        # Bolt looks into payloads without asking whether they have the shape that it expects.
        raise InvalidInput("body", "must be a call as Slack makes it") from None
    if response.status != _OK:  # of no interest to us, which is no failure of Slack's
        return Routed(None, "text/plain", "")
    [content_type, *_] = response.headers.get("content-type", ["text/plain"])
    return Routed(noted[0] if noted else None, content_type, response.body or "")


@cache
def _app() -> "AsyncApp":
    """One for all tenants: whose call it is goes along with the call."""
    from slack_bolt.async_app import AsyncApp

    logger = logging.getLogger("channels.slack.bolt")
    logger.setLevel(logging.CRITICAL)  # it logs payloads; errors are raised, see `_raise`
    app = AsyncApp(
        name="duralogue",
        logger=logger,
        process_before_response=True,
        authorize=_authorize,
        signing_secret="",
        request_verification_enabled=False,  # verified before anything is parsed
        attaching_conversation_kwargs_enabled=False,  # clients for listeners that call Slack
    )
    app.error(_raise)
    app.event(_ANY)(_noting(EVENT))
    app.action({"type": "block_actions", "action_id": _ANY})(_noting(PRESSED))
    app.view_submission(_ANY)(_noting(FORM_SENT))
    app.command(_ANY)(_noting(COMMAND))
    return app


def _noting(kind: str) -> Any:
    async def note(context: Any, ack: Any) -> None:
        context[_NOTED].append(kind)
        if kind == COMMAND and context[_SAID]:
            await ack(text=context[_SAID], response_type="ephemeral")
        else:
            await ack()

    note.__name__ = f"note_{kind}"
    return note


async def _raise(error: Exception) -> None:
    raise error


async def _authorize(context: Any, enterprise_id: str | None, team_id: str | None) -> Any:
    """Whom Bolt takes for ourselves: the bot that the event names, so that nobody is asked."""
    from slack_bolt.authorization import AuthorizeResult

    return AuthorizeResult(
        enterprise_id=enterprise_id,
        team_id=team_id,
        bot_user_id=context[_OURSELVES],
    )
