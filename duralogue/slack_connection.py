"""Connecting a Slack app and its workspace, as the command line does, and checking both."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import httpx
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from channels.slack import connection as slack
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection
from domain.errors import ConfigurationError
from duralogue.channel_connections import found_account, open_connections
from duralogue.findings import Finding
from duralogue.round_trips import (
    base_url,
    gateway_answer,
    is_on_this_machine,
    reachable_by_provider,
)
from duralogue.slack_manifest import SCOPES_IN_WORDS, addresses_of
from infra.settings import Settings

SECRETS: Mapping[str, str] = {
    slack.SIGNING: "SLACK_SIGNING_SECRET",
    slack.BOT: "SLACK_BOT_TOKEN",
    slack.CLIENT: "SLACK_CLIENT_SECRET",
    slack.APP_TOKEN: "SLACK_APP_TOKEN",
}
"""Our name for each secret, and the environment variable that may hold it."""
_WITHIN_S = 10
_REFUSED = {
    "invalid_auth": "Slack does not know this bot token: copy it again from OAuth & Permissions",
    "account_inactive": "the bot's user or its workspace is deactivated",
    "token_revoked": "the bot token was revoked: reinstall the app and copy the new one",
    "token_expired": "the bot token has expired: use the link, which renews it, or copy a new one",
    "not_allowed_token_type": "that is no bot token: it begins with xoxb-",
}


@dataclass(frozen=True)
class GivenApp:
    """What the operator says of the app; what is left open stays as it was."""

    app_id: str = ""
    client_id: str = ""
    api_url: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """By our names."""


@dataclass(frozen=True)
class _Bot:
    token: str = field(repr=False)
    told: Mapping[str, Any]
    scopes: tuple[str, ...]


async def connect_slack(
    settings: Settings, tenant_id: str, app: str, public_url: str, given: GivenApp
) -> list[Finding]:
    """Seal and store the app, and the workspace of a bot token; then check. Raise
    ConfigurationError, naming what is wrong with what was given."""
    public = base_url(public_url)
    async with open_connections(settings, tenant_id) as connections:
        before = await found_account(connections, tenant_id, Channel.SLACK, app)
        connection = _app(app, before, given)
        bot = await _ask_slack(connection, given.secrets.get(slack.BOT, ""))
        workspace = None if bot is None else _workspace(app, connection, bot)
        if workspace is not None:
            held = await found_account(connections, tenant_id, Channel.SLACK, workspace.account)
            _require_free(tenant_id, app, workspace, held)
        await connections.connect(tenant_id, connection)
        if workspace is not None:
            await connections.connect(tenant_id, workspace)
        workspaces = [
            each.settings.get(slack.TEAM_NAME) or each.account
            for each in await connections.listed(tenant_id)
            if each.settings.get(slack.APP) == app and each.end_reason is None
        ]
    is_double = is_on_this_machine(connection.settings[slack.API_URL])
    return [
        Finding("app", is_fine=True, says=f"{app} is connected to {tenant_id}"),
        _about_workspaces(connection, workspaces, public, tenant_id),
        *([_about_scopes(bot)] if bot is not None else []),
        _about_address(connection, public, is_double=is_double),
        await _round_trip(connection, addresses_of(public, tenant_id, app)["events"]),
    ]


def _app(app: str, before: ChannelConnection | None, given: GivenApp) -> ChannelConnection:
    old = before.settings if before is not None else {}
    kept = {} if before is None else {n: s.get_secret_value() for n, s in before.secrets.items()}
    now = {**kept, **given.secrets}
    if slack.SIGNING not in now:
        raise ConfigurationError(
            f"signing secret: {app} is not connected yet; set {SECRETS[slack.SIGNING]}, or write "
            "signing=… to standard input with --secrets-stdin (Basic Information, App Credentials)"
        )
    app_id = given.app_id or old.get(slack.APP_ID, "")
    if not app_id:
        raise ConfigurationError("app-id: give the app's id, such as A0123ABC (Basic Information)")
    made = slack.new_connection(
        app,
        app_id=app_id,
        signing=now[slack.SIGNING],
        client_id=given.client_id or old.get(slack.CLIENT_ID, ""),
        client=now.get(slack.CLIENT, ""),
        app_token=now.get(slack.APP_TOKEN, ""),
        api_url=given.api_url or old.get(slack.API_URL, slack.DEFAULT_API_URL),
    )
    if before is None or kept.get(slack.SIGNING) == now[slack.SIGNING]:
        return made
    # While the secret is rotated, Slack may still sign with the one until now.
    both = {**made.secrets, slack.PREVIOUS: before.secrets[slack.SIGNING]}
    return made.model_copy(update={"secrets": both})


async def _ask_slack(connection: ChannelConnection, token: str) -> _Bot | None:
    """Whose token it is, and for what it is good. None without a token. Raise ConfigurationError
    where Slack refuses it."""
    if not token:
        return None
    url = connection.settings[slack.API_URL]
    client = AsyncWebClient(token, base_url=url, timeout=_WITHIN_S, retry_handlers=[])
    try:
        answer = await client.auth_test()
    except SlackApiError as refused:
        error = str(refused.response.get("error", refused.response.status_code))
        raise ConfigurationError(
            f"bot token: {_REFUSED.get(error, f'Slack says {error}')}"
        ) from None
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
        raise ConfigurationError(
            f"{url} does not answer ({type(error).__name__}): the bot token cannot be checked"
        ) from None
    told = answer.data if isinstance(answer.data, dict) else {}
    shown = next((v for n, v in answer.headers.items() if n.lower() == "x-oauth-scopes"), "")
    return _Bot(token, told, tuple(filter(None, (each.strip() for each in shown.split(",")))))


def _workspace(app: str, connection: ChannelConnection, bot: _Bot) -> ChannelConnection:
    told = bot.told
    enterprise = str(told.get("enterprise_id") or "")
    is_whole = bool(told.get("is_enterprise_install")) and bool(enterprise)
    return slack.new_workspace(
        enterprise if is_whole else str(told.get("team_id", "")),
        app=app,
        bot=bot.token,
        bot_user=str(told.get("user_id") or ""),
        bot_id=str(told.get("bot_id") or ""),
        team_name=str(told.get("team") or ""),
        enterprise=enterprise,
        scopes=bot.scopes,
        api_url=connection.settings[slack.API_URL],
    )


def _require_free(
    tenant_id: str, app: str, workspace: ChannelConnection, held: ChannelConnection | None
) -> None:
    """A workspace belongs to one app: taken over unseen, the other would fall silent in it. Raise
    ConfigurationError."""
    other = app if held is None else held.settings.get(slack.APP, app)
    if other != app:
        team = workspace.account
        raise ConfigurationError(
            f"bot token: its workspace {team} is connected through the app {other}; if {app} is to "
            f"take its place, run duralogue connect channel remove slack {team} "
            f"--tenant {tenant_id} first"
        )


def _about_workspaces(
    connection: ChannelConnection, workspaces: list[str], public: str, tenant_id: str
) -> Finding:
    if workspaces:
        return Finding("workspace", is_fine=True, says=", ".join(workspaces))
    install = addresses_of(public, tenant_id, connection.account)["install"]
    if connection.settings.get(slack.CLIENT_ID):
        says = f"none yet: whoever may install apps opens {install}"
    else:
        says = (
            f"none yet: install the app and set {SECRETS[slack.BOT]}, or give --client-id and "
            f"{SECRETS[slack.CLIENT]} and open {install}"
        )
    return Finding("workspace", is_fine=False, says=says)


def _about_address(connection: ChannelConnection, public: str, *, is_double: bool) -> Finding:
    if slack.APP_TOKEN in connection.secrets and is_on_this_machine(public):
        says = "none is needed while the app's calls are taken by Socket Mode"
        return Finding("address", is_fine=True, says=says)
    return reachable_by_provider("Slack", public, is_double=is_double)


def _about_scopes(bot: _Bot) -> Finding:
    missing = [scope for scope in slack.BOT_SCOPES if scope not in bot.scopes]
    if not missing:
        return Finding("scopes", is_fine=True, says=f"all {len(slack.BOT_SCOPES)} that are needed")
    told = "; ".join(f"{scope} ({SCOPES_IN_WORDS[scope]})" for scope in missing)
    says = f"missing: {told}. Add them under OAuth & Permissions, then reinstall the app"
    return Finding("scopes", is_fine=False, says=says)


async def _round_trip(connection: ChannelConnection, url: str) -> Finding:
    """Post what Slack posts when an address is pasted, and see the challenge come back."""
    challenge = secrets.token_hex(16)
    body = json.dumps({"type": "url_verification", "challenge": challenge, "token": "-"}).encode()
    verifier = SignatureVerifier(slack.secret_of(connection, slack.SIGNING))

    async def call(client: httpx.AsyncClient) -> httpx.Response:
        timestamp = str(int(verifier.clock.now()))
        headers = {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": verifier.generate_signature(timestamp=timestamp, body=body) or "",
        }
        return await client.post(url, content=body, headers=headers)

    def judge(response: httpx.Response) -> str | None:
        if challenge in response.text[:1_000]:
            return None
        return f"{url} answered, and it was not the gateway: the challenge did not come back"

    return await gateway_answer(url, call, about="round trip", judge=judge)
