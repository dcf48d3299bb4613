"""Connection of a sender: a number, a WhatsApp number or a messaging service of Twilio's."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from pydantic import SecretStr

from domain.addresses import is_never_called, origin_of, plain
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection
from domain.errors import ConfigurationError

ACCOUNT_SID, NUMBER, SERVICE = "account_sid", "number", "messaging_service"
PUBLIC_URL, API_URL = "public_url", "api_url"
AUTH_TOKEN, PREVIOUS = "auth_token", "previous"
TWILIO = "https://api.twilio.com"
ACCOUNT = r"[a-z0-9][a-z0-9_-]{0,59}"
"""How an account of this channel is named: it is part of an address."""
_ACCOUNT = re.compile(ACCOUNT)
_ACCOUNT_SID = re.compile(r"AC[0-9a-fA-F]{32}")
_SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
_NUMBER = re.compile(r"(?:whatsapp:)?\+[1-9][0-9]{4,14}|[1-9][0-9]{2,7}")
_TOKEN = re.compile(r"[\x21-\x7e]{8,200}")


def new_connection(
    account: str,
    *,
    account_sid: str,
    auth_token: str,
    number: str = "",
    messaging_service: str = "",
    public_url: str = "",
    api_url: str = "",
) -> ChannelConnection:
    """Of a number or a messaging service, not of both. Raise ConfigurationError, naming the field
    and what is allowed; never showing the token."""
    _require(_ACCOUNT, "account", account, "1 to 60 small letters, digits, _ and -: support")
    _require(_ACCOUNT_SID, ACCOUNT_SID, account_sid, "AC and 32 hexadecimal digits")
    if _TOKEN.fullmatch(auth_token) is None:
        raise ConfigurationError(f"{AUTH_TOKEN}: must be the account's auth token, 32 characters")
    if bool(number) == bool(messaging_service):
        raise ConfigurationError(f"{NUMBER}: give either a number or a {SERVICE}")
    if number:
        _require(_NUMBER, NUMBER, number, "a number such as +4930123456 or whatsapp:+4930123456")
    else:
        _require(_SERVICE, SERVICE, messaging_service, "MG and 32 hexadecimal digits")
    urls = {PUBLIC_URL: public_url, API_URL: api_url}
    settings = {
        ACCOUNT_SID: account_sid,
        NUMBER: number,
        SERVICE: messaging_service,
        **{name: _base(name, url) for name, url in urls.items()},
    }
    return ChannelConnection(
        channel=Channel.SMS,
        account=account,
        settings={name: value for name, value in settings.items() if value},
        secrets={AUTH_TOKEN: SecretStr(auth_token)},
    )


def rotated(connection: ChannelConnection, auth_token: str) -> ChannelConnection:
    """With a new token, as Twilio promotes a secondary one; what it signed with the one until now
    holds beside it."""
    if _TOKEN.fullmatch(auth_token) is None:
        raise ConfigurationError(f"{AUTH_TOKEN}: must be the account's auth token, 32 characters")
    both = {AUTH_TOKEN: SecretStr(auth_token), PREVIOUS: connection.secrets[AUTH_TOKEN]}
    return connection.model_copy(update={"secrets": both})


def without_previous(connection: ChannelConnection) -> ChannelConnection:
    """With the newest token alone."""
    newest = {AUTH_TOKEN: connection.secrets[AUTH_TOKEN]}
    return connection.model_copy(update={"secrets": newest})


def tokens(connection: ChannelConnection) -> list[bytes]:
    """The newest first; none for nobody's connection."""
    found: Iterable[SecretStr | None] = (
        connection.secrets.get(name) for name in (AUTH_TOKEN, PREVIOUS)
    )
    return [secret.get_secret_value().encode() for secret in found if secret is not None]


def url_as_signed(connection: ChannelConnection, url: str) -> str:
    """The address of a call as Twilio knows it: behind another name than PUBLIC_URL, under that."""
    base = connection.settings.get(PUBLIC_URL, "")
    if not base:
        return url
    parts = urlsplit(url)
    return f"{base}{parts.path}{'?' if parts.query else ''}{parts.query}"


def _require(pattern: re.Pattern[str], field: str, value: str, allowed: str) -> None:
    if pattern.fullmatch(value) is None:
        raise ConfigurationError(f"{field}: {value[:80]!r} must be {allowed}")


def _base(field: str, url: str) -> str:
    """Without the slash at its end; "" stays."""
    if not url:
        return ""
    allowed = "an address such as https://bots.example, without a query"
    try:
        origin = origin_of(url)
        parts = urlsplit(url)
    except ValueError:
        raise ConfigurationError(f"{field}: must be {allowed}") from None
    strange = any(not char.isprintable() or char in ' #\\{}"?' for char in url)
    if strange or parts.username is not None or len(url) > 500:  # noqa: PLR2004 - of a setting
        raise ConfigurationError(f"{field}: must be {allowed}")
    if origin.ip is not None and is_never_called(plain(origin.ip)):
        raise ConfigurationError(f"{field}: link-local and cloud metadata addresses are not called")
    return url.rstrip("/")
