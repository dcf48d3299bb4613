"""Connections of Slack: an app of the tenant's, and each workspace in which it is installed.

Both are accounts of the channel. An app is named by the operator, such as "support"; a workspace
by its team id, such as T0123ABC, or where a whole organisation has installed the app by its
enterprise id, such as E0123ABC.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from pydantic import SecretStr

from domain.addresses import is_never_called, origin_of, plain
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection
from domain.errors import ConfigurationError

KIND, APP, WORKSPACE = "kind", "app", "workspace"
"""The setting `kind`, its two values; `app` is also the setting of a workspace that names the
connection of its app."""
APP_ID, CLIENT_ID, API_URL = "app_id", "client_id", "api_url"
SIGNING, PREVIOUS, CLIENT, APP_TOKEN = "signing", "previous", "client", "app_token"
"""Secrets of an app: the signing secret (the earlier one beside it while it is rotated), the
client secret, and the token for Socket Mode."""
BOT_USER, BOT_ID, TEAM_NAME = "bot_user", "bot_id", "team_name"
ENTERPRISE, SCOPES, EXPIRES_AT = "enterprise", "scopes", "expires_at"
BOT, REFRESH = "bot", "refresh"
"""Secrets of a workspace: the bot's token, and where tokens rotate what the next one costs."""

BOT_SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "chat:write",
    "commands",
    "groups:history",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
)
"""What the app asks for when it is installed. The histories are read to look up a send of which
nobody knows what became."""

DEFAULT_API_URL = "https://slack.com/api/"
ACCOUNT = r"[a-z0-9][a-z0-9_-]{0,59}"
"""How an app is named: it is part of an address."""

_ACCOUNT = re.compile(ACCOUNT)
_APP_ID = re.compile(r"A[A-Z0-9]{2,30}")
_CLIENT_ID = re.compile(r"[0-9]{1,30}\.[0-9]{1,30}")
_TEAM = re.compile(r"[TE][A-Z0-9]{2,30}")
_MEMBER = re.compile(r"[UWB][A-Z0-9]{2,30}")
_SECRET = re.compile(r"[\x21-\x7e]{8,200}")
_TOKEN = re.compile(r"[A-Za-z0-9._-]{8,2000}")
_LONGEST_NAME = 200
_LONGEST_ADDRESS = 500
_NOT_IN_ADDRESS = frozenset(' #?\\{}"')


def new_connection(
    account: str,
    *,
    app_id: str,
    signing: str,
    client_id: str = "",
    client: str = "",
    app_token: str = "",
    api_url: str = DEFAULT_API_URL,
) -> ChannelConnection:
    """An app. Without `client_id` and `client` (the client secret) nobody can install it by a
    link: then workspaces are connected by their tokens. Raise ConfigurationError, naming what is
    wrong and never showing a secret."""
    _require(_ACCOUNT, "app", account, "1 to 60 small letters, digits, _ and -, such as support")
    _require(_APP_ID, "app_id", app_id, "an id such as A0123ABC")
    _require_secret(_SECRET, "signing secret", signing, "")
    if bool(client_id) != bool(client):
        raise ConfigurationError("client_id and client secret: give both, or neither")
    secrets = {SIGNING: signing}
    settings = {KIND: APP, APP_ID: app_id, API_URL: checked_api_url(api_url)}
    if client_id:
        _require(_CLIENT_ID, "client_id", client_id, "two numbers such as 123.456")
        _require_secret(_SECRET, "client secret", client, "")
        settings[CLIENT_ID], secrets[CLIENT] = client_id, client
    if app_token:
        _require_secret(_TOKEN, "app token", app_token, "xapp-")
        secrets[APP_TOKEN] = app_token
    return _connection(account, settings, secrets)


