"""The way in: events, interactions and commands of an app, for the workspaces that have it."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from channels.slack import dispatcher, events, interactions
from channels.slack.connection import ACCOUNT, APP_ID, PREVIOUS, SIGNING
from channels.slack.payloads import Command, Happened, Interaction, payload_of, read
from channels.slack.scene import Scene
from channels.slack.signature import require_signed
from domain.channels import ChannelConnection, ParsedWebhook, WebhookRequest, WebhookResponse
from domain.errors import InvalidInput, NotFound

EVENTS, INTERACTIONS, COMMANDS = "events", "interactions", "commands"
_PATH = re.compile(rf"({ACCOUNT})/({EVENTS}|{INTERACTIONS}|{COMMANDS})")


class SlackReceiver:
    """Implements `ChannelReceiver` for `POST …/channels/slack/{app}/events`, `…/interactions` and
    `…/commands`. The app's signing secret verifies; the body says for which workspace it is."""

    content_types = frozenset({"application/json", "application/x-www-form-urlencoded"})
    largest_body = 1024 * 1024
    """Slack writes a long message twice, as text and as blocks."""

    def account_of(self, request: WebhookRequest) -> str:
        found = _PATH.fullmatch(request.path)
        if found is None:
            raise NotFound(
                "There is nothing at this address: it ends in /{app}/events, /{app}/interactions "
                "or /{app}/commands."
            )
        return found[1]

    def verify(self, request: WebhookRequest, connection: ChannelConnection) -> None:
        found = [connection.secrets.get(name) for name in (SIGNING, PREVIOUS)]
        keys = [secret.get_secret_value() for secret in found if secret is not None]
        require_signed(keys, request.headers, request.body, now=request.received_at)

    async def parse(
        self, request: WebhookRequest, connection: ChannelConnection, *, tenant_id: str, key: bytes
    ) -> ParsedWebhook:
        payload = payload_of(request.body, request.headers.get("content-type", ""))
        return await self.read(
            payload, connection, tenant_id=tenant_id, key=key, received_at=request.received_at
        )

    async def read(
        self,
        payload: Mapping[str, Any],
        connection: ChannelConnection,
        *,
        tenant_id: str,
        key: bytes,
        received_at: datetime,
    ) -> ParsedWebhook:
        """What a call brings, whichever way it came. Raise InvalidInput, naming the field."""
        happened = read(Happened, payload) if "event" in payload else None
        routed = await dispatcher.route(
            payload,
            bot_user=happened.bot_user if happened else None,
            ack=interactions.echo(payload.get("text")) if "command" in payload else "",
        )
        response = WebhookResponse(content_type=routed.content_type, body=routed.body)
        if routed.kind is None:
            return ParsedWebhook(response=response)
        call = happened or _call(routed.kind, payload)
        _require_app(call.api_app_id, connection)
        if call.account is None:
            raise InvalidInput("team_id", "must say for which workspace the call is")
        scene = Scene(
            tenant_id=tenant_id,
            account=call.account,
            key=key,
            received_at=received_at,
            app_id=call.api_app_id,
            bot_user=happened.bot_user if happened else None,
        )
        brought = _brought(call, routed.kind, scene)
        return brought.model_copy(update={"response": response, "account": call.account})


def _call(kind: str, payload: Any) -> Interaction | Command:
    return read(Command, payload) if kind == dispatcher.COMMAND else read(Interaction, payload)


def _brought(call: Happened | Interaction | Command, kind: str, scene: Scene) -> ParsedWebhook:
    if isinstance(call, Happened):
        return events.brought_by(call, scene)
    if isinstance(call, Command):
        return interactions.commanded(call, scene)
    if kind == dispatcher.FORM_SENT:
        return interactions.form_sent(call, scene)
    return interactions.pressed(call, scene)


def _require_app(app_id: str, connection: ChannelConnection) -> None:
    """Two apps with one signing secret are a mistake of the operator's; say so to Slack's logs."""
    if app_id != connection.settings.get(APP_ID):
        raise InvalidInput(
            "api_app_id",
            f"must be {connection.settings.get(APP_ID, 'the connected app')!r}, the app that is "
            "connected under this name",
        )