def new_workspace(  # noqa: PLR0913 - each by its name
    team: str,
    *,
    app: str,
    bot: str,
    bot_user: str = "",
    bot_id: str = "",
    team_name: str = "",
    enterprise: str = "",
    scopes: Iterable[str] = (),
    refresh: str = "",
    expires_at: datetime | None = None,
    api_url: str = DEFAULT_API_URL,
) -> ChannelConnection:
    """A workspace, or an organisation, in which the app named `app` is installed.

    `bot` is the bot's token: xoxb-…, or xoxe.xoxb-… where tokens rotate; then `refresh` (xoxe-…)
    and `expires_at` go with it. Raise ConfigurationError, naming what is wrong and never showing a
    secret."""
    _require(_TEAM, "team", team, "a team's id such as T0123ABC, or an enterprise's such as E0123")
    _require(_ACCOUNT, "app", app, "the name of a connected app, such as support")
    _require_members(bot_user, bot_id, enterprise)
    settings = {
        KIND: WORKSPACE,
        APP: app,
        BOT_USER: bot_user,
        BOT_ID: bot_id,
        TEAM_NAME: "".join(filter(str.isprintable, team_name))[:_LONGEST_NAME],
        ENTERPRISE: enterprise,
        SCOPES: ",".join(sorted(set(scopes))),
        EXPIRES_AT: expires_at.astimezone(UTC).isoformat() if expires_at else "",
        API_URL: checked_api_url(api_url),
    }
    if bool(refresh) != (expires_at is not None):
        raise ConfigurationError("refresh token and expires_at: give both, or neither")
    return _connection(team, settings, _tokens(bot, refresh))


def _tokens(bot: str, refresh: str) -> dict[str, str]:
    if not bot.startswith(("xoxb-", "xoxe.xoxb-")):
        raise ConfigurationError("bot token: must begin with xoxb-")
    _require_secret(_TOKEN, "bot token", bot, "")
    if not refresh:
        return {BOT: bot}
    _require_secret(_TOKEN, "refresh token", refresh, "xoxe-")
    return {BOT: bot, REFRESH: refresh}


def _require_members(bot_user: str, bot_id: str, enterprise: str) -> None:
    for name, member in ((BOT_USER, bot_user), (BOT_ID, bot_id)):
        if member:
            _require(_MEMBER, name, member, "an id such as U0123ABC or B0123ABC")
    if enterprise:
        _require(_TEAM, ENTERPRISE, enterprise, "an enterprise's id such as E0123ABC")


def checked_api_url(api_url: str) -> str:
    """With a slash at its end, as the SDK wants it. Tokens go there: https, or http on this very
    machine, for doubles. Raise ConfigurationError."""
    wrong = ConfigurationError(f"api_url: must be an https address such as {DEFAULT_API_URL}")
    if len(api_url) > _LONGEST_ADDRESS or any(
        not char.isprintable() or char in _NOT_IN_ADDRESS for char in api_url
    ):
        raise wrong
    try:
        origin = origin_of(api_url)
    except ValueError:
        raise wrong from None
    ip = plain(origin.ip) if origin.ip is not None else None
    is_here = origin.host == "localhost" or (ip is not None and ip.is_loopback)
    if (origin.scheme != "https" and not is_here) or (ip is not None and is_never_called(ip)):
        raise wrong
    return api_url.rstrip("/") + "/"


def is_app(connection: ChannelConnection) -> bool:
    """False of a workspace, and of nobody's connection."""
    return connection.settings.get(KIND) == APP


def is_workspace(connection: ChannelConnection) -> bool:
    """False of an app, and of nobody's connection."""
    return connection.settings.get(KIND) == WORKSPACE


def expires_at(connection: ChannelConnection) -> datetime | None:
    """When the workspace's token ends. None where tokens do not rotate."""
    moment = connection.settings.get(EXPIRES_AT)
    return datetime.fromisoformat(moment) if moment else None


def secret_of(connection: ChannelConnection, name: str) -> str:
    """Raise ConfigurationError where the connection has none of this name."""
    secret = connection.secrets.get(name)
    if secret is None:
        raise ConfigurationError(
            f"the Slack connection {connection.account!r} has no secret {name!r}: connect it again"
        )
    return secret.get_secret_value()


def _connection(
    account: str, settings: dict[str, str], secrets: dict[str, str]
) -> ChannelConnection:
    return ChannelConnection(
        channel=Channel.SLACK,
        account=account,
        settings={name: value for name, value in settings.items() if value},
        secrets={name: SecretStr(value) for name, value in secrets.items()},
    )


def _require(pattern: re.Pattern[str], name: str, value: str, allowed: str) -> None:
    if not pattern.fullmatch(value):
        raise ConfigurationError(f"{name}: {value[:80]!r} must be {allowed}")


def _require_secret(pattern: re.Pattern[str], name: str, value: str, prefix: str) -> None:
    """What is wrong with it is said, and not what it is."""
    if not value.startswith(prefix):
        raise ConfigurationError(f"{name}: must begin with {prefix}")
    if not pattern.fullmatch(value):
        raise ConfigurationError(f"{name}: must be 8 or more visible characters without spaces")
